-- How shares and rates lie over all units with the data for them, by county: bucket 0 lies below the first edge, bucket i
-- from edge i on; bucket -1: both figures are there and the base is 0 or below. Definitions are those of
-- criteria/metrics.yaml; a rate over two years is held against squares, so that an edge is met exactly.
-- $1 bigint run whose judgements give the counties; $2, $3 double precision[] edges of shares and of rates, per cent.
-- No tables written.
WITH edge AS MATERIALIZED (
    SELECT $2::float8[] AS shares, ARRAY(SELECT e + 100 FROM unnest($3::float8[]) AS e ORDER BY e) AS rates,
           ARRAY(SELECT (e + 100) * (e + 100) FROM unnest($3::float8[]) AS e ORDER BY e) AS squares
), figure AS (
    SELECT f.uscc,
           max(f.revenue) FILTER (WHERE f.year = c.y)::float8 AS revenue_0,
           max(f.revenue) FILTER (WHERE f.year = c.y - 1)::float8 AS revenue_1,
           max(f.revenue) FILTER (WHERE f.year = c.y - 2)::float8 AS revenue_2,
           max(f.rd_expense) FILTER (WHERE f.year = c.y)::float8 AS rd_0,
           max(f.rd_expense) FILTER (WHERE f.year = c.y - 1)::float8 AS rd_1,
           max(f.rd_expense) FILTER (WHERE f.year = c.y - 2)::float8 AS rd_2
    FROM feature.finance AS f
    CROSS JOIN feature.clock AS c
    WHERE f.revenue IS NOT NULL
    GROUP BY f.uscc
), alike AS (
    SELECT coalesce(j.county, '') AS county,
           CASE WHEN f.revenue_0 <= 0 AND f.rd_0 IS NOT NULL THEN -1 ELSE width_bucket(100 * f.rd_0 / nullif(f.revenue_0, 0), e.shares) END AS share,
           CASE WHEN f.revenue_0 + f.revenue_1 + f.revenue_2 <= 0 AND f.rd_0 + f.rd_1 + f.rd_2 IS NOT NULL THEN -1
                ELSE width_bucket(100 * (f.rd_0 + f.rd_1 + f.rd_2) / nullif(f.revenue_0 + f.revenue_1 + f.revenue_2, 0), e.shares) END AS share_3,
           CASE WHEN f.revenue_1 <= 0 AND f.revenue_0 IS NOT NULL THEN -1
                ELSE width_bucket(100 * f.revenue_0 / nullif(f.revenue_1, 0), e.rates) END AS growth,
           CASE WHEN f.revenue_2 <= 0 AND f.revenue_0 IS NOT NULL THEN -1
                ELSE width_bucket(10000 * f.revenue_0 / nullif(f.revenue_2, 0), e.squares) END AS cagr,
           count(*) AS units
    FROM figure AS f
    JOIN result.judgement AS j ON j.uscc = f.uscc AND j.from_run <= $1::bigint AND j.to_run > $1::bigint
    CROSS JOIN edge AS e
    GROUP BY 1, 2, 3, 4, 5
)
SELECT m.metric, a.county, m.bucket, sum(a.units)::bigint
FROM alike AS a
CROSS JOIN LATERAL (
    VALUES ('rd_ratio', a.share), ('rd_ratio_3y', a.share_3), ('revenue_growth', a.growth), ('revenue_cagr', a.cagr)
) AS m (metric, bucket)
WHERE m.bucket IS NOT NULL
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
