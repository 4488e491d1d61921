-- How shares and rates lie over all units with the data for them, by county: metric, county, step, units. Step 0 lies below
-- the first edge, step i from edge i on; -1: both figures are there and the base is 0 or below. score has kept each unit's.
-- $1 bigint run whose judgements stand; $2 text[] the metrics in the order in which they are kept. No tables written.
WITH alike AS (
    SELECT coalesce(j.county, '') AS county, j.spread, count(*) AS units
    FROM result.judgement AS j
    WHERE j.from_run <= $1::bigint AND j.to_run > $1::bigint AND j.spread IS NOT NULL
    GROUP BY 1, 2
)
SELECT m.metric, a.county, get_byte(a.spread, m.n::integer - 1) - 2, sum(a.units)::bigint
FROM alike AS a
CROSS JOIN unnest($2::text[]) WITH ORDINALITY AS m (metric, n)
WHERE get_byte(a.spread, m.n::integer - 1) > 0
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
