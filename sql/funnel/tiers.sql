-- Tiers that judged, from the lowest.
-- $1  bigint  run of result.program
SELECT p.tier, min(p.title) FROM result.program AS p WHERE p.from_run = $1::bigint GROUP BY p.tier ORDER BY min(p.position)
