-- Where candidates stood at the ranking before and where they stand now, as api.flow shows it of what is published: tier ('' =
-- on no list) and seat then and now. Nothing on a first night. $1 bigint run whose shortlist stands. No tables written.
WITH ends AS (
    SELECT n.run, n.before FROM pool.night AS n WHERE n.run = $1::bigint AND n.before IS NOT NULL
), was AS (
    SELECT DISTINCT ON (1) coalesce(i.firm, s.uscc) AS uscc, g.tier, s.seated
    FROM ends AS e JOIN pool.shortlist AS s ON s.run = e.before
    JOIN result.program AS g ON g.position = s.position
     AND g.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= e.before)
    LEFT JOIN link.identity AS i ON i.uscc = s.uscc AND i.run > e.before AND i.run <= e.run
    ORDER BY 1, s.position
), became AS (
    SELECT DISTINCT ON (s.uscc) s.uscc, g.tier, s.seated
    FROM ends AS e JOIN pool.shortlist AS s ON s.run = e.run
    JOIN result.program AS g ON g.position = s.position
     AND g.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= e.run)
    ORDER BY s.uscc, s.position
)
SELECT coalesce(w.tier, ''), coalesce(w.seated, false)::integer, coalesce(b.tier, ''), coalesce(b.seated, false)::integer, count(*)
FROM was AS w FULL JOIN became AS b USING (uscc)
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
