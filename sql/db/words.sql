-- Words for columns of views that mean the same wherever they stand: a column of schema api gets its comment here unless
-- it has one of its own. Runs with the last migration, so that views which come later get theirs (script; no
-- parameters; writes no table's rows).
DO $words$
DECLARE
    item record;
BEGIN
    FOR item IN
        SELECT c.relname, a.attname, w.word
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN (VALUES
            ('uscc', '企业：统一社会信用代码；没有代码的单位为登记库中的标识'),
            ('name', '企业名称（登记库）'), ('county', '区县代码'), ('county_name', '区县名称'),
            ('industry', '行业代码（GB/T 4754-2017，门类字母加数字）'), ('industry_name', '行业名称'),
            ('run', '运行编号（meta.run）'), ('as_of', '截止日'), ('from_run', '自此次运行起有效'), ('to_run', '至此次运行前有效'),
            ('batch', '载入批次（meta.batch）'), ('delivery', '交付（配置文件中的 id）'), ('dataset', '规范数据集'),
            ('source', '交付部门名称'), ('source_id', '交付部门（配置文件中的 id）'), ('file', '交付文件名'), ('part', '文件在该批次中的序号，从 0 起'),
            ('line', '文件中的行号'), ('year', '年度'), ('field', '字段'), ('value', '数值（金额为分，比例为百万分之一，评分为百分之一分）'),
            ('holder', '交付中所写的单位（代码、#旧代码或 ~名称）'), ('method', '对应方式：code 代码，judged 人工，old_code、org_code、name、former_name、fuzzy'),
            ('score', '相似程度（万分之一），由代码或相同名称对应的为空'), ('evidence', '依据'), ('stands', '仍然有效（在最新交付中）'),
            ('tier', '层级（criteria/tiers 的 id）'), ('tier_title', '层级名称'), ('title', '名称'), ('kind', '申报类型：new 新申报，review 复核'),
            ('version', '规则版本'), ('unconfirmed', '所用数值有未经官方文本证实的'), ('clause', '条款'), ('text', '内容'), ('id', '条件的 id'),
            ('step', '步，按条款次序；0 为全部登记主体'), ('position', '次序'), ('place', '位次'), ('county_place', '区县内位次'),
            ('seated', '在名额之内'), ('tie_at_cut', '与名额线另一侧的企业除信用代码外完全相同'),
            ('verdict', '判定结论（词）'), ('verdict_id', '判定结论（代码，见 meta.verdict）'), ('state', '条件状态（词）'), ('state_id', '条件状态（代码，见 meta.state）'),
            ('met', '满足的数目'), ('unmet', '不满足的数目'), ('unknown', '未知（缺失、冲突或不能计算）的数目'), ('manual', '待人工判断的数目'), ('na', '不涉及的数目'),
            ('hard_total', '硬条件总数'), ('points_lo', '得分下限（测算，非平台得分）'), ('points_hi', '得分上限（测算，非平台得分）'),
            ('gap', '须改变、待核实、待人工的事项及差距'), ('gap_cost', '补齐代价（criteria/efforts.yaml，本市测算）'), ('gap_months', '补齐约需月数'), ('gap_changes', '要改变的项数'),
            ('remaining', '到这一步为止没有不满足的（至此可能）'), ('remaining_certain', '到这一步为止全部满足或待人工的（至此确定）'), ('remaining_held', '至此可能者中已有该称号的'),
            ('word', '中文说明'), ('status', '状态'), ('reason', '原因代码'), ('severity', '程度：error 错误，warn 疑问，note 提示'), ('rule', '规则代码'),
            ('records', '记录数'), ('rows', '行数'), ('rejects', '退回行数'), ('firms', '企业数'), ('error', '错误说明'), ('seconds', '用时（秒）'), ('started', '开始时间'), ('ended', '结束时间'),
            ('delivered', '交付日期'), ('age_days', '距截止日的天数'), ('carried_since', '自该截止日起沿用旧数据；空为未沿用'), ('carried_for', '沿用的原因'),
            ('conditions', '条件的数目或内容'), ('granted', '认定日期'), ('valid_from', '有效期起'), ('valid_to', '有效期止；空为未交付'), ('title_name', '称号名称'),
            ('stage', '阶段'), ('stage_word', '阶段（词）'), ('why', '理由'), ('until', '截至'), ('until_date', '截至'), ('from_date', '自'), ('level', '级别'), ('held', '有该称号的企业数'),
            ('candidates', '候选企业数'), ('seats', '名额'), ('specialist', '服务专员编号（姓名不进入名单）'), ('cause', '原因'), ('target', '拟培育层级或目标数'),
            ('revenue', '营业收入（分）'), ('main_revenue', '主营业务收入（分）'), ('product_revenue', '主导产品收入（分）'), ('hightech_revenue', '高新技术产品收入（分）'),
            ('cost', '成本费用（分）'), ('net_profit', '净利润（分）'), ('assets', '资产总额（分）'), ('liabilities', '负债总额（分）'), ('net_assets', '净资产（分）'),
            ('rd_expense', '研发费用（分）'), ('rd_domestic', '境内研发费用（分）'), ('audited', '已审计'), ('employees', '职工总数'), ('insured', '12 月参保人数'),
            ('rd_staff', '研发人员'), ('sci_staff', '科技人员'), ('college_staff', '大专以上人员')
        ) AS w (name, word) ON w.name = a.attname
        WHERE n.nspname = 'api' AND c.relkind = 'v' AND col_description(c.oid, a.attnum) IS NULL
        ORDER BY c.relname, a.attnum
    LOOP
        EXECUTE format('COMMENT ON COLUMN api.%I.%I IS %L', item.relname, item.attname, item.word);
    END LOOP;
END
$words$;
