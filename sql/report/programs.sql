-- The rule versions that judged, for the report: with their conditions as JSON text and the city's seats (NULL: none given).
-- $1 bigint run whose shortlist stands. No tables written.
SELECT p.position, p.tier, p.kind, p.title, p.version, p.source, p.unconfirmed,
       (SELECT sum(s.seats) FROM pool.seat AS s WHERE s.run = $1::bigint AND s.position = p.position), p.conditions
FROM result.program AS p
WHERE p.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= $1::bigint)
ORDER BY p.position
