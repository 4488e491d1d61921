-- Figures of three years as the judge takes them: of each field and year the standing one of the best department,
-- with where it is from and the date of its delivery; whether its unit is in doubt (then it is unknown to the
-- judge), and whether the delivery is carried forward. No tables written.
-- $1  text  codes, with line feeds between
WITH age AS MATERIALIZED (
    SELECT a.delivery, a.carried_since
    FROM meta.published AS p CROSS JOIN LATERAL meta.source_age(coalesce(p.sources_run, p.run), p.as_of) AS a
), figure AS (
    SELECT DISTINCT ON (f.uscc, f.field, f.year) f.*
    FROM api.figure AS f CROSS JOIN (SELECT y FROM feature.clock) AS c
    WHERE f.uscc = ANY (ARRAY(SELECT w COLLATE "C" FROM unnest(string_to_array($1::text, E'\n')) AS w))
      AND f.stands AND f.year BETWEEN c.y - 2 AND c.y
      AND f.field IN ('revenue', 'main_revenue', 'net_profit', 'assets', 'liabilities', 'rd_expense',
                      'employees', 'insured', 'rd_staff')
    ORDER BY f.uscc, f.field, f.year, f.source_rank, f.holder, f.batch, f.line
)
SELECT f.uscc, f.field, c.y - f.year, f.value, f.source, coalesce(b.delivered::text, ''),
       CASE f.field WHEN 'revenue' THEN q.revenue WHEN 'main_revenue' THEN q.main_revenue WHEN 'net_profit' THEN q.net_profit
            WHEN 'assets' THEN q.assets WHEN 'liabilities' THEN q.liabilities WHEN 'rd_expense' THEN q.rd_expense END IS NOT NULL,
       a.carried_since IS NOT NULL
FROM figure AS f
CROSS JOIN (SELECT y FROM feature.clock) AS c
LEFT JOIN meta.batch AS b ON b.batch = f.batch
LEFT JOIN age AS a ON a.delivery = b.delivery
LEFT JOIN quality.block AS q ON q.uscc = f.uscc AND q.year = f.year
ORDER BY f.uscc, f.field, f.year DESC
