-- Views for analysts (psql, Excel through ODBC), the words behind the stored bytes, and comments.
-- Who may read what stands in sql/db/access.sql, which runs with every migration.

-- The program's own constants: enum td_verdict and enum td_state. Appended to, never renumbered.
CREATE TABLE meta.verdict (
    verdict smallint PRIMARY KEY,
    id text NOT NULL UNIQUE,
    word text NOT NULL,
    english text NOT NULL
);
COMMENT ON TABLE meta.verdict IS '判定结论：result.firm.verdicts 中每个字节的含义，按名单中的先后';
INSERT INTO meta.verdict VALUES
    (0, 'confirmed', '全部满足', 'every condition met, manual ones judged'),
    (1, 'ready', '待人工或平台评价', 'every data condition met; manual ones or the platform''s score open'),
    (2, 'possible', '待核实', 'nothing unmet, something unknown'),
    (3, 'near', '近门槛', 'unmet, but within reach'),
    (4, 'no', '不满足', 'unmet'),
    (5, 'holds', '已获', 'has the title'),
    (6, 'excluded', '排除', 'not a subject of this tier'),
    (7, 'insufficient', '信息不足', 'too little known to say'),
    (8, 'not_concerned', '不涉及', 'review: no title ends that year');

CREATE TABLE meta.state (
    state smallint PRIMARY KEY,
    id text NOT NULL UNIQUE,
    word text NOT NULL,
    english text NOT NULL
);
COMMENT ON TABLE meta.state IS '条件状态：result.firm.states 中每个字节的含义';
INSERT INTO meta.state VALUES
    (0, 'met', '满足', 'met'),
    (1, 'unmet', '不满足', 'unmet'),
    (2, 'unknown', '未知', 'unknown: a value is missing or in conflict'),
    (3, 'manual', '人工', 'a person must judge'),
    (4, 'na', '不适用', 'not applicable');

-- ---- firms -------------------------------------------------------------------------------------

CREATE VIEW api.firm AS
SELECT DISTINCT ON (r.uscc)
       r.uscc, r.name, r.status, r.established, r.industry, i.name AS industry_name,
       r.county, c.name AS county_name, r.code_flag, s.title AS source, r.gone IS NOT NULL AS gone
FROM source.registry AS r
JOIN meta.source AS s ON s.source = r.source
LEFT JOIN meta.source_rank AS k ON k.dataset = 'registry' AND k.field = '*' AND k.source = r.source
LEFT JOIN meta.industry AS i ON i.industry = r.industry
LEFT JOIN meta.county AS c ON c.county = r.county
ORDER BY r.uscc, r.gone IS NOT NULL, coalesce(k.rank, 6), r.source;
COMMENT ON VIEW api.firm IS '登记主体，每个一行（不含个人信息）；多个部门都有时取优先级最高的在册记录';

-- ---- judgements of the published run -----------------------------------------------------------

-- A program with where its condition bytes begin and how many hard conditions it has.
CREATE VIEW api.program AS
SELECT p.from_run, p.position, p.tier, p.kind, p.version, p.title, p.unconfirmed, p.conditions,
       coalesce(sum(n.conditions) OVER w, 0)::integer AS state_offset,
       n.hard_total
FROM result.program AS p
CROSS JOIN LATERAL (
    SELECT count(*) AS conditions,
           count(*) FILTER (WHERE (e ->> 'parent')::integer = -1 AND NOT (e ->> 'subject')::boolean)::integer
               AS hard_total
    FROM jsonb_array_elements(p.conditions) AS e
) AS n
WINDOW w AS (PARTITION BY p.from_run ORDER BY p.position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING);
COMMENT ON VIEW api.program IS '规则版本（层级、申报类型）及其条件；state_offset 是首个条件在 result.firm.states 中的位置';

CREATE VIEW api.verdict AS
SELECT f.uscc, r.name, f.county, c.name AS county_name,
       p.tier, p.kind, p.title, p.version, p.unconfirmed,
       v.word AS verdict, v.id AS verdict_id,
       get_byte(f.met, p.position) AS met,
       p.hard_total,
       get_byte(f.unknown, p.position) AS unknown,
       nullif(f.points_lo[p.position + 1], -1) AS points_lo,
       nullif(f.points_hi[p.position + 1], -1) AS points_hi,
       f.target = p.position AS is_target,
       f.from_run AS since_run
