-- Seats that firms got or lost since the list that was published before this ranking, by tier and county ('*': all), with
-- the causes. $1 bigint: this ranking. No tables written.
WITH base AS (
    SELECT max(i.run) AS run FROM pool.issue AS i
    WHERE i.issue = (SELECT max(issue) FROM pool.issue WHERE run <> $1::bigint AND run IN (SELECT run FROM pool.night))
), was AS (
    SELECT g.tier, s.county, count(*) AS seats
    FROM base JOIN pool.shortlist AS s ON s.run = base.run AND s.seated
    JOIN result.program AS g ON g.position = s.position
     AND g.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= base.run)
    GROUP BY 1, 2
), moved AS ( -- out of one tier into another: gone from the one, new in the other
    SELECT x.tier, m.county, x.entered, m.cause
    FROM base CROSS JOIN LATERAL pool.moves_between(base.run, $1::bigint) AS m
    CROSS JOIN LATERAL (VALUES (split_part(m.became, '/', 1), true), (split_part(m.was, '/', 1), false)) AS x (tier, entered)
    WHERE m.aspect = 'seat' AND x.tier IS NOT NULL
), cut AS (
    SELECT tier, county, entered, cause FROM moved UNION ALL SELECT tier, '*', entered, cause FROM moved
), by_cause AS (
    SELECT tier, county, cause, count(*) FILTER (WHERE entered) AS entered, count(*) FILTER (WHERE NOT entered) AS gone, count(*) AS n
    FROM cut GROUP BY 1, 2, 3
), seats AS (
    SELECT tier, county, seats FROM was UNION ALL SELECT tier, '*', sum(seats)::bigint FROM was GROUP BY tier
)
SELECT b.tier, b.county, s.seats, sum(b.entered)::bigint, sum(b.gone)::bigint,
       string_agg(b.cause || ' ' || b.n, ', ' ORDER BY b.n DESC, b.cause), coalesce(c.name, CASE WHEN b.county = '*' THEN '全市' ELSE '区县不明' END)
FROM by_cause AS b
JOIN seats AS s USING (tier, county)
LEFT JOIN meta.county AS c ON c.county = b.county
GROUP BY b.tier, b.county, s.seats, c.name
ORDER BY b.tier, b.county <> '*', b.county
