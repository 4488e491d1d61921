-- The funnel as it was counted in the night: of the city, of one county, or of each. A row per program, cut, step.
-- $1  bigint  run
-- $2  text    tier, NULL = all
-- $3  text    county code, NULL = all
-- $4  text    'county': a cut per county, else one for all
SELECT s.tier, s.title, s.kind, s.version, g.step, s.id, s.clause, s.text,
       g.met, g.unmet, g.unknown, g.manual, g.na, g.remaining, g.remaining_certain, g.remaining_held,
       g.county, coalesce(c.name, CASE WHEN g.county = '' THEN '区县不明' ELSE g.county END), CASE s.kind WHEN 'new' THEN '新申报' ELSE '复核' END,
       CASE WHEN s.unconfirmed THEN '含未证实数值' ELSE '' END
FROM (
    SELECT f.position, f.step, CASE WHEN $4 = 'county' THEN f.county END AS county,
           sum(f.met) AS met, sum(f.unmet) AS unmet, sum(f.unknown) AS unknown, sum(f.manual) AS manual, sum(f.na) AS na,
           sum(f.remaining) AS remaining, sum(f.remaining_certain) AS remaining_certain,
           sum(f.remaining_held) AS remaining_held
    FROM result.funnel_county AS f
    WHERE f.run = (SELECT max(run) FROM result.funnel_county WHERE run <= $1::bigint) AND ($3::text IS NULL OR f.county = $3)
    GROUP BY 1, 2, 3
) AS g
JOIN result.step AS s ON s.position = g.position AND s.step = g.step
     AND s.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= $1::bigint)
LEFT JOIN meta.county AS c ON c.county = g.county
WHERE $2::text IS NULL OR s.tier = $2
ORDER BY g.position, c.position, g.county, g.step