FROM meta.published AS pub
JOIN result.firm AS f ON f.from_run <= pub.run AND pub.run < f.to_run
JOIN api.program AS p ON p.from_run = f.rules_run
JOIN meta.verdict AS v ON v.verdict = get_byte(f.verdicts, p.position)
LEFT JOIN meta.county AS c ON c.county = f.county
LEFT JOIN LATERAL (
    SELECT g.name FROM source.registry AS g WHERE g.uscc = f.uscc
    ORDER BY g.gone IS NOT NULL, g.source LIMIT 1
) AS r ON true;
COMMENT ON VIEW api.verdict IS '当前发布的判定：每个企业、每个层级一行';
COMMENT ON COLUMN api.verdict.met IS '已满足的硬条件数';
COMMENT ON COLUMN api.verdict.hard_total IS '硬条件总数';
COMMENT ON COLUMN api.verdict.unknown IS '未知的硬条件数';
COMMENT ON COLUMN api.verdict.points_lo IS '得分下限（规则文件的整数分；测算，非平台得分）';
COMMENT ON COLUMN api.verdict.points_hi IS '得分上限';
COMMENT ON COLUMN api.verdict.unconfirmed IS '规则中有未经官方文本证实的数值';
COMMENT ON COLUMN api.verdict.since_run IS '自哪次运行起判定未变';

CREATE VIEW api.condition AS
SELECT f.uscc, p.tier, p.kind, p.version, (x.n - 1)::integer AS position,
       x.e ->> 'id' AS id, x.e ->> 'clause' AS clause, x.e ->> 'text' AS text,
       (x.e ->> 'parent')::integer AS parent, (x.e ->> 'subject')::boolean AS subject,
       s.word AS state, s.id AS state_id
FROM meta.published AS pub
JOIN result.firm AS f ON f.from_run <= pub.run AND pub.run < f.to_run
JOIN api.program AS p ON p.from_run = f.rules_run
CROSS JOIN LATERAL jsonb_array_elements(p.conditions) WITH ORDINALITY AS x (e, n)
JOIN meta.state AS s ON s.state = get_byte(f.states, p.state_offset + x.n::integer - 1);
COMMENT ON VIEW api.condition IS '当前发布的判定逐条：每个企业、每个层级、每个条件一行（请按 uscc 查询）';
COMMENT ON COLUMN api.condition.parent IS '上级条件的 position，-1 为最上层';

CREATE VIEW api.county_list AS
SELECT s.county, c.name AS county_name, p.title AS target, p.tier, p.kind, p.version, p.unconfirmed,
       s.place, s.county_place, s.seated, s.tie_at_cut, s.uscc, r.name, f.industry,
       i.name AS industry_name, v.word AS verdict,
       CASE WHEN v.verdict IN (0, 1) THEN '确定' ELSE '可能' END AS certainty,
       get_byte(f.met, s.position) AS met, p.hard_total, get_byte(f.unknown, s.position) AS unknown,
       nullif(f.points_lo[s.position + 1], -1) AS points_lo,
       nullif(f.points_hi[s.position + 1], -1) AS points_hi
FROM meta.published AS pub
JOIN pool.shortlist AS s ON s.run = pub.run
JOIN result.firm AS f ON f.uscc = s.uscc AND f.from_run <= pub.run AND pub.run < f.to_run
JOIN api.program AS p ON p.from_run = f.rules_run AND p.position = s.position
JOIN meta.verdict AS v ON v.verdict = get_byte(f.verdicts, s.position)
LEFT JOIN meta.county AS c ON c.county = s.county
LEFT JOIN meta.industry AS i ON i.industry = f.industry
LEFT JOIN LATERAL (
    SELECT g.name FROM source.registry AS g WHERE g.uscc = s.uscc
    ORDER BY g.gone IS NOT NULL, g.source LIMIT 1
) AS r ON true;
COMMENT ON VIEW api.county_list IS '当前发布的拟培育企业名单；排序：county, tier, county_place';
COMMENT ON COLUMN api.county_list.seated IS '在区县名额之内';
COMMENT ON COLUMN api.county_list.tie_at_cut IS '与名额线另一侧的企业除信用代码外完全相同';

-- ---- where a figure comes from -----------------------------------------------------------------

-- Records with the firm behind their holder id. Two branches and not one outer join, so that a filter on
-- uscc becomes an index lookup in both. line: the file's number in the delivery stands above bit 40.
CREATE VIEW api.finance AS
SELECT t.uscc, t.uscc AS holder, t.year, t.revenue, t.main_revenue, t.product_revenue, t.hightech_revenue, t.cost,
       t.net_profit, t.assets, t.liabilities, t.net_assets, t.rd_expense, t.rd_domestic, t.audited,
       t.source, t.gone IS NULL AS stands, t.batch, (t.line >> 40)::integer AS part, t.line & 1099511627775 AS line
FROM source.finance AS t
WHERE NOT EXISTS (SELECT FROM link.alias AS a WHERE a.uscc = t.uscc)
UNION ALL
SELECT a.firm, t.uscc, t.year, t.revenue, t.main_revenue, t.product_revenue, t.hightech_revenue, t.cost,
       t.net_profit, t.assets, t.liabilities, t.net_assets, t.rd_expense, t.rd_domestic, t.audited,
       t.source, t.gone IS NULL, t.batch, (t.line >> 40)::integer, t.line & 1099511627775
