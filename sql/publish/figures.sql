-- The figures of the candidates (企业数据一览表): three years side by side, each figure with the department that it comes
-- from, and what follows from them: growth, intensity of research, debt ratio in millionths. NULL is missing. First the
-- candidate's place in publish/list, which says who it is, and its code.
-- Where figures come from is a number as long as there are many: of each year 16 bits, the place of rank and word of the
-- source that stands first (0 = nobody delivered it) and whether the figure is not known; the few that occur are put in words.
-- A firm's year is one number (`at`): four times the firm's place, and how many years ago, so that rows are sorted and joined by it.
-- $1 bigint run whose shortlist stands; $2 bigint run that publishes (for what is carried forward); $3 date as-of.
-- No tables written.
WITH firm AS MATERIALIZED (
    SELECT s.uscc, row_number() OVER (ORDER BY s.position DESC, s.place, s.uscc)::integer AS firm
    FROM pool.shortlist AS s
    WHERE s.run = $1::bigint
), holder AS MATERIALIZED (
    SELECT f.uscc, f.firm FROM firm AS f
    UNION ALL
    SELECT a.uscc, f.firm FROM firm AS f JOIN link.alias AS a ON a.firm = f.uscc
), origin AS MATERIALIZED ( -- of each delivery and figure; a delivery comes every night, and its words are always the same
    SELECT b.delivery, b.dataset, s.source, m.name, x.word, dense_rank() OVER (ORDER BY x.word)::integer AS n
    FROM (SELECT DISTINCT delivery, dataset, source FROM meta.batch) AS b
    JOIN meta.source AS s ON s.source = b.source
    LEFT JOIN meta.source_age($2::bigint, $3::date) AS a ON a.delivery = b.delivery
    JOIN (VALUES ('finance', 'revenue'), ('finance', 'main_revenue'), ('finance', 'rd_expense'), ('finance', 'net_profit'), ('finance', 'assets'), ('finance', 'liabilities'),
                 ('staff', 'employees'), ('staff', 'insured'), ('staff', 'rd_staff')) AS m (dataset, name) ON m.dataset = b.dataset::text
    CROSS JOIN LATERAL (
        SELECT feature.source_rank(m.dataset, m.name, s.source) || s.title || CASE WHEN a.carried_since IS NULL THEN '' ELSE '（沿用）' END
    ) AS x (word)
), origin_of AS MATERIALIZED (
    SELECT b.batch, b.source,
           max(n) FILTER (WHERE name = 'revenue') AS revenue,
           max(n) FILTER (WHERE name = 'main_revenue') AS main_revenue,
           max(n) FILTER (WHERE name = 'rd_expense') AS rd_expense,
           max(n) FILTER (WHERE name = 'net_profit') AS net_profit,
           max(n) FILTER (WHERE name = 'assets') AS assets,
           max(n) FILTER (WHERE name = 'liabilities') AS liabilities,
           max(n) FILTER (WHERE name = 'employees') AS employees,
           max(n) FILTER (WHERE name = 'insured') AS insured,
           max(n) FILTER (WHERE name = 'rd_staff') AS rd_staff
    FROM meta.batch AS b
    JOIN origin AS o USING (delivery, dataset, source)
    GROUP BY b.batch, b.source
), finance_from AS MATERIALIZED ( -- by firm and year the number of the source that stands first
    SELECT h.firm * 4 + (SELECT y FROM feature.clock) - r.year AS at,
           min(o.revenue) FILTER (WHERE r.revenue IS NOT NULL) AS revenue,
           min(o.main_revenue) FILTER (WHERE r.main_revenue IS NOT NULL) AS main_revenue,
           min(o.rd_expense) FILTER (WHERE r.rd_expense IS NOT NULL) AS rd_expense,
           min(o.net_profit) FILTER (WHERE r.net_profit IS NOT NULL) AS net_profit,
           min(o.assets) FILTER (WHERE r.assets IS NOT NULL) AS assets,
           min(o.liabilities) FILTER (WHERE r.liabilities IS NOT NULL) AS liabilities
    FROM source.finance AS r
    JOIN holder AS h ON h.uscc = r.uscc
    JOIN origin_of AS o ON o.batch = r.batch AND o.source = r.source
    WHERE r.uscc = ANY (ARRAY(SELECT uscc FROM holder)) AND r.gone IS NULL
      AND r.year BETWEEN (SELECT y - 2 FROM feature.clock) AND (SELECT y FROM feature.clock)
    GROUP BY 1
), finance AS MATERIALIZED ( -- three years side by side, and the numbers of their sources in one
    SELECT at >> 2 AS firm,
           max(v.revenue) FILTER (WHERE at & 3 = 0) AS revenue_0,
           max(v.revenue) FILTER (WHERE at & 3 = 1) AS revenue_1,
           max(v.revenue) FILTER (WHERE at & 3 = 2) AS revenue_2,
           bit_or((coalesce(f.revenue, 0) * 2 + (v.revenue IS NULL)::integer)::bigint << (at & 3) * 16) AS revenue_from,
           max(v.main_revenue) FILTER (WHERE at & 3 = 0) AS main_revenue_0,
           max(v.main_revenue) FILTER (WHERE at & 3 = 1) AS main_revenue_1,
           max(v.main_revenue) FILTER (WHERE at & 3 = 2) AS main_revenue_2,
           bit_or((coalesce(f.main_revenue, 0) * 2 + (v.main_revenue IS NULL)::integer)::bigint << (at & 3) * 16) AS main_revenue_from,
           max(v.rd_expense) FILTER (WHERE at & 3 = 0) AS rd_expense_0,
           max(v.rd_expense) FILTER (WHERE at & 3 = 1) AS rd_expense_1,
           max(v.rd_expense) FILTER (WHERE at & 3 = 2) AS rd_expense_2,
           bit_or((coalesce(f.rd_expense, 0) * 2 + (v.rd_expense IS NULL)::integer)::bigint << (at & 3) * 16) AS rd_expense_from,
           max(v.net_profit) FILTER (WHERE at & 3 = 0) AS net_profit_0,
           max(v.net_profit) FILTER (WHERE at & 3 = 1) AS net_profit_1,
           max(v.net_profit) FILTER (WHERE at & 3 = 2) AS net_profit_2,
           bit_or((coalesce(f.net_profit, 0) * 2 + (v.net_profit IS NULL)::integer)::bigint << (at & 3) * 16) AS net_profit_from,
           max(v.assets) FILTER (WHERE at & 3 = 0) AS assets_0,
           max(v.assets) FILTER (WHERE at & 3 = 1) AS assets_1,
           max(v.assets) FILTER (WHERE at & 3 = 2) AS assets_2,
           bit_or((coalesce(f.assets, 0) * 2 + (v.assets IS NULL)::integer)::bigint << (at & 3) * 16) AS assets_from,
           max(v.liabilities) FILTER (WHERE at & 3 = 0) AS liabilities_0,
           max(v.liabilities) FILTER (WHERE at & 3 = 1) AS liabilities_1,
           max(v.liabilities) FILTER (WHERE at & 3 = 2) AS liabilities_2,
           bit_or((coalesce(f.liabilities, 0) * 2 + (v.liabilities IS NULL)::integer)::bigint << (at & 3) * 16) AS liabilities_from
    FROM ( -- as feature.finance_of: most candidates have several records, which stand merged in a table that is small enough to be read
        SELECT o.firm * 4 + (SELECT y FROM feature.clock) - x.year AS at, x.revenue, x.main_revenue, x.rd_expense, x.net_profit, x.assets, x.liabilities
        FROM feature.finance_joint AS x
        JOIN firm AS o ON o.uscc = x.uscc
        WHERE x.year BETWEEN (SELECT y - 2 FROM feature.clock) AND (SELECT y FROM feature.clock)
        UNION ALL
        SELECT o.firm * 4 + (SELECT y FROM feature.clock) - x.year, x.revenue, x.main_revenue, x.rd_expense, x.net_profit, x.assets, x.liabilities
        FROM feature.finance_single AS x
        JOIN firm AS o ON o.uscc = x.uscc
        WHERE x.uscc = ANY (ARRAY(SELECT uscc FROM firm WHERE uscc NOT IN (SELECT s.uscc FROM feature.finance_several AS s)))
    ) AS v
    FULL JOIN finance_from AS f USING (at)
    GROUP BY at >> 2
), staff_from AS MATERIALIZED ( -- by firm and year the number of the source that stands first
    SELECT h.firm * 4 + (SELECT y FROM feature.clock) - r.year AS at,
           min(o.employees) FILTER (WHERE r.employees IS NOT NULL) AS employees,
           min(o.insured) FILTER (WHERE r.insured IS NOT NULL) AS insured,
           min(o.rd_staff) FILTER (WHERE r.rd_staff IS NOT NULL) AS rd_staff
    FROM source.staff AS r
    JOIN holder AS h ON h.uscc = r.uscc
    JOIN origin_of AS o ON o.batch = r.batch AND o.source = r.source
    WHERE r.uscc = ANY (ARRAY(SELECT uscc FROM holder)) AND r.gone IS NULL
      AND r.year BETWEEN (SELECT y - 2 FROM feature.clock) AND (SELECT y FROM feature.clock)
    GROUP BY 1
), staff AS MATERIALIZED ( -- three years side by side, and the numbers of their sources in one
    SELECT at >> 2 AS firm,
           max(v.employees) FILTER (WHERE at & 3 = 0) AS employees_0,
           max(v.employees) FILTER (WHERE at & 3 = 1) AS employees_1,
           max(v.employees) FILTER (WHERE at & 3 = 2) AS employees_2,
           bit_or((coalesce(f.employees, 0) * 2 + (v.employees IS NULL)::integer)::bigint << (at & 3) * 16) AS employees_from,
           max(v.insured) FILTER (WHERE at & 3 = 0) AS insured_0,
           max(v.insured) FILTER (WHERE at & 3 = 1) AS insured_1,
           max(v.insured) FILTER (WHERE at & 3 = 2) AS insured_2,
           bit_or((coalesce(f.insured, 0) * 2 + (v.insured IS NULL)::integer)::bigint << (at & 3) * 16) AS insured_from,
           max(v.rd_staff) FILTER (WHERE at & 3 = 0) AS rd_staff_0,
           max(v.rd_staff) FILTER (WHERE at & 3 = 1) AS rd_staff_1,
           max(v.rd_staff) FILTER (WHERE at & 3 = 2) AS rd_staff_2,
           bit_or((coalesce(f.rd_staff, 0) * 2 + (v.rd_staff IS NULL)::integer)::bigint << (at & 3) * 16) AS rd_staff_from
    FROM ( -- as feature.staff_of: most candidates have several records, which stand merged in a table that is small enough to be read
        SELECT o.firm * 4 + (SELECT y FROM feature.clock) - x.year AS at, x.employees, x.insured, x.rd_staff
        FROM feature.staff_joint AS x
        JOIN firm AS o ON o.uscc = x.uscc
        WHERE x.year BETWEEN (SELECT y - 2 FROM feature.clock) AND (SELECT y FROM feature.clock)
        UNION ALL
        SELECT o.firm * 4 + (SELECT y FROM feature.clock) - x.year, x.employees, x.insured, x.rd_staff
        FROM feature.staff_single AS x
        JOIN firm AS o ON o.uscc = x.uscc
        WHERE x.uscc = ANY (ARRAY(SELECT uscc FROM firm WHERE uscc NOT IN (SELECT s.uscc FROM feature.staff_several AS s)))
    ) AS v
    FULL JOIN staff_from AS f USING (at)
    GROUP BY at >> 2
), said AS MATERIALIZED (
    SELECT g.n, meta.source_words(k.y, array_agg(o.word ORDER BY b), array_agg(g.n >> b * 16 & 1 = 1 ORDER BY b)) AS words
    FROM (SELECT unnest(ARRAY[revenue_from, main_revenue_from, rd_expense_from, net_profit_from, assets_from, liabilities_from]) FROM finance
          UNION
          SELECT unnest(ARRAY[employees_from, insured_from, rd_staff_from]) FROM staff) AS g (n)
    CROSS JOIN feature.clock AS k
    CROSS JOIN generate_series(0, 2) AS b
    LEFT JOIN (SELECT DISTINCT n, word FROM origin) AS o ON o.n = (g.n >> b * 16 + 1 & 32767)
    GROUP BY g.n, k.y
)
SELECT f.firm, f.uscc,
       v.revenue_0, v.revenue_1, v.revenue_2,
       coalesce(w_revenue.words, '缺'),
       v.main_revenue_0, v.main_revenue_1, v.main_revenue_2,
       coalesce(w_main_revenue.words, '缺'),
       v.rd_expense_0, v.rd_expense_1, v.rd_expense_2,
       coalesce(w_rd_expense.words, '缺'),
       v.net_profit_0, v.net_profit_1, v.net_profit_2,
       coalesce(w_net_profit.words, '缺'),
       v.assets_0, v.assets_1, v.assets_2,
       coalesce(w_assets.words, '缺'),
       v.liabilities_0, v.liabilities_1, v.liabilities_2,
       coalesce(w_liabilities.words, '缺'),
       w.employees_0, w.employees_1, w.employees_2,
       coalesce(w_employees.words, '缺'),
       w.insured_0, w.insured_1, w.insured_2,
       coalesce(w_insured.words, '缺'),
       w.rd_staff_0, w.rd_staff_1, w.rd_staff_2,
       coalesce(w_rd_staff.words, '缺'),
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
LEFT JOIN finance AS v ON v.firm = f.firm
LEFT JOIN staff AS w ON w.firm = f.firm
LEFT JOIN said AS w_revenue ON w_revenue.n = v.revenue_from
LEFT JOIN said AS w_main_revenue ON w_main_revenue.n = v.main_revenue_from
LEFT JOIN said AS w_rd_expense ON w_rd_expense.n = v.rd_expense_from
LEFT JOIN said AS w_net_profit ON w_net_profit.n = v.net_profit_from
LEFT JOIN said AS w_assets ON w_assets.n = v.assets_from
LEFT JOIN said AS w_liabilities ON w_liabilities.n = v.liabilities_from
LEFT JOIN said AS w_employees ON w_employees.n = w.employees_from
LEFT JOIN said AS w_insured ON w_insured.n = w.insured_from
LEFT JOIN said AS w_rd_staff ON w_rd_staff.n = w.rd_staff_from
LEFT JOIN feature.ip AS q ON q.uscc = f.uscc
ORDER BY f.firm
