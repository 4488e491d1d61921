-- The figures in a wrong unit, as the judge leaves them out: of several departments that of the best rank. Firms for
-- which that changes are judged again. $1 text: 'on', or 'off' = none is left out (unit_swap.yaml, block).
-- $2 smallint: why it changes (pool.touched.kinds): 8 the rules of quality did, else 1 the data.
-- Reads quality.finding, quality.rule, meta.source_rank. Writes quality.block, feature.pending, pool.touched.
WITH flagged AS (
    SELECT f.uscc, f.year, f.field,
           (array_agg(f.value ORDER BY feature.source_rank('finance', f.field, f.source), f.source, f.batch, f.line))[1] AS value
    FROM quality.finding AS f
    JOIN quality.rule AS r ON r.rule = f.rule
    WHERE r.form = 'unit' AND $1 = 'on'
    GROUP BY f.uscc, f.year, f.field
), wide AS (
    SELECT uscc, year,
           max(value) FILTER (WHERE field = 'revenue') AS revenue,
           max(value) FILTER (WHERE field = 'main_revenue') AS main_revenue,
           max(value) FILTER (WHERE field = 'product_revenue') AS product_revenue,
           max(value) FILTER (WHERE field = 'hightech_revenue') AS hightech_revenue,
           max(value) FILTER (WHERE field = 'cost') AS cost,
           max(value) FILTER (WHERE field = 'net_profit') AS net_profit,
           max(value) FILTER (WHERE field = 'assets') AS assets,
           max(value) FILTER (WHERE field = 'liabilities') AS liabilities,
           max(value) FILTER (WHERE field = 'net_assets') AS net_assets,
           max(value) FILTER (WHERE field = 'rd_expense') AS rd_expense,
           max(value) FILTER (WHERE field = 'rd_domestic') AS rd_domestic
    FROM flagged
    GROUP BY uscc, year
), gone AS (
    DELETE FROM quality.block AS b
    WHERE NOT EXISTS (SELECT FROM wide AS w WHERE w.uscc = b.uscc AND w.year = b.year)
    RETURNING b.uscc
), changed AS (
    INSERT INTO quality.block AS b (uscc, year, revenue, main_revenue, product_revenue, hightech_revenue, cost,
                                    net_profit, assets, liabilities, net_assets, rd_expense, rd_domestic)
    SELECT * FROM wide
    ON CONFLICT (uscc, year) DO UPDATE SET
           revenue = excluded.revenue,
           main_revenue = excluded.main_revenue,
           product_revenue = excluded.product_revenue,
           hightech_revenue = excluded.hightech_revenue,
           cost = excluded.cost,
           net_profit = excluded.net_profit,
           assets = excluded.assets,
           liabilities = excluded.liabilities,
           net_assets = excluded.net_assets,
           rd_expense = excluded.rd_expense,
           rd_domestic = excluded.rd_domestic
    WHERE (b.revenue, b.main_revenue, b.product_revenue, b.hightech_revenue, b.cost, b.net_profit, b.assets,
           b.liabilities, b.net_assets, b.rd_expense, b.rd_domestic)
        IS DISTINCT FROM (excluded.revenue, excluded.main_revenue, excluded.product_revenue, excluded.hightech_revenue,
           excluded.cost, excluded.net_profit, excluded.assets, excluded.liabilities, excluded.net_assets,
           excluded.rd_expense, excluded.rd_domestic)
    RETURNING b.uscc
), concerned AS (
    SELECT uscc FROM gone UNION SELECT uscc FROM changed
), noted AS (
    INSERT INTO pool.touched AS p (uscc, kinds)
    SELECT uscc, $2::smallint FROM concerned
    ON CONFLICT (uscc) DO UPDATE SET kinds = p.kinds | excluded.kinds
)
INSERT INTO feature.pending (uscc)
SELECT uscc FROM concerned
ORDER BY uscc -- as features writes them beside: neither waits for the other in a circle
ON CONFLICT DO NOTHING
