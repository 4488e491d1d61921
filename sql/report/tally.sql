-- How many units have which verdict, and how many lack one condition only (near misses), by program and county.
-- A row is a verdict (n NULL) or a condition that is the only unmet one (n; verdict NULL; nothing else unknown, or something).
-- $1 bigint run whose results stand. No tables written.
WITH tally AS MATERIALIZED (
    SELECT j.rules_run, j.pattern, coalesce(j.county, '') AS county, count(*) AS units
    FROM result.judgement AS j
    WHERE j.from_run <= $1::bigint AND j.to_run > $1::bigint
    GROUP BY 1, 2, 3
), verdict AS (
    -- by all verdicts at once first: there are some thousands of patterns and some dozens of these
    SELECT v.verdicts, v.county, sum(v.units) AS units
    FROM (SELECT p.verdicts, t.county, t.units FROM tally AS t JOIN result.pattern AS p ON p.pattern = t.pattern) AS v
    GROUP BY 1, 2
)
SELECT g.position::integer, NULL::integer, v.county, get_byte(v.verdicts, g.position) AS verdict, sum(v.units)::bigint, 0::bigint
FROM verdict AS v
CROSS JOIN LATERAL generate_series(0, length(v.verdicts) - 1) AS g (position)
GROUP BY 1, 3, 4
UNION ALL
SELECT k.position, k.n, t.county, NULL, (sum(t.units) FILTER (WHERE k.unknown = 0))::bigint, (sum(t.units) FILTER (WHERE k.unknown > 0))::bigint
FROM tally AS t
JOIN result.near AS k ON k.rules_run = t.rules_run AND k.pattern = t.pattern
GROUP BY 1, 2, 3
ORDER BY 1, 2 NULLS FIRST, 3, 4