FROM link.alias AS a
JOIN source.finance AS t ON t.uscc = a.uscc;
COMMENT ON VIEW api.finance IS '财务记录及其所属企业（金额单位：分）；同一年度多个来源并存';

CREATE VIEW api.staff AS
SELECT t.uscc, t.uscc AS holder, t.year, t.employees, t.insured, t.rd_staff, t.sci_staff, t.college_staff,
       t.source, t.gone IS NULL AS stands, t.batch, (t.line >> 40)::integer AS part, t.line & 1099511627775 AS line
FROM source.staff AS t
WHERE NOT EXISTS (SELECT FROM link.alias AS a WHERE a.uscc = t.uscc)
UNION ALL
SELECT a.firm, t.uscc, t.year, t.employees, t.insured, t.rd_staff, t.sci_staff, t.college_staff,
       t.source, t.gone IS NULL, t.batch, (t.line >> 40)::integer, t.line & 1099511627775
FROM link.alias AS a
JOIN source.staff AS t ON t.uscc = a.uscc;
COMMENT ON VIEW api.staff IS '人员记录及其所属企业；同一年度多个来源并存';

CREATE VIEW api.figure AS
SELECT d.uscc, d.holder, d.dataset, d.field, d.year, d.value, s.title AS source,
       coalesce(k.rank, w.rank, 6) AS source_rank, d.stands, d.batch,
       b.files -> d.part ->> 'name' AS file, d.line
FROM (
    SELECT t.uscc, t.holder, 'finance'::text AS dataset, v.field, t.year, v.value, t.source, t.stands, t.batch,
           t.part, t.line
    FROM api.finance AS t
    CROSS JOIN LATERAL (VALUES
        ('revenue', t.revenue), ('main_revenue', t.main_revenue), ('product_revenue', t.product_revenue),
        ('hightech_revenue', t.hightech_revenue), ('cost', t.cost), ('net_profit', t.net_profit),
        ('assets', t.assets), ('liabilities', t.liabilities), ('net_assets', t.net_assets),
        ('rd_expense', t.rd_expense), ('rd_domestic', t.rd_domestic)
    ) AS v (field, value)
    WHERE v.value IS NOT NULL
    UNION ALL
    SELECT t.uscc, t.holder, 'staff', v.field, t.year, v.value, t.source, t.stands, t.batch, t.part, t.line
    FROM api.staff AS t
    CROSS JOIN LATERAL (VALUES
        ('employees', t.employees::bigint), ('insured', t.insured), ('rd_staff', t.rd_staff),
        ('sci_staff', t.sci_staff), ('college_staff', t.college_staff)
    ) AS v (field, value)
    WHERE v.value IS NOT NULL
) AS d
JOIN meta.source AS s ON s.source = d.source
LEFT JOIN meta.batch AS b ON b.batch = d.batch
LEFT JOIN meta.source_rank AS k ON k.dataset = d.dataset AND k.field = d.field AND k.source = d.source
LEFT JOIN meta.source_rank AS w ON w.dataset = d.dataset AND w.field = '*' AND w.source = d.source;
COMMENT ON VIEW api.figure IS '财务与人员的每个数值来自哪份交付：部门、批次、文件、行号（金额单位：分）；同一数值多个来源并存';
COMMENT ON COLUMN api.figure.uscc IS '企业';
COMMENT ON COLUMN api.figure.holder IS '交付中所写的单位（代码、#旧代码或 ~名称）';
COMMENT ON COLUMN api.figure.source_rank IS '该字段的来源优先级，0 最高；数值不一致时采用最高的';
COMMENT ON COLUMN api.figure.stands IS '仍在最新交付中';
COMMENT ON COLUMN api.figure.line IS '文件中的物理行号';

-- ---- what was not taken ------------------------------------------------------------------------

CREATE VIEW api.reject_summary AS
SELECT b.run, b.batch, b.delivery, b.dataset, s.title AS source, j.file, j.reason, j.column_name,
       count(*) AS rows, min(j.line) AS first_line, max(j.line) AS last_line
FROM reject.row AS j
JOIN meta.batch AS b ON b.batch = j.batch
JOIN meta.source AS s ON s.source = b.source
GROUP BY b.run, b.batch, b.delivery, b.dataset, s.title, j.file, j.reason, j.column_name;
COMMENT ON VIEW api.reject_summary IS '未载入的行：按交付、文件、原因、列计数（不含原文）';

