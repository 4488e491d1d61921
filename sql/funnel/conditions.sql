-- Top-level conditions that judged.
-- $1  bigint  run of result.program
-- $2  text    tier, NULL = all
SELECT DISTINCT s.id FROM result.step AS s
WHERE s.from_run = $1::bigint AND s.step > 0 AND NOT s.subject AND ($2::text IS NULL OR s.tier = $2)
ORDER BY s.id
