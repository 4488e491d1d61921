-- How the seats were given, for the notes: of the city (county NULL), then of each county.
-- $1 bigint run whose shortlist stands. No tables written.
WITH seat AS (
    SELECT position, county, sum(candidates) AS candidates, sum(seats) AS seats
    FROM pool.seat
    WHERE run = $1::bigint
    GROUP BY GROUPING SETS ((position, county), (position))
)
SELECT s.county, p.title || CASE p.kind WHEN 'new' THEN '' ELSE '（复核）' END, s.candidates, s.seats
FROM seat AS s
JOIN result.program AS p ON p.position = s.position
     AND p.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= $1::bigint)
ORDER BY s.county COLLATE "C" NULLS FIRST, s.position DESC
