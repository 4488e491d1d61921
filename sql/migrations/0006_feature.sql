-- Features: what is known of each registered unit on the night. feature.firm is the dictionary: one row per
-- unit, three years side by side, columns as in criteria/facts.yaml (NULL = not known).
--
-- It is a view over parts, because most units are on no list: a table of all columns would hold 207,455
-- rows of which nine tenths are 0 and 999, took 8 s to write (measured) and as long again to read. The
-- parts of the lists (ip, title …) hold rows of those units only that have records; what a unit has no row
-- for is absent from the list, 0 or 999. Registry, finance and staff are not copied at all: a unit that one
-- record (a year) tells of is read where the record stands; only what several records tell is stored merged.
-- Whoever reads all units reads the parts, one after the other; the view is for single units and for people.

-- Rank of a source for a field of a dataset: its own, else that of '*', else the last.
CREATE FUNCTION feature.source_rank(of_dataset text, of_field text, of_source integer) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT rank FROM meta.source_rank WHERE dataset = of_dataset AND field = of_field AND source = of_source),
        (SELECT rank FROM meta.source_rank WHERE dataset = of_dataset AND field = '*' AND source = of_source),
        6)
$$;

-- A figure (|value| <= 2^53) under the rank of its source, as one integer that orders by rank, then by
-- value: rank * 2^60 + value + 2^59. So the least of a group is a figure of the best source that has
-- one, and min() finds it without sorting or joining the group to itself.
CREATE FUNCTION feature.ranked(value bigint, rank integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (rank::bigint << 60) + value + 576460752303423488
$$;

-- The figure that stands: lowest = min(ranked(value, rank)), highest = min(ranked(-value, rank)). When
-- sources of equal rank (or two records of one source) disagree, nothing is known: NULL.
CREATE FUNCTION feature.standing(lowest bigint, highest bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN (lowest & 1152921504606846975) - 576460752303423488
                   = 576460752303423488 - (highest & 1152921504606846975)
                THEN (lowest & 1152921504606846975) - 576460752303423488 END
$$;

-- The same for other types, where sources of equal rank are not in question and the least value settles it:
-- a value under the rank of its source, and the value that stands, from the least of a group. Texts are
-- ranked by the digit before them.
CREATE FUNCTION feature.best_text(packed text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT substr(packed, 2) $$;
CREATE FUNCTION feature.ranked_date(value date, rank integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT rank * 200000 + (value - date '1900-01-01') $$;
CREATE FUNCTION feature.best_date(packed integer) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT date '1900-01-01' + packed % 200000 $$;
CREATE FUNCTION feature.ranked_int(value integer, rank integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (rank::bigint << 40) + value $$;
CREATE FUNCTION feature.best_int(packed bigint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (packed & 1099511627775)::integer $$;
CREATE FUNCTION feature.ranked_bool(value boolean, rank integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT rank * 2 + value::integer $$;
CREATE FUNCTION feature.best_bool(packed integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT packed % 2 = 1 $$;
CREATE FUNCTION feature.best_money(packed bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT (packed & 1152921504606846975) - 576460752303423488 $$;

-- Whole years between two dates, as td_date_years counts: one is full on the same month and day, a
-- 29 February on 1 March.
CREATE FUNCTION feature.years(since date, until date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT date_part('year', age(until::timestamp, since::timestamp))::integer
$$;

-- ---- what is stored ------------------------------------------------------------------------------
-- Units that two sources deliver, and what the registry says of them, each field by rank.
CREATE TABLE feature.unit_merged (
    uscc text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    org_kind text COLLATE "C",
    status text COLLATE "C",
    established date,
    industry text COLLATE "C",
    county text COLLATE "C",
    CONSTRAINT unit_merged_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE feature.unit_merged IS '多个来源登记的主体，按来源优先级合并';

-- Every code that stands in the registry. A unit is a legal person when it is a company. Individual
-- businesses (92) and co-operatives (93) never are, branches never are, partnerships and sole
-- proprietorships are enterprises without being legal persons. Where the registry does not say the kind,
-- the code's class and the end of the name may.
CREATE VIEW feature.unit AS
SELECT uscc, county,
       CASE WHEN left(uscc, 2) IN ('92', '93') THEN false
            WHEN org_kind = 'company' THEN true
            WHEN org_kind IN ('branch', 'individual', 'cooperative', 'partnership', 'sole') THEN false
            WHEN left(uscc, 1) <> '9' THEN false -- institutions, associations, funds: no enterprises
            WHEN name ~ '分公司|(分店|分厂|分部|分行|支行|分所|分院|分校|分社|分局|办事处|营业部|营业所|营业厅|支公司|代表处|分支机构|分理处|分中心|项目部|联络处)[)）]?$'
                THEN false
            WHEN name ~ '合伙' THEN false
            WHEN name ~ '(有限公司|有限责任公司|股份公司)$' THEN true
       END AS legal_person,
       CASE WHEN status IS NOT NULL THEN status = 'active' END AS active,
       established, industry
FROM (
    SELECT uscc, name, org_kind, status, established, industry, county
    FROM source.registry r
    WHERE gone IS NULL AND NOT EXISTS (SELECT FROM feature.unit_merged m WHERE m.uscc = r.uscc)
    UNION ALL
    SELECT uscc, name, org_kind, status, established, industry, county FROM feature.unit_merged
) AS registry;
COMMENT ON VIEW feature.unit IS '登记主体：每个在册主体一行';

CREATE TABLE feature.ip (
    uscc text COLLATE "C" NOT NULL,
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
    CONSTRAINT ip_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE feature.ip IS '知识产权计数：只含有记录的主体';

CREATE TABLE feature.title (
    uscc text COLLATE "C" NOT NULL,
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
    CONSTRAINT title_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE feature.title IS '称号与名单：只含有记录的主体';

CREATE TABLE feature.product (
    uscc text COLLATE "C" NOT NULL,
    niche_years integer,
    share_domestic integer,
    share_global integer,
    rank_domestic integer,
    rank_global integer,
    emerging boolean,
    six_bases boolean,
    chain_role boolean,
    key_chain_customer boolean,
    CONSTRAINT product_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE feature.product IS '主导产品：只含有记录的主体';

CREATE TABLE feature.equity (
    uscc text COLLATE "C" NOT NULL,
    equity_0 bigint,
    equity_1 bigint,
    equity_2 bigint,
    equity_3 bigint,
    equity_4 bigint,
    CONSTRAINT equity_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE feature.equity IS '股权融资按年龄合计：只含有记录的主体';

CREATE TABLE feature.platform (
    uscc text COLLATE "C" NOT NULL,
    platform_this integer,
    platform_last integer,
    CONSTRAINT platform_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE feature.platform IS '平台评价得分：只含有记录的主体';

CREATE TABLE feature.conduct (
    uscc text COLLATE "C" NOT NULL,
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
    CONSTRAINT conduct_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE feature.conduct IS '信用与负面：只含有记录的主体';

-- Units whose finance figures come from several sources or by way of an alias, and what stands for them.
-- conflicts: fields of the row in which two records differ.
CREATE TABLE feature.finance_several (
    uscc text COLLATE "C" NOT NULL,
    CONSTRAINT finance_several_key PRIMARY KEY (uscc)
);
CREATE TABLE feature.finance_merged (
    uscc text COLLATE "C" NOT NULL,
    year integer NOT NULL,
    revenue bigint,
    main_revenue bigint,
    product_revenue bigint,
    hightech_revenue bigint,
    cost bigint,
    net_profit bigint,
    assets bigint,
    liabilities bigint,
    net_assets bigint,
    rd_expense bigint,
    rd_domestic bigint,
    conflicts smallint NOT NULL,
    CONSTRAINT finance_merged_key PRIMARY KEY (uscc, year)
);
COMMENT ON TABLE feature.finance_several IS '财务数据来自多个来源或经别名的主体';
COMMENT ON TABLE feature.finance_merged IS '财务：多来源合并后的数值，按来源优先级';

CREATE VIEW feature.finance AS
SELECT r.uscc, r.year,
       r.revenue, r.main_revenue, r.product_revenue, r.hightech_revenue, r.cost, r.net_profit, r.assets,
       r.liabilities, r.net_assets, r.rd_expense, r.rd_domestic
FROM source.finance r CROSS JOIN feature.clock c
WHERE r.gone IS NULL AND r.year BETWEEN c.y - 2 AND c.y
  AND NOT EXISTS (SELECT FROM feature.finance_several s WHERE s.uscc = r.uscc)
UNION ALL
SELECT uscc, year,
       revenue, main_revenue, product_revenue, hightech_revenue, cost, net_profit, assets, liabilities,
       net_assets, rd_expense, rd_domestic
FROM feature.finance_merged;
COMMENT ON VIEW feature.finance IS '财务：每个主体每年度一行（上年度及前两年），各来源择优';

-- Units whose staff figures come from several sources or by way of an alias, and what stands for them.
-- conflicts: fields of the row in which two records differ.
CREATE TABLE feature.staff_several (
    uscc text COLLATE "C" NOT NULL,
    CONSTRAINT staff_several_key PRIMARY KEY (uscc)
);
CREATE TABLE feature.staff_merged (
    uscc text COLLATE "C" NOT NULL,
    year integer NOT NULL,
    employees integer,
    insured integer,
    rd_staff integer,
    sci_staff integer,
    college_staff integer,
    conflicts smallint NOT NULL,
    CONSTRAINT staff_merged_key PRIMARY KEY (uscc, year)
);
COMMENT ON TABLE feature.staff_several IS '人员数据来自多个来源或经别名的主体';
COMMENT ON TABLE feature.staff_merged IS '人员：多来源合并后的数值，按来源优先级';

CREATE VIEW feature.staff AS
SELECT r.uscc, r.year,
       r.employees, r.insured, r.rd_staff, r.sci_staff, r.college_staff
FROM source.staff r CROSS JOIN feature.clock c
WHERE r.gone IS NULL AND r.year BETWEEN c.y - 2 AND c.y
  AND NOT EXISTS (SELECT FROM feature.staff_several s WHERE s.uscc = r.uscc)
UNION ALL
SELECT uscc, year,
       employees, insured, rd_staff, sci_staff, college_staff
FROM feature.staff_merged;
COMMENT ON VIEW feature.staff IS '人员：每个主体每年度一行（上年度及前两年），各来源择优';

CREATE VIEW feature.firm AS
SELECT
    u.uscc, u.county, u.legal_person, u.active, u.established, u.industry, f0.revenue AS revenue_0,
    f1.revenue AS revenue_1, f2.revenue AS revenue_2, f0.main_revenue AS main_revenue_0,
    f1.main_revenue AS main_revenue_1, f2.main_revenue AS main_revenue_2,
    f0.product_revenue AS product_revenue_0, f1.product_revenue AS product_revenue_1,
    f2.product_revenue AS product_revenue_2, f0.hightech_revenue AS hightech_revenue_0,
    f1.hightech_revenue AS hightech_revenue_1, f2.hightech_revenue AS hightech_revenue_2, f0.cost AS cost_0,
    f1.cost AS cost_1, f2.cost AS cost_2, f0.net_profit AS net_profit_0, f1.net_profit AS net_profit_1,
    f2.net_profit AS net_profit_2, f0.assets AS assets_0, f1.assets AS assets_1, f2.assets AS assets_2,
    f0.liabilities AS liabilities_0, f1.liabilities AS liabilities_1, f2.liabilities AS liabilities_2,
    f0.net_assets AS net_assets_0, f1.net_assets AS net_assets_1, f2.net_assets AS net_assets_2,
    f0.rd_expense AS rd_expense_0, f1.rd_expense AS rd_expense_1, f2.rd_expense AS rd_expense_2,
    f0.rd_domestic AS rd_domestic_0, f1.rd_domestic AS rd_domestic_1, f2.rd_domestic AS rd_domestic_2,
    s0.employees AS employees_0, s1.employees AS employees_1, s2.employees AS employees_2,
    s0.insured AS insured_0, s1.insured AS insured_1, s2.insured AS insured_2, s0.rd_staff AS rd_staff_0,
    s1.rd_staff AS rd_staff_1, s2.rd_staff AS rd_staff_2, s0.sci_staff AS sci_staff_0,
    s1.sci_staff AS sci_staff_1, s2.sci_staff AS sci_staff_2, s0.college_staff AS college_staff_0,
    s1.college_staff AS college_staff_1, s2.college_staff AS college_staff_2,
    coalesce(i.ip1_any_lo, 0) AS ip1_any_lo, coalesce(i.ip1_any_hi, 0) AS ip1_any_hi,
    coalesce(i.ip2_any_lo, 0) AS ip2_any_lo, coalesce(i.ip2_any_hi, 0) AS ip2_any_hi,
    coalesce(i.ip1_2022_lo, 0) AS ip1_2022_lo, coalesce(i.ip1_2022_hi, 0) AS ip1_2022_hi,
    coalesce(i.ip1_own_2022_lo, 0) AS ip1_own_2022_lo, coalesce(i.ip1_own_2022_hi, 0) AS ip1_own_2022_hi,
    coalesce(i.ip1_high_2022_lo, 0) AS ip1_high_2022_lo,
    coalesce(i.ip1_high_2022_hi, 0) AS ip1_high_2022_hi, coalesce(i.ip2_2022_lo, 0) AS ip2_2022_lo,
    coalesce(i.ip2_2022_hi, 0) AS ip2_2022_hi, coalesce(i.ip1_used_2022_lo, 0) AS ip1_used_2022_lo,
    coalesce(i.ip1_used_2022_hi, 0) AS ip1_used_2022_hi, coalesce(i.ip1_2026_lo, 0) AS ip1_2026_lo,
    coalesce(i.ip1_2026_hi, 0) AS ip1_2026_hi,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_tech_sme END AS holds_tech_sme,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_innovative END AS holds_innovative,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_srdi END AS holds_srdi,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_little_giant END AS holds_little_giant,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_champion END AS holds_champion,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_high_tech END AS holds_high_tech,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_model END AS holds_model,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.review_little_giant END AS review_little_giant,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.review_srdi END AS review_srdi,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.tech_sme_ever END AS tech_sme_ever,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.above_scale END AS above_scale,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_0 END AS award_national_any_0,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_1 END AS award_national_any_1,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_2 END AS award_national_any_2,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_3 END AS award_national_any_3,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_4 END AS award_national_any_4,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_0 END AS award_national_rank_0,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_1 END AS award_national_rank_1,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_2 END AS award_national_rank_2,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_3 END AS award_national_rank_3,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_4 END AS award_national_rank_4,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_0 END AS award_provincial_any_0,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_1 END AS award_provincial_any_1,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_2 END AS award_provincial_any_2,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_3 END AS award_provincial_any_3,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_4 END AS award_provincial_any_4,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_0 END AS award_provincial_rank_0,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_1 END AS award_provincial_rank_1,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_2 END AS award_provincial_rank_2,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_3 END AS award_provincial_rank_3,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_4 END AS award_provincial_rank_4,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.chuangke_rank_0 END AS chuangke_rank_0,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.chuangke_rank_1 END AS chuangke_rank_1,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.chuangke_rank_2 END AS chuangke_rank_2,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.rd_institution END AS rd_institution,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.standard_leading_age END AS standard_leading_age,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.standard_count END AS standard_count,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.quality_award END AS quality_award,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.management_system END AS management_system,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.overseas_certificate END AS overseas_certificate,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.own_brand END AS own_brand,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.digital_level END AS digital_level, p.niche_years,
    p.share_domestic, p.share_global, p.rank_domestic, p.rank_global, p.emerging, p.six_bases, p.chain_role,
    p.key_chain_customer, CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_0 END AS equity_0,
    CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_1 END AS equity_1,
    CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_2 END AS equity_2,
    CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_3 END AS equity_3,
    CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_4 END AS equity_4, l.platform_this, l.platform_last,
    CASE WHEN d.uscc IS NULL THEN 0 ELSE d.abnormal END AS abnormal,
    CASE WHEN d.uscc IS NULL THEN 0 ELSE d.dishonest END AS dishonest,
    CASE WHEN d.uscc IS NULL THEN 0 ELSE d.banned END AS banned,
    CASE WHEN d.uscc IS NULL THEN 999 ELSE d.accident_age END AS accident_age,
    CASE WHEN d.uscc IS NULL THEN 999 ELSE d.environment_age END AS environment_age,
    CASE WHEN d.uscc IS NULL THEN 999 ELSE d.quality_age END AS quality_age,
    CASE WHEN d.uscc IS NULL THEN 999 ELSE d.data_security_age END AS data_security_age,
    CASE WHEN d.uscc IS NULL THEN 999 ELSE d.fraud_age END AS fraud_age,
    CASE WHEN d.uscc IS NULL THEN 999 ELSE d.tax_age END AS tax_age,
    CASE WHEN d.uscc IS NULL THEN 999 ELSE d.research_misconduct_age END AS research_misconduct_age
FROM feature.clock c
CROSS JOIN feature.unit u
LEFT JOIN feature.finance f0 ON f0.uscc = u.uscc AND f0.year = c.y
LEFT JOIN feature.finance f1 ON f1.uscc = u.uscc AND f1.year = c.y - 1
LEFT JOIN feature.finance f2 ON f2.uscc = u.uscc AND f2.year = c.y - 2
LEFT JOIN feature.staff s0 ON s0.uscc = u.uscc AND s0.year = c.y
LEFT JOIN feature.staff s1 ON s1.uscc = u.uscc AND s1.year = c.y - 1
LEFT JOIN feature.staff s2 ON s2.uscc = u.uscc AND s2.year = c.y - 2
LEFT JOIN feature.ip i ON i.uscc = u.uscc
LEFT JOIN feature.title t ON t.uscc = u.uscc
LEFT JOIN feature.product p ON p.uscc = u.uscc
LEFT JOIN feature.equity e ON e.uscc = u.uscc
LEFT JOIN feature.platform l ON l.uscc = u.uscc
LEFT JOIN feature.conduct d ON d.uscc = u.uscc;
COMMENT ON VIEW feature.firm IS '企业特征：每个登记主体一行，三年并列';
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

-- Figures on which two records of one unit and year differ; computed when it is read. Only units with
-- several records can be in it.
CREATE VIEW feature.conflict AS
WITH finance_value AS (
    SELECT s.uscc, r.source, r.year, v.field, v.value
    FROM feature.finance_several s
    CROSS JOIN LATERAL (SELECT s.uscc AS holder
                        UNION ALL SELECT a.uscc FROM link.alias a WHERE a.firm = s.uscc) AS h
    JOIN source.finance r ON r.uscc = h.holder AND r.gone IS NULL
    CROSS JOIN feature.clock c
    CROSS JOIN LATERAL (VALUES
        ('revenue', r.revenue::bigint), ('main_revenue', r.main_revenue::bigint),
        ('product_revenue', r.product_revenue::bigint), ('hightech_revenue', r.hightech_revenue::bigint),
        ('cost', r.cost::bigint), ('net_profit', r.net_profit::bigint), ('assets', r.assets::bigint),
        ('liabilities', r.liabilities::bigint), ('net_assets', r.net_assets::bigint),
        ('rd_expense', r.rd_expense::bigint), ('rd_domestic', r.rd_domestic::bigint)) AS v (field, value)
    WHERE v.value IS NOT NULL AND r.year BETWEEN c.y - 2 AND c.y
), staff_value AS (
    SELECT s.uscc, r.source, r.year, v.field, v.value
    FROM feature.staff_several s
    CROSS JOIN LATERAL (SELECT s.uscc AS holder
                        UNION ALL SELECT a.uscc FROM link.alias a WHERE a.firm = s.uscc) AS h
    JOIN source.staff r ON r.uscc = h.holder AND r.gone IS NULL
    CROSS JOIN feature.clock c
    CROSS JOIN LATERAL (VALUES
        ('employees', r.employees::bigint), ('insured', r.insured::bigint),
        ('rd_staff', r.rd_staff::bigint), ('sci_staff', r.sci_staff::bigint),
        ('college_staff', r.college_staff::bigint)) AS v (field, value)
    WHERE v.value IS NOT NULL AND r.year BETWEEN c.y - 2 AND c.y
)
SELECT a.uscc, 'finance' AS dataset, a.year, a.field, a.source AS source_a, b.source AS source_b,
       a.value AS value_a, b.value AS value_b
FROM finance_value a JOIN finance_value b USING (uscc, year, field)
WHERE (a.source, a.value) < (b.source, b.value) AND a.value <> b.value
UNION ALL
SELECT a.uscc, 'staff', a.year, a.field, a.source, b.source, a.value, b.value
FROM staff_value a JOIN staff_value b USING (uscc, year, field)
WHERE (a.source, a.value) < (b.source, b.value) AND a.value <> b.value;
COMMENT ON VIEW feature.conflict IS '同一主体同一年度同一指标，两条记录数值不一致的清单（读取时计算）';
CREATE INDEX alias_firm ON link.alias (firm);
