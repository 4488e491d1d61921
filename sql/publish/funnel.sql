-- The funnel for the lists: of the city (county NULL), then of each county.
-- $1  bigint  run whose results stand
WITH funnel AS (
    SELECT f.position, f.step, f.county, sum(f.met) AS met, sum(f.unmet) AS unmet, sum(f.unknown) AS unknown,
           sum(f.manual) AS manual, sum(f.na) AS na, sum(f.remaining) AS remaining,
           sum(f.remaining_certain) AS remaining_certain, sum(f.remaining_held) AS remaining_held
    FROM result.funnel_county AS f
    WHERE f.run = (SELECT max(run) FROM result.funnel_county WHERE run <= $1::bigint)
    GROUP BY GROUPING SETS ((f.position, f.step, f.county), (f.position, f.step))
)
SELECT f.county, coalesce(c.name, CASE WHEN f.county IS NULL THEN '全市' ELSE '区县不明' END),
       s.title || CASE s.kind WHEN 'new' THEN '' ELSE '（复核）' END, s.version, f.step, s.clause, s.text,
       f.met, f.unmet, f.unknown, f.manual, f.na, f.remaining, f.remaining_certain, f.remaining_held
FROM funnel AS f
JOIN result.step AS s ON s.position = f.position AND s.step = f.step
     AND s.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= $1::bigint)
LEFT JOIN meta.county AS c ON c.county = f.county
ORDER BY f.county IS NOT NULL, c.position, f.county, f.position, f.step
