-- Where a unit is registered and in which form, as numbers; local titles (瞪羚, 雏鹰) and listing: for local
-- tiers and for the steps 个转企, 规改股, 股上市.

ALTER TABLE feature.title ADD COLUMN holds_gazelle integer, ADD COLUMN holds_young_eagle integer,
    ADD COLUMN listed integer;
INSERT INTO feature.touched (uscc) -- all titles are counted again
SELECT '*' WHERE EXISTS (SELECT FROM feature.title) ON CONFLICT DO NOTHING;

CREATE OR REPLACE VIEW feature.unit AS
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
       established, industry,
       CASE WHEN county ~ '^[0-9]{6}$' THEN county::integer END AS county_code,
       -- 1 limited company, 2 company by shares, 3 individual business, 4 other
       CASE WHEN left(uscc, 2) = '92' OR org_kind = 'individual' THEN 3
            WHEN right(name, 6) = '股份有限公司' OR right(name, 4) = '股份公司' THEN 2
            WHEN right(name, 4) = '有限公司' OR right(name, 6) = '有限责任公司' THEN 1
            ELSE 4 END AS org_form
FROM (
    SELECT uscc, name, org_kind, status, established, industry, county
    FROM source.registry r
    WHERE gone IS NULL AND NOT EXISTS (SELECT FROM feature.unit_merged m WHERE m.uscc = r.uscc)
    UNION ALL
    SELECT uscc, name, org_kind, status, established, industry, county FROM feature.unit_merged
) AS registry;

CREATE OR REPLACE VIEW feature.firm AS
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
    CASE WHEN d.uscc IS NULL THEN 999 ELSE d.research_misconduct_age END AS research_misconduct_age,
    u.county_code, u.org_form, CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_gazelle END AS holds_gazelle,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_young_eagle END AS holds_young_eagle,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.listed END AS listed
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
COMMENT ON COLUMN feature.firm.county_code IS '区县代码（数）';
COMMENT ON COLUMN feature.firm.org_form IS '组织形式：1有限公司 2股份公司 3个体工商户 4其他';
COMMENT ON COLUMN feature.firm.holds_gazelle IS '瞪羚企业在有效期内';
COMMENT ON COLUMN feature.firm.holds_young_eagle IS '雏鹰企业在有效期内';
COMMENT ON COLUMN feature.firm.listed IS '已上市或挂牌';
