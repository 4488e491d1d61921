-- feature.firm from the work tables: one row per unit of feature.work_unit. What a list does not name
-- is absent from it: 0, or 999 for ranks and ages; whether the list is complete is the judge's question.
-- Writes feature.firm, empties feature.touched, drops the work tables. Setting tidu.full.
--
-- Full: the table is emptied and filled in one transaction (with wal_level = minimal nothing of that is
-- logged), and the key is built once over rows that come in its order.
DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        TRUNCATE feature.firm;
        ALTER TABLE feature.firm DROP CONSTRAINT IF EXISTS firm_key;
    ELSE
        DELETE FROM feature.firm WHERE uscc IN (SELECT uscc FROM feature.work_scope);
    END IF;
END
$$;

INSERT INTO feature.firm (
    uscc, county, legal_person, active, established, industry, revenue_0, revenue_1, revenue_2,
    main_revenue_0, main_revenue_1, main_revenue_2, product_revenue_0, product_revenue_1, product_revenue_2,
    hightech_revenue_0, hightech_revenue_1, hightech_revenue_2, cost_0, cost_1, cost_2, net_profit_0,
    net_profit_1, net_profit_2, assets_0, assets_1, assets_2, liabilities_0, liabilities_1, liabilities_2,
    net_assets_0, net_assets_1, net_assets_2, rd_expense_0, rd_expense_1, rd_expense_2, rd_domestic_0,
    rd_domestic_1, rd_domestic_2, employees_0, employees_1, employees_2, insured_0, insured_1, insured_2,
    rd_staff_0, rd_staff_1, rd_staff_2, sci_staff_0, sci_staff_1, sci_staff_2, college_staff_0,
    college_staff_1, college_staff_2, ip1_any_lo, ip1_any_hi, ip2_any_lo, ip2_any_hi, ip1_2022_lo,
    ip1_2022_hi, ip1_own_2022_lo, ip1_own_2022_hi, ip1_high_2022_lo, ip1_high_2022_hi, ip2_2022_lo,
    ip2_2022_hi, ip1_used_2022_lo, ip1_used_2022_hi, ip1_2026_lo, ip1_2026_hi, holds_tech_sme,
    holds_innovative, holds_srdi, holds_little_giant, holds_champion, holds_high_tech, holds_model,
    review_little_giant, review_srdi, tech_sme_ever, above_scale, award_national_any_0,
    award_national_any_1, award_national_any_2, award_national_any_3, award_national_any_4,
    award_national_rank_0, award_national_rank_1, award_national_rank_2, award_national_rank_3,
    award_national_rank_4, award_provincial_any_0, award_provincial_any_1, award_provincial_any_2,
    award_provincial_any_3, award_provincial_any_4, award_provincial_rank_0, award_provincial_rank_1,
    award_provincial_rank_2, award_provincial_rank_3, award_provincial_rank_4, chuangke_rank_0,
    chuangke_rank_1, chuangke_rank_2, rd_institution, standard_leading_age, standard_count, quality_award,
    management_system, overseas_certificate, own_brand, digital_level, niche_years, share_domestic,
    share_global, rank_domestic, rank_global, emerging, six_bases, chain_role, key_chain_customer, equity_0,
    equity_1, equity_2, equity_3, equity_4, platform_this, platform_last, abnormal, dishonest, banned,
    accident_age, environment_age, quality_age, data_security_age, fraud_age, tax_age,
    research_misconduct_age)