CREATE VIEW api.link_summary AS
SELECT l.dataset, s.title AS source, l.method,
       CASE l.method WHEN 'code' THEN '信用代码' WHEN 'old_code' THEN '旧代码' WHEN 'org_code' THEN '组织机构代码'
            WHEN 'name' THEN '名称' WHEN 'former_name' THEN '曾用名' WHEN 'unmatched' THEN '未找到'
            WHEN 'ambiguous' THEN '多个候选' WHEN 'branch' THEN '分支机构' ELSE l.method END AS word,
       l.records,
       round(100.0 * l.records / nullif(sum(l.records) OVER (PARTITION BY l.dataset, l.source), 0), 2) AS percent
FROM link.summary AS l
JOIN meta.source AS s ON s.source = l.source;
COMMENT ON VIEW api.link_summary IS '记录按什么找到企业：按数据集、部门和方式计数';

CREATE VIEW api.stage AS
SELECT r.run, r.as_of, r.status AS run_status, t.stage, t.status, t.rows_in, t.rows_out, t.seconds,
       t.counts, t.started, t.ended, t.error
FROM meta.run AS r
JOIN meta.stage AS t ON t.run = r.run
WHERE r.run = (SELECT max(run) FROM meta.run);
COMMENT ON VIEW api.stage IS '最近一次运行的各阶段：行数、耗时、状态；排序：started';

CREATE VIEW api.delivery AS
SELECT DISTINCT ON (b.delivery)
       b.delivery, b.dataset, s.title AS source, b.run, b.batch, b.status, b.mode, b.complete, b.files,
       b.rows_read, b.rows_new, b.rows_changed, b.rows_same, b.rows_gone, b.rows_rejected, b.rows_skipped,
       b.seconds, b.started, b.error
FROM meta.batch AS b
JOIN meta.source AS s ON s.source = b.source
ORDER BY b.delivery, b.batch DESC;
COMMENT ON VIEW api.delivery IS '每份交付最近一次载入';

-- ---- comments that the earlier files left out --------------------------------------------------

COMMENT ON SCHEMA meta IS '运行台账、来源、区县、行业、发布指针';
COMMENT ON SCHEMA source IS '各部门交付的记录，按规范数据集';
COMMENT ON SCHEMA personal IS '个人信息（法定代表人、电话、专家姓名）；分析角色不可读';
COMMENT ON SCHEMA reject IS '未载入的行及原文；可能含个人信息，分析角色不可读';
COMMENT ON SCHEMA link IS '记录与登记企业的对应';
COMMENT ON SCHEMA feature IS '企业特征';
COMMENT ON SCHEMA result IS '判定结果';
COMMENT ON SCHEMA pool IS '名额与名单';
COMMENT ON SCHEMA api IS '供分析人员使用的视图';

COMMENT ON TABLE meta.source_rank IS '来源优先级：数据集、字段（* 为其余字段）、部门，0 最高';
COMMENT ON TABLE feature.touched IS '需要重算特征的企业：load 和 link 写入，features 清空';
COMMENT ON TABLE result.tag IS '标签：result.firm.tags 各位的含义';
COMMENT ON COLUMN meta.run.as_of IS '截止日（参数，不取系统时钟）';
COMMENT ON COLUMN meta.run.profile_hash IS '配置文件校验和';
COMMENT ON COLUMN meta.run.criteria_hash IS '全部规则文件校验和';
COMMENT ON COLUMN meta.stage.inputs_hash IS '阶段输入的校验和；与上次成功时相同则不重做';
COMMENT ON COLUMN meta.batch.files IS '文件名、字节数、校验和，按序号；source.*.line 的第 40 位以上是序号';
COMMENT ON COLUMN meta.batch.complete IS '该交付声明完整：不在其中即不存在';
COMMENT ON COLUMN meta.batch.rows_gone IS '快照中消失的行（标记，不删除）';
COMMENT ON COLUMN reject.row.raw IS '原始字节';
COMMENT ON COLUMN reject.row.reason IS '原因代码，固定不变，可用于筛选';
COMMENT ON COLUMN link.alias.uscc IS '交付中所写的单位：#旧代码、~名称，或不在册的代码';
COMMENT ON COLUMN link.alias.firm IS '登记企业';
COMMENT ON COLUMN link.queue.candidates IS '候选企业';
COMMENT ON COLUMN result.firm.verdicts IS '每个层级一字节，见 meta.verdict 与 api.verdict';
COMMENT ON COLUMN result.firm.states IS '每个条件一字节，见 meta.state 与 api.condition';
COMMENT ON COLUMN result.judgement.from_run IS '自此次运行起有效';
COMMENT ON COLUMN result.judgement.to_run IS '至此次运行前有效';
COMMENT ON COLUMN result.firm.target IS '拟培育层级在 result.program 中的序号，-1 为无';
COMMENT ON COLUMN pool.shortlist.place IS '全市该层级的名次';
COMMENT ON COLUMN pool.shortlist.county_place IS '区县内名次';
