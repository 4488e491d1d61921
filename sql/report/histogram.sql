-- How shares and rates lie over all units with the data for them, by county: bucket 0 lies below the first edge, bucket i
-- from edge i on; 'no_base': both figures are there and the base is 0 or below. Definitions are those of
-- criteria/metrics.yaml; a rate over two years is held against squares, so that an edge is met exactly.
-- $1 bigint run whose judgements give the counties; $2, $3 double precision[] edges of shares and of rates, per cent.
-- No tables written.
WITH figure AS MATERIALIZED (
    SELECT f.uscc,
           max(f.revenue) FILTER (WHERE f.year = c.y) AS revenue_0,
           max(f.revenue) FILTER (WHERE f.year = c.y - 1) AS revenue_1,
           max(f.revenue) FILTER (WHERE f.year = c.y - 2) AS revenue_2,
           max(f.rd_expense) FILTER (WHERE f.year = c.y) AS rd_0,
           max(f.rd_expense) FILTER (WHERE f.year = c.y - 1) AS rd_1,
           max(f.rd_expense) FILTER (WHERE f.year = c.y - 2) AS rd_2
    FROM feature.finance AS f
    CROSS JOIN feature.clock AS c
    WHERE f.revenue IS NOT NULL
    GROUP BY f.uscc
), ratio AS (
    SELECT f.uscc, m.metric, m.part::float8 AS part, m.base::float8 AS base
    FROM figure AS f
    CROSS JOIN LATERAL (
        VALUES ('rd_ratio', f.rd_0, f.revenue_0),
               ('rd_ratio_3y', f.rd_0 + f.rd_1 + f.rd_2, f.revenue_0 + f.revenue_1 + f.revenue_2),
               ('revenue_growth', f.revenue_0, f.revenue_1),
               ('revenue_cagr', f.revenue_0, f.revenue_2)
    ) AS m (metric, part, base)
    WHERE m.part IS NOT NULL AND m.base IS NOT NULL
), placed AS (
    SELECT r.uscc, r.metric,
           CASE WHEN r.base <= 0 THEN -1
                WHEN r.metric LIKE 'rd%' THEN width_bucket(100 * r.part / r.base, $2::float8[])
                WHEN r.metric = 'revenue_growth'
                THEN width_bucket(100 * r.part / r.base, ARRAY(SELECT e + 100 FROM unnest($3::float8[]) AS e ORDER BY e))
                ELSE width_bucket(10000 * r.part / r.base,
                                  ARRAY(SELECT (e + 100) * (e + 100) FROM unnest($3::float8[]) AS e ORDER BY e))
           END AS bucket
    FROM ratio AS r
)
SELECT p.metric, coalesce(j.county, ''), p.bucket, count(*)
FROM placed AS p
JOIN result.judgement AS j ON j.uscc = p.uscc AND j.from_run <= $1::bigint AND j.to_run > $1::bigint
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