SELECT
    u.uscc, u.county, u.legal_person, u.active, u.established, u.industry, f0.revenue, f1.revenue,
    f2.revenue, f0.main_revenue, f1.main_revenue, f2.main_revenue, f0.product_revenue, f1.product_revenue,
    f2.product_revenue, f0.hightech_revenue, f1.hightech_revenue, f2.hightech_revenue, f0.cost, f1.cost,
    f2.cost, f0.net_profit, f1.net_profit, f2.net_profit, f0.assets, f1.assets, f2.assets, f0.liabilities,
    f1.liabilities, f2.liabilities, f0.net_assets, f1.net_assets, f2.net_assets, f0.rd_expense,
    f1.rd_expense, f2.rd_expense, f0.rd_domestic, f1.rd_domestic, f2.rd_domestic, s0.employees,
    s1.employees, s2.employees, s0.insured, s1.insured, s2.insured, s0.rd_staff, s1.rd_staff, s2.rd_staff,
    s0.sci_staff, s1.sci_staff, s2.sci_staff, s0.college_staff, s1.college_staff, s2.college_staff,
    coalesce(i.ip1_any_lo, 0), coalesce(i.ip1_any_hi, 0), coalesce(i.ip2_any_lo, 0),
    coalesce(i.ip2_any_hi, 0), coalesce(i.ip1_2022_lo, 0), coalesce(i.ip1_2022_hi, 0),
    coalesce(i.ip1_own_2022_lo, 0), coalesce(i.ip1_own_2022_hi, 0), coalesce(i.ip1_high_2022_lo, 0),
    coalesce(i.ip1_high_2022_hi, 0), coalesce(i.ip2_2022_lo, 0), coalesce(i.ip2_2022_hi, 0),
    coalesce(i.ip1_used_2022_lo, 0), coalesce(i.ip1_used_2022_hi, 0), coalesce(i.ip1_2026_lo, 0),
    coalesce(i.ip1_2026_hi, 0), CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_tech_sme END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_innovative END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_srdi END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_little_giant END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_champion END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_high_tech END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.holds_model END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.review_little_giant END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.review_srdi END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.tech_sme_ever END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.above_scale END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_0 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_1 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_2 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_3 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_national_any_4 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_0 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_1 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_2 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_3 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_national_rank_4 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_0 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_1 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_2 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_3 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.award_provincial_any_4 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_0 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_1 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_2 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_3 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.award_provincial_rank_4 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.chuangke_rank_0 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.chuangke_rank_1 END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.chuangke_rank_2 END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.rd_institution END,
    CASE WHEN t.uscc IS NULL THEN 999 ELSE t.standard_leading_age END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.standard_count END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.quality_award END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.management_system END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.overseas_certificate END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.own_brand END,
    CASE WHEN t.uscc IS NULL THEN 0 ELSE t.digital_level END, p.niche_years, p.share_domestic,
    p.share_global, p.rank_domestic, p.rank_global, p.emerging, p.six_bases, p.chain_role,
    p.key_chain_customer, CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_0 END,
    CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_1 END,
    CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_2 END,
    CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_3 END,
    CASE WHEN e.uscc IS NULL THEN 0 ELSE e.equity_4 END, l.platform_this, l.platform_last,
    CASE WHEN c.uscc IS NULL THEN 0 ELSE c.abnormal END,
    CASE WHEN c.uscc IS NULL THEN 0 ELSE c.dishonest END, CASE WHEN c.uscc IS NULL THEN 0 ELSE c.banned END,
    CASE WHEN c.uscc IS NULL THEN 999 ELSE c.accident_age END,
    CASE WHEN c.uscc IS NULL THEN 999 ELSE c.environment_age END,
    CASE WHEN c.uscc IS NULL THEN 999 ELSE c.quality_age END,
    CASE WHEN c.uscc IS NULL THEN 999 ELSE c.data_security_age END,
    CASE WHEN c.uscc IS NULL THEN 999 ELSE c.fraud_age END,
    CASE WHEN c.uscc IS NULL THEN 999 ELSE c.tax_age END,
    CASE WHEN c.uscc IS NULL THEN 999 ELSE c.research_misconduct_age END
FROM feature.work_unit u
LEFT JOIN feature.work_finance_0 f0 ON f0.uscc = u.uscc
LEFT JOIN feature.work_finance_1 f1 ON f1.uscc = u.uscc
LEFT JOIN feature.work_finance_2 f2 ON f2.uscc = u.uscc
LEFT JOIN feature.work_staff_0 s0 ON s0.uscc = u.uscc
LEFT JOIN feature.work_staff_1 s1 ON s1.uscc = u.uscc
LEFT JOIN feature.work_staff_2 s2 ON s2.uscc = u.uscc
LEFT JOIN feature.work_ip i ON i.uscc = u.uscc
LEFT JOIN feature.work_title t ON t.uscc = u.uscc
LEFT JOIN feature.work_product p ON p.uscc = u.uscc
LEFT JOIN feature.work_equity e ON e.uscc = u.uscc
LEFT JOIN feature.work_platform l ON l.uscc = u.uscc
LEFT JOIN feature.work_conduct c ON c.uscc = u.uscc;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        ALTER TABLE feature.firm ADD CONSTRAINT firm_key PRIMARY KEY (uscc);
    END IF;
END
$$;
