-- feature.firm: one row per registered unit, three years side by side; filled by sql/features/*.sql.
-- Columns are the facts of criteria/facts.yaml (NULL = not known). Traceability: api.figure.
CREATE TABLE feature.clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    as_of date NOT NULL,
    y integer NOT NULL -- 上年度: the last full calendar year before as_of
);
COMMENT ON TABLE feature.clock IS '截止日与上年度';

CREATE TABLE feature.parameter (
    name text PRIMARY KEY,
    value bigint NOT NULL
);
COMMENT ON TABLE feature.parameter IS '定义中的数值，来自 criteria/parameters.yaml';

-- Firms whose features must be computed anew: written by load and link, emptied by features.
CREATE TABLE feature.touched (
    uscc text COLLATE "C" NOT NULL PRIMARY KEY
);

CREATE TABLE feature.firm (
    uscc text COLLATE "C" NOT NULL,
    county text COLLATE "C",
    legal_person boolean,
    active boolean,
    established date,
    industry text COLLATE "C",
    revenue_0 bigint,
    revenue_1 bigint,
    revenue_2 bigint,
    main_revenue_0 bigint,
    main_revenue_1 bigint,
    main_revenue_2 bigint,
    product_revenue_0 bigint,
    product_revenue_1 bigint,
    product_revenue_2 bigint,
    hightech_revenue_0 bigint,
    hightech_revenue_1 bigint,
    hightech_revenue_2 bigint,
    cost_0 bigint,
    cost_1 bigint,
    cost_2 bigint,
    net_profit_0 bigint,
    net_profit_1 bigint,
    net_profit_2 bigint,
    assets_0 bigint,
    assets_1 bigint,
    assets_2 bigint,
    liabilities_0 bigint,
    liabilities_1 bigint,
    liabilities_2 bigint,
    net_assets_0 bigint,
    net_assets_1 bigint,
    net_assets_2 bigint,
    rd_expense_0 bigint,
    rd_expense_1 bigint,
    rd_expense_2 bigint,
    rd_domestic_0 bigint,
    rd_domestic_1 bigint,
    rd_domestic_2 bigint,
    employees_0 integer,
    employees_1 integer,
    employees_2 integer,
    insured_0 integer,
    insured_1 integer,
    insured_2 integer,
    rd_staff_0 integer,
    rd_staff_1 integer,
    rd_staff_2 integer,
    sci_staff_0 integer,
    sci_staff_1 integer,
    sci_staff_2 integer,
    college_staff_0 integer,
    college_staff_1 integer,
    college_staff_2 integer,
    ip1_any_lo integer,
    ip1_any_hi integer,
    ip2_any_lo integer,
    ip2_any_hi integer,
    ip1_2022_lo integer,
    ip1_2022_hi integer,
    ip1_own_2022_lo integer,
    ip1_own_2022_hi integer,
    ip1_high_2022_lo integer,
    ip1_high_2022_hi integer,
    ip2_2022_lo integer,
    ip2_2022_hi integer,
    ip1_used_2022_lo integer,
    ip1_used_2022_hi integer,
    ip1_2026_lo integer,
    ip1_2026_hi integer,
    holds_tech_sme integer,
    holds_innovative integer,
    holds_srdi integer,
    holds_little_giant integer,
    holds_champion integer,
    holds_high_tech integer,
    holds_model integer,
    review_little_giant integer,
    review_srdi integer,
    tech_sme_ever integer,
    above_scale integer,
    award_national_any_0 integer,
    award_national_any_1 integer,
    award_national_any_2 integer,
    award_national_any_3 integer,
    award_national_any_4 integer,
    award_national_rank_0 integer,
    award_national_rank_1 integer,
    award_national_rank_2 integer,
    award_national_rank_3 integer,
    award_national_rank_4 integer,
    award_provincial_any_0 integer,
    award_provincial_any_1 integer,
    award_provincial_any_2 integer,
    award_provincial_any_3 integer,
    award_provincial_any_4 integer,
    award_provincial_rank_0 integer,
    award_provincial_rank_1 integer,
    award_provincial_rank_2 integer,
    award_provincial_rank_3 integer,
    award_provincial_rank_4 integer,
    chuangke_rank_0 integer,
    chuangke_rank_1 integer,
    chuangke_rank_2 integer,
    rd_institution integer,
    standard_leading_age integer,
    standard_count integer,
    quality_award integer,
    management_system integer,
    overseas_certificate integer,
    own_brand integer,
    digital_level integer,
    niche_years integer,
    share_domestic integer,
    share_global integer,
    rank_domestic integer,
    rank_global integer,
    emerging boolean,
    six_bases boolean,
    chain_role boolean,
    key_chain_customer boolean,
    equity_0 bigint,
    equity_1 bigint,
    equity_2 bigint,
    equity_3 bigint,
    equity_4 bigint,
    platform_this integer,
    platform_last integer,
    abnormal integer,
    dishonest integer,
    banned integer,
    accident_age integer,
    environment_age integer,
    quality_age integer,
    data_security_age integer,
    fraud_age integer,
    tax_age integer,
    research_misconduct_age integer,
    CONSTRAINT firm_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE feature.firm IS '企业特征：每个登记主体一行，三年并列';
COMMENT ON COLUMN feature.firm.uscc IS '统一社会信用代码';
COMMENT ON COLUMN feature.firm.county IS '区县';
COMMENT ON COLUMN feature.firm.legal_person IS '独立法人企业';
COMMENT ON COLUMN feature.firm.active IS '存续在业';
COMMENT ON COLUMN feature.firm.established IS '成立日期';
COMMENT ON COLUMN feature.firm.industry IS '行业代码';
COMMENT ON COLUMN feature.firm.revenue_0 IS '营业收入，单位：分，上年度';
COMMENT ON COLUMN feature.firm.revenue_1 IS '营业收入，单位：分，前一年';
COMMENT ON COLUMN feature.firm.revenue_2 IS '营业收入，单位：分，前两年';
COMMENT ON COLUMN feature.firm.main_revenue_0 IS '主营业务收入，单位：分，上年度';
COMMENT ON COLUMN feature.firm.main_revenue_1 IS '主营业务收入，单位：分，前一年';
COMMENT ON COLUMN feature.firm.main_revenue_2 IS '主营业务收入，单位：分，前两年';
COMMENT ON COLUMN feature.firm.product_revenue_0 IS '主导产品收入，单位：分，上年度';
COMMENT ON COLUMN feature.firm.product_revenue_1 IS '主导产品收入，单位：分，前一年';
COMMENT ON COLUMN feature.firm.product_revenue_2 IS '主导产品收入，单位：分，前两年';
COMMENT ON COLUMN feature.firm.hightech_revenue_0 IS '高新技术产品收入，单位：分，上年度';
COMMENT ON COLUMN feature.firm.hightech_revenue_1 IS '高新技术产品收入，单位：分，前一年';
COMMENT ON COLUMN feature.firm.hightech_revenue_2 IS '高新技术产品收入，单位：分，前两年';
COMMENT ON COLUMN feature.firm.cost_0 IS '成本费用，单位：分，上年度';
COMMENT ON COLUMN feature.firm.cost_1 IS '成本费用，单位：分，前一年';
COMMENT ON COLUMN feature.firm.cost_2 IS '成本费用，单位：分，前两年';
COMMENT ON COLUMN feature.firm.net_profit_0 IS '净利润，单位：分，上年度';
COMMENT ON COLUMN feature.firm.net_profit_1 IS '净利润，单位：分，前一年';
COMMENT ON COLUMN feature.firm.net_profit_2 IS '净利润，单位：分，前两年';
COMMENT ON COLUMN feature.firm.assets_0 IS '资产总额，单位：分，上年度';
COMMENT ON COLUMN feature.firm.assets_1 IS '资产总额，单位：分，前一年';
COMMENT ON COLUMN feature.firm.assets_2 IS '资产总额，单位：分，前两年';
COMMENT ON COLUMN feature.firm.liabilities_0 IS '负债总额，单位：分，上年度';
COMMENT ON COLUMN feature.firm.liabilities_1 IS '负债总额，单位：分，前一年';
COMMENT ON COLUMN feature.firm.liabilities_2 IS '负债总额，单位：分，前两年';
COMMENT ON COLUMN feature.firm.net_assets_0 IS '净资产，单位：分，上年度';
COMMENT ON COLUMN feature.firm.net_assets_1 IS '净资产，单位：分，前一年';
COMMENT ON COLUMN feature.firm.net_assets_2 IS '净资产，单位：分，前两年';
COMMENT ON COLUMN feature.firm.rd_expense_0 IS '研发费用，单位：分，上年度';
COMMENT ON COLUMN feature.firm.rd_expense_1 IS '研发费用，单位：分，前一年';
COMMENT ON COLUMN feature.firm.rd_expense_2 IS '研发费用，单位：分，前两年';
COMMENT ON COLUMN feature.firm.rd_domestic_0 IS '境内研发费用，单位：分，上年度';
COMMENT ON COLUMN feature.firm.rd_domestic_1 IS '境内研发费用，单位：分，前一年';
COMMENT ON COLUMN feature.firm.rd_domestic_2 IS '境内研发费用，单位：分，前两年';
COMMENT ON COLUMN feature.firm.employees_0 IS '职工总数，上年度';
COMMENT ON COLUMN feature.firm.employees_1 IS '职工总数，前一年';
COMMENT ON COLUMN feature.firm.employees_2 IS '职工总数，前两年';
COMMENT ON COLUMN feature.firm.insured_0 IS '12月参保人数，上年度';
COMMENT ON COLUMN feature.firm.insured_1 IS '12月参保人数，前一年';
COMMENT ON COLUMN feature.firm.insured_2 IS '12月参保人数，前两年';
COMMENT ON COLUMN feature.firm.rd_staff_0 IS '研发人员，上年度';
COMMENT ON COLUMN feature.firm.rd_staff_1 IS '研发人员，前一年';
COMMENT ON COLUMN feature.firm.rd_staff_2 IS '研发人员，前两年';
COMMENT ON COLUMN feature.firm.sci_staff_0 IS '科技人员，上年度';
COMMENT ON COLUMN feature.firm.sci_staff_1 IS '科技人员，前一年';
COMMENT ON COLUMN feature.firm.sci_staff_2 IS '科技人员，前两年';
COMMENT ON COLUMN feature.firm.college_staff_0 IS '大专以上人员，上年度';
COMMENT ON COLUMN feature.firm.college_staff_1 IS '大专以上人员，前一年';
COMMENT ON COLUMN feature.firm.college_staff_2 IS '大专以上人员，前两年';
COMMENT ON COLUMN feature.firm.ip1_any_lo IS 'Ⅰ类知识产权（有效），确定';
COMMENT ON COLUMN feature.firm.ip1_any_hi IS 'Ⅰ类知识产权（有效），至多';
COMMENT ON COLUMN feature.firm.ip2_any_lo IS 'Ⅱ类知识产权（有效，不限维持年限），确定';
COMMENT ON COLUMN feature.firm.ip2_any_hi IS 'Ⅱ类知识产权（有效，不限维持年限），至多';
COMMENT ON COLUMN feature.firm.ip1_2022_lo IS '与主导产品相关的Ⅰ类知识产权（63号，不含转让未满1年），确定';
COMMENT ON COLUMN feature.firm.ip1_2022_hi IS '与主导产品相关的Ⅰ类知识产权（63号，不含转让未满1年），至多';
COMMENT ON COLUMN feature.firm.ip1_own_2022_lo IS '自主研发的Ⅰ类知识产权（63号），确定';
COMMENT ON COLUMN feature.firm.ip1_own_2022_hi IS '自主研发的Ⅰ类知识产权（63号），至多';
COMMENT ON COLUMN feature.firm.ip1_high_2022_lo IS 'Ⅰ类高价值知识产权（63号），确定';
COMMENT ON COLUMN feature.firm.ip1_high_2022_hi IS 'Ⅰ类高价值知识产权（63号），至多';
COMMENT ON COLUMN feature.firm.ip2_2022_lo IS '与主导产品相关的Ⅱ类知识产权（63号，维持超过2年），确定';
COMMENT ON COLUMN feature.firm.ip2_2022_hi IS '与主导产品相关的Ⅱ类知识产权（63号，维持超过2年），至多';
COMMENT ON COLUMN feature.firm.ip1_used_2022_lo IS '相关、已应用并产生效益的Ⅰ类知识产权（63号），确定';
COMMENT ON COLUMN feature.firm.ip1_used_2022_hi IS '相关、已应用并产生效益的Ⅰ类知识产权（63号），至多';
COMMENT ON COLUMN feature.firm.ip1_2026_lo IS '相关、已应用并产生效益的Ⅰ类知识产权（2号，自主申请，权利人前三，不计转入），确定';
COMMENT ON COLUMN feature.firm.ip1_2026_hi IS '相关、已应用并产生效益的Ⅰ类知识产权（2号，自主申请，权利人前三，不计转入），至多';
COMMENT ON COLUMN feature.firm.holds_tech_sme IS '科技型中小企业在有效期内';
COMMENT ON COLUMN feature.firm.holds_innovative IS '创新型中小企业在有效期内';
COMMENT ON COLUMN feature.firm.holds_srdi IS '专精特新中小企业在有效期内';
COMMENT ON COLUMN feature.firm.holds_little_giant IS '小巨人在有效期内';
COMMENT ON COLUMN feature.firm.holds_champion IS '单项冠军在有效期内';
COMMENT ON COLUMN feature.firm.holds_high_tech IS '高新技术企业在有效期内';
COMMENT ON COLUMN feature.firm.holds_model IS '国家技术创新示范、知识产权优势或示范企业在有效期内';
COMMENT ON COLUMN feature.firm.review_little_giant IS '小巨人有效期于当年届满';
COMMENT ON COLUMN feature.firm.review_srdi IS '专精特新有效期于当年届满';
COMMENT ON COLUMN feature.firm.tech_sme_ever IS '曾获科技型中小企业';
COMMENT ON COLUMN feature.firm.above_scale IS '在规上企业名录';
COMMENT ON COLUMN feature.firm.award_national_any_0 IS '国家级科技奖励（项），距截止日 0 至 1 年';
COMMENT ON COLUMN feature.firm.award_national_any_1 IS '国家级科技奖励（项），距截止日 1 至 2 年';
COMMENT ON COLUMN feature.firm.award_national_any_2 IS '国家级科技奖励（项），距截止日 2 至 3 年';
COMMENT ON COLUMN feature.firm.award_national_any_3 IS '国家级科技奖励（项），距截止日 3 至 4 年';
COMMENT ON COLUMN feature.firm.award_national_any_4 IS '国家级科技奖励（项），距截止日 4 至 5 年';
COMMENT ON COLUMN feature.firm.award_national_rank_0 IS '国家级科技奖励最好名次（无 = 999），距截止日 0 至 1 年';
COMMENT ON COLUMN feature.firm.award_national_rank_1 IS '国家级科技奖励最好名次（无 = 999），距截止日 1 至 2 年';
COMMENT ON COLUMN feature.firm.award_national_rank_2 IS '国家级科技奖励最好名次（无 = 999），距截止日 2 至 3 年';
COMMENT ON COLUMN feature.firm.award_national_rank_3 IS '国家级科技奖励最好名次（无 = 999），距截止日 3 至 4 年';
COMMENT ON COLUMN feature.firm.award_national_rank_4 IS '国家级科技奖励最好名次（无 = 999），距截止日 4 至 5 年';
COMMENT ON COLUMN feature.firm.award_provincial_any_0 IS '省级科技奖励（项），距截止日 0 至 1 年';
COMMENT ON COLUMN feature.firm.award_provincial_any_1 IS '省级科技奖励（项），距截止日 1 至 2 年';
COMMENT ON COLUMN feature.firm.award_provincial_any_2 IS '省级科技奖励（项），距截止日 2 至 3 年';
COMMENT ON COLUMN feature.firm.award_provincial_any_3 IS '省级科技奖励（项），距截止日 3 至 4 年';
COMMENT ON COLUMN feature.firm.award_provincial_any_4 IS '省级科技奖励（项），距截止日 4 至 5 年';
COMMENT ON COLUMN feature.firm.award_provincial_rank_0 IS '省级科技奖励最好名次（无 = 999），距截止日 0 至 1 年';
COMMENT ON COLUMN feature.firm.award_provincial_rank_1 IS '省级科技奖励最好名次（无 = 999），距截止日 1 至 2 年';
COMMENT ON COLUMN feature.firm.award_provincial_rank_2 IS '省级科技奖励最好名次（无 = 999），距截止日 2 至 3 年';
COMMENT ON COLUMN feature.firm.award_provincial_rank_3 IS '省级科技奖励最好名次（无 = 999），距截止日 3 至 4 年';
COMMENT ON COLUMN feature.firm.award_provincial_rank_4 IS '省级科技奖励最好名次（无 = 999），距截止日 4 至 5 年';
COMMENT ON COLUMN feature.firm.chuangke_rank_0 IS '创客中国全国企业组最好名次（无 = 999），距截止日 0 至 1 年';
COMMENT ON COLUMN feature.firm.chuangke_rank_1 IS '创客中国全国企业组最好名次（无 = 999），距截止日 1 至 2 年';
COMMENT ON COLUMN feature.firm.chuangke_rank_2 IS '创客中国全国企业组最好名次（无 = 999），距截止日 2 至 3 年';
COMMENT ON COLUMN feature.firm.rd_institution IS '研发机构最高级别（4国家 3省 2市 1其他 0无）';
COMMENT ON COLUMN feature.firm.standard_leading_age IS '最近一次主导制定标准距今年数（无 = 999）';
COMMENT ON COLUMN feature.firm.standard_count IS '参与制修订标准（项）';
COMMENT ON COLUMN feature.firm.quality_award IS '省级以上质量奖（项）';
COMMENT ON COLUMN feature.firm.management_system IS '有效的管理体系认证（项）';
COMMENT ON COLUMN feature.firm.overseas_certificate IS '发达国家或地区产品认证（项）';
COMMENT ON COLUMN feature.firm.own_brand IS '自主品牌（个）';
COMMENT ON COLUMN feature.firm.digital_level IS '数字化水平（级）';
COMMENT ON COLUMN feature.firm.niche_years IS '截至上年末从事特定细分市场年限';
COMMENT ON COLUMN feature.firm.share_domestic IS '主导产品国内市场占有率，单位：百万分之一';
COMMENT ON COLUMN feature.firm.share_global IS '主导产品国际市场占有率，单位：百万分之一';
COMMENT ON COLUMN feature.firm.rank_domestic IS '主导产品国内排名';
COMMENT ON COLUMN feature.firm.rank_global IS '主导产品全球排名';
COMMENT ON COLUMN feature.firm.emerging IS '主导产品属战略性新兴产业';
COMMENT ON COLUMN feature.firm.six_bases IS '主导产品属制造业六基';
COMMENT ON COLUMN feature.firm.chain_role IS '补短板、锻长板或填空白';
COMMENT ON COLUMN feature.firm.key_chain_customer IS '为关键产业链重点龙头企业配套';
COMMENT ON COLUMN feature.firm.equity_0 IS '合格机构投资者新增股权融资实缴额，单位：分，距截止日 0 至 1 年';
COMMENT ON COLUMN feature.firm.equity_1 IS '合格机构投资者新增股权融资实缴额，单位：分，距截止日 1 至 2 年';
COMMENT ON COLUMN feature.firm.equity_2 IS '合格机构投资者新增股权融资实缴额，单位：分，距截止日 2 至 3 年';
COMMENT ON COLUMN feature.firm.equity_3 IS '合格机构投资者新增股权融资实缴额，单位：分，距截止日 3 至 4 年';
COMMENT ON COLUMN feature.firm.equity_4 IS '合格机构投资者新增股权融资实缴额，单位：分，距截止日 4 至 5 年';
COMMENT ON COLUMN feature.firm.platform_this IS '本年度平台评价得分，单位：百分之一分';
COMMENT ON COLUMN feature.firm.platform_last IS '上年度平台评价得分，单位：百分之一分';
COMMENT ON COLUMN feature.firm.abnormal IS '列入经营异常名录（未移出）';
COMMENT ON COLUMN feature.firm.dishonest IS '列入严重失信主体名单（未移出）';
COMMENT ON COLUMN feature.firm.banned IS '在禁止申报期内';
COMMENT ON COLUMN feature.firm.accident_age IS '最近一次较大以上生产安全事故距今年数';
COMMENT ON COLUMN feature.firm.environment_age IS '最近一次重大环境违法距今年数';
COMMENT ON COLUMN feature.firm.quality_age IS '最近一次严重质量问题距今年数';
COMMENT ON COLUMN feature.firm.data_security_age IS '最近一次重大网络和数据安全事件距今年数';
COMMENT ON COLUMN feature.firm.fraud_age IS '最近一次数据造假距今年数';
COMMENT ON COLUMN feature.firm.tax_age IS '最近一次偷漏税距今年数';
COMMENT ON COLUMN feature.firm.research_misconduct_age IS '最近一次科研严重失信距今年数';
