-- The figures of the candidates (企业数据一览表): three years side by side, each figure with the department that it comes
-- from, and what follows from them: growth, intensity of research, debt ratio in millionths. NULL is missing.
-- $1 bigint run whose shortlist stands; $2 bigint run that publishes (for what is carried forward); $3 date as-of.
-- No tables written.
WITH firm AS MATERIALIZED (
    SELECT s.uscc, s.county, s.position, s.place FROM pool.shortlist AS s WHERE s.run = $1::bigint
), word AS MATERIALIZED (
    SELECT b.batch, s.source, s.title || CASE WHEN a.carried_since IS NULL THEN '' ELSE '（沿用）' END AS word
    FROM meta.batch AS b
    JOIN meta.source AS s ON s.source = b.source
    LEFT JOIN meta.source_age($2::bigint, $3::date) AS a ON a.delivery = b.delivery
), holder AS MATERIALIZED (
    SELECT f.uscc, f.uscc AS holder, c.y FROM firm AS f CROSS JOIN feature.clock AS c
    UNION ALL
    SELECT f.uscc, a.uscc, c.y FROM firm AS f JOIN link.alias AS a ON a.firm = f.uscc CROSS JOIN feature.clock AS c
), finance_rank AS MATERIALIZED (
    SELECT s.source, feature.source_rank('finance', 'revenue', s.source) AS revenue, feature.source_rank('finance', 'main_revenue', s.source) AS main_revenue, feature.source_rank('finance', 'rd_expense', s.source) AS rd_expense, feature.source_rank('finance', 'net_profit', s.source) AS net_profit, feature.source_rank('finance', 'assets', s.source) AS assets, feature.source_rank('finance', 'liabilities', s.source) AS liabilities
    FROM meta.source AS s
), finance_from AS MATERIALIZED ( -- by year the word of the source that stands first: the least of rank and word
    SELECT f.uscc,
           min(k.revenue || w.word) FILTER (WHERE r.revenue IS NOT NULL AND r.year = f.y - 0) AS revenue_0,
           min(k.revenue || w.word) FILTER (WHERE r.revenue IS NOT NULL AND r.year = f.y - 1) AS revenue_1,
           min(k.revenue || w.word) FILTER (WHERE r.revenue IS NOT NULL AND r.year = f.y - 2) AS revenue_2,
           min(k.main_revenue || w.word) FILTER (WHERE r.main_revenue IS NOT NULL AND r.year = f.y - 0) AS main_revenue_0,
           min(k.main_revenue || w.word) FILTER (WHERE r.main_revenue IS NOT NULL AND r.year = f.y - 1) AS main_revenue_1,
           min(k.main_revenue || w.word) FILTER (WHERE r.main_revenue IS NOT NULL AND r.year = f.y - 2) AS main_revenue_2,
           min(k.rd_expense || w.word) FILTER (WHERE r.rd_expense IS NOT NULL AND r.year = f.y - 0) AS rd_expense_0,
           min(k.rd_expense || w.word) FILTER (WHERE r.rd_expense IS NOT NULL AND r.year = f.y - 1) AS rd_expense_1,
           min(k.rd_expense || w.word) FILTER (WHERE r.rd_expense IS NOT NULL AND r.year = f.y - 2) AS rd_expense_2,
           min(k.net_profit || w.word) FILTER (WHERE r.net_profit IS NOT NULL AND r.year = f.y - 0) AS net_profit_0,
           min(k.net_profit || w.word) FILTER (WHERE r.net_profit IS NOT NULL AND r.year = f.y - 1) AS net_profit_1,
           min(k.net_profit || w.word) FILTER (WHERE r.net_profit IS NOT NULL AND r.year = f.y - 2) AS net_profit_2,
           min(k.assets || w.word) FILTER (WHERE r.assets IS NOT NULL AND r.year = f.y - 0) AS assets_0,
           min(k.assets || w.word) FILTER (WHERE r.assets IS NOT NULL AND r.year = f.y - 1) AS assets_1,
           min(k.assets || w.word) FILTER (WHERE r.assets IS NOT NULL AND r.year = f.y - 2) AS assets_2,
           min(k.liabilities || w.word) FILTER (WHERE r.liabilities IS NOT NULL AND r.year = f.y - 0) AS liabilities_0,
           min(k.liabilities || w.word) FILTER (WHERE r.liabilities IS NOT NULL AND r.year = f.y - 1) AS liabilities_1,
           min(k.liabilities || w.word) FILTER (WHERE r.liabilities IS NOT NULL AND r.year = f.y - 2) AS liabilities_2
    FROM holder AS f
    JOIN source.finance AS r ON r.uscc = f.holder AND r.gone IS NULL AND r.year BETWEEN f.y - 2 AND f.y
    JOIN finance_rank AS k ON k.source = r.source
    JOIN word AS w ON w.batch = r.batch AND w.source = r.source
    GROUP BY f.uscc
), finance_value AS MATERIALIZED (
    SELECT r.uscc,
           max(r.revenue) FILTER (WHERE r.year = c.y - 0) AS revenue_0,
           max(r.revenue) FILTER (WHERE r.year = c.y - 1) AS revenue_1,
           max(r.revenue) FILTER (WHERE r.year = c.y - 2) AS revenue_2,
           max(r.main_revenue) FILTER (WHERE r.year = c.y - 0) AS main_revenue_0,
           max(r.main_revenue) FILTER (WHERE r.year = c.y - 1) AS main_revenue_1,
           max(r.main_revenue) FILTER (WHERE r.year = c.y - 2) AS main_revenue_2,
           max(r.rd_expense) FILTER (WHERE r.year = c.y - 0) AS rd_expense_0,
           max(r.rd_expense) FILTER (WHERE r.year = c.y - 1) AS rd_expense_1,
           max(r.rd_expense) FILTER (WHERE r.year = c.y - 2) AS rd_expense_2,
           max(r.net_profit) FILTER (WHERE r.year = c.y - 0) AS net_profit_0,
           max(r.net_profit) FILTER (WHERE r.year = c.y - 1) AS net_profit_1,
           max(r.net_profit) FILTER (WHERE r.year = c.y - 2) AS net_profit_2,
           max(r.assets) FILTER (WHERE r.year = c.y - 0) AS assets_0,
           max(r.assets) FILTER (WHERE r.year = c.y - 1) AS assets_1,
           max(r.assets) FILTER (WHERE r.year = c.y - 2) AS assets_2,
           max(r.liabilities) FILTER (WHERE r.year = c.y - 0) AS liabilities_0,
           max(r.liabilities) FILTER (WHERE r.year = c.y - 1) AS liabilities_1,
           max(r.liabilities) FILTER (WHERE r.year = c.y - 2) AS liabilities_2
    FROM feature.finance AS r
    CROSS JOIN feature.clock AS c
    WHERE r.uscc IN (SELECT uscc FROM firm)
    GROUP BY r.uscc
), staff_rank AS MATERIALIZED (
    SELECT s.source, feature.source_rank('staff', 'employees', s.source) AS employees, feature.source_rank('staff', 'insured', s.source) AS insured, feature.source_rank('staff', 'rd_staff', s.source) AS rd_staff
    FROM meta.source AS s
), staff_from AS MATERIALIZED ( -- by year the word of the source that stands first: the least of rank and word
    SELECT f.uscc,
           min(k.employees || w.word) FILTER (WHERE r.employees IS NOT NULL AND r.year = f.y - 0) AS employees_0,
           min(k.employees || w.word) FILTER (WHERE r.employees IS NOT NULL AND r.year = f.y - 1) AS employees_1,
           min(k.employees || w.word) FILTER (WHERE r.employees IS NOT NULL AND r.year = f.y - 2) AS employees_2,
           min(k.insured || w.word) FILTER (WHERE r.insured IS NOT NULL AND r.year = f.y - 0) AS insured_0,
           min(k.insured || w.word) FILTER (WHERE r.insured IS NOT NULL AND r.year = f.y - 1) AS insured_1,
           min(k.insured || w.word) FILTER (WHERE r.insured IS NOT NULL AND r.year = f.y - 2) AS insured_2,
           min(k.rd_staff || w.word) FILTER (WHERE r.rd_staff IS NOT NULL AND r.year = f.y - 0) AS rd_staff_0,
           min(k.rd_staff || w.word) FILTER (WHERE r.rd_staff IS NOT NULL AND r.year = f.y - 1) AS rd_staff_1,
           min(k.rd_staff || w.word) FILTER (WHERE r.rd_staff IS NOT NULL AND r.year = f.y - 2) AS rd_staff_2
    FROM holder AS f
    JOIN source.staff AS r ON r.uscc = f.holder AND r.gone IS NULL AND r.year BETWEEN f.y - 2 AND f.y
    JOIN staff_rank AS k ON k.source = r.source
    JOIN word AS w ON w.batch = r.batch AND w.source = r.source
    GROUP BY f.uscc
), staff_value AS MATERIALIZED (
    SELECT r.uscc,
           max(r.employees) FILTER (WHERE r.year = c.y - 0) AS employees_0,
           max(r.employees) FILTER (WHERE r.year = c.y - 1) AS employees_1,
           max(r.employees) FILTER (WHERE r.year = c.y - 2) AS employees_2,
           max(r.insured) FILTER (WHERE r.year = c.y - 0) AS insured_0,
           max(r.insured) FILTER (WHERE r.year = c.y - 1) AS insured_1,
           max(r.insured) FILTER (WHERE r.year = c.y - 2) AS insured_2,
           max(r.rd_staff) FILTER (WHERE r.year = c.y - 0) AS rd_staff_0,
           max(r.rd_staff) FILTER (WHERE r.year = c.y - 1) AS rd_staff_1,
           max(r.rd_staff) FILTER (WHERE r.year = c.y - 2) AS rd_staff_2
    FROM feature.staff AS r
    CROSS JOIN feature.clock AS c
    WHERE r.uscc IN (SELECT uscc FROM firm)
    GROUP BY r.uscc
), title_words (word, name) AS (
    VALUES ('tech_sme', '科技型中小企业'), ('innovative', '创新型中小企业'), ('srdi', '专精特新中小企业'),
           ('little_giant', '专精特新“小巨人”企业'), ('champion', '制造业单项冠军'), ('high_tech', '高新技术企业'),
           ('provincial_little_giant', '省级小巨人'), ('gazelle', '瞪羚企业'), ('young_eagle', '雏鹰企业')
), held AS MATERIALIZED (
    SELECT h.uscc, string_agg(DISTINCT t.name || coalesce('（至' || x.valid_to || '）', '（有效期不明）'), '；') AS titles
    FROM holder AS h
    JOIN source.title AS x ON x.uscc = h.holder AND x.gone IS NULL
    JOIN title_words AS t ON t.word = x.title
    WHERE (x.valid_to IS NULL OR x.valid_to >= $3::date) AND (x.revoked_on IS NULL OR x.revoked_on > $3::date)
    GROUP BY h.uscc
)
SELECT f.county, coalesce(n.name, ''), f.uscc, coalesce(c.name, '区县不明'), coalesce(j.industry || ' ' || i.name, j.industry, ''),
       coalesce(h.titles, '无'), p.title,
       v.revenue_0, v.revenue_1, v.revenue_2,
       meta.source_words(k.y, ARRAY[x.revenue_0, x.revenue_1, x.revenue_2], ARRAY[v.revenue_0 IS NULL, v.revenue_1 IS NULL, v.revenue_2 IS NULL]),
       v.main_revenue_0, v.main_revenue_1, v.main_revenue_2,
       meta.source_words(k.y, ARRAY[x.main_revenue_0, x.main_revenue_1, x.main_revenue_2], ARRAY[v.main_revenue_0 IS NULL, v.main_revenue_1 IS NULL, v.main_revenue_2 IS NULL]),
       v.rd_expense_0, v.rd_expense_1, v.rd_expense_2,
       meta.source_words(k.y, ARRAY[x.rd_expense_0, x.rd_expense_1, x.rd_expense_2], ARRAY[v.rd_expense_0 IS NULL, v.rd_expense_1 IS NULL, v.rd_expense_2 IS NULL]),
       v.net_profit_0, v.net_profit_1, v.net_profit_2,
       meta.source_words(k.y, ARRAY[x.net_profit_0, x.net_profit_1, x.net_profit_2], ARRAY[v.net_profit_0 IS NULL, v.net_profit_1 IS NULL, v.net_profit_2 IS NULL]),
       v.assets_0, v.assets_1, v.assets_2,
       meta.source_words(k.y, ARRAY[x.assets_0, x.assets_1, x.assets_2], ARRAY[v.assets_0 IS NULL, v.assets_1 IS NULL, v.assets_2 IS NULL]),
       v.liabilities_0, v.liabilities_1, v.liabilities_2,
       meta.source_words(k.y, ARRAY[x.liabilities_0, x.liabilities_1, x.liabilities_2], ARRAY[v.liabilities_0 IS NULL, v.liabilities_1 IS NULL, v.liabilities_2 IS NULL]),
       w.employees_0, w.employees_1, w.employees_2,
       meta.source_words(k.y, ARRAY[y.employees_0, y.employees_1, y.employees_2], ARRAY[w.employees_0 IS NULL, w.employees_1 IS NULL, w.employees_2 IS NULL]),
       w.insured_0, w.insured_1, w.insured_2,
       meta.source_words(k.y, ARRAY[y.insured_0, y.insured_1, y.insured_2], ARRAY[w.insured_0 IS NULL, w.insured_1 IS NULL, w.insured_2 IS NULL]),
       w.rd_staff_0, w.rd_staff_1, w.rd_staff_2,
       meta.source_words(k.y, ARRAY[y.rd_staff_0, y.rd_staff_1, y.rd_staff_2], ARRAY[w.rd_staff_0 IS NULL, w.rd_staff_1 IS NULL, w.rd_staff_2 IS NULL]),
       CASE WHEN v.revenue_1 > 0 THEN round((v.revenue_0 - v.revenue_1)::numeric * 1000000 / v.revenue_1) END,
       CASE WHEN v.revenue_2 > 0 THEN round((v.revenue_1 - v.revenue_2)::numeric * 1000000 / v.revenue_2) END,
       CASE WHEN v.revenue_0 > 0 THEN round(v.rd_expense_0::numeric * 1000000 / v.revenue_0) END,
       CASE WHEN v.revenue_1 > 0 THEN round(v.rd_expense_1::numeric * 1000000 / v.revenue_1) END,
       CASE WHEN v.revenue_2 > 0 THEN round(v.rd_expense_2::numeric * 1000000 / v.revenue_2) END,
       CASE WHEN v.assets_0 > 0 THEN round(v.liabilities_0::numeric * 1000000 / v.assets_0) END,
       CASE WHEN v.assets_1 > 0 THEN round(v.liabilities_1::numeric * 1000000 / v.assets_1) END,
       CASE WHEN v.assets_2 > 0 THEN round(v.liabilities_2::numeric * 1000000 / v.assets_2) END,
       coalesce(q.ip1_any_lo, 0) || CASE WHEN q.ip1_any_hi > q.ip1_any_lo THEN '–' || q.ip1_any_hi ELSE '' END,
       coalesce(q.ip2_any_lo, 0) || CASE WHEN q.ip2_any_hi > q.ip2_any_lo THEN '–' || q.ip2_any_hi ELSE '' END
FROM firm AS f
CROSS JOIN feature.clock AS k
JOIN result.judgement AS j ON j.uscc = f.uscc AND j.from_run <= $1::bigint AND j.to_run > $1::bigint
JOIN result.program AS p ON p.from_run = j.rules_run AND p.position = f.position
LEFT JOIN meta.county AS c ON c.county = f.county
LEFT JOIN meta.industry AS i ON i.industry = j.industry
LEFT JOIN finance_value AS v ON v.uscc = f.uscc
LEFT JOIN finance_from AS x ON x.uscc = f.uscc
LEFT JOIN staff_value AS w ON w.uscc = f.uscc
LEFT JOIN staff_from AS y ON y.uscc = f.uscc
LEFT JOIN feature.ip AS q ON q.uscc = f.uscc
LEFT JOIN held AS h ON h.uscc = f.uscc
LEFT JOIN LATERAL (
    SELECT name FROM source.registry AS r WHERE r.uscc = f.uscc AND r.gone IS NULL
    ORDER BY feature.source_rank('registry', '*', r.source), r.source
    LIMIT 1
) AS n ON true
ORDER BY f.position DESC, f.place, f.uscc
