-- The run whose programs describe the rules as they are tonight, if the latest set does; else NULL.
-- $1  jsonb  [{position, tier, kind, …}] as result.program has them, without from_run
SELECT p.from_run
FROM result.program AS p
WHERE p.from_run = (SELECT max(from_run) FROM result.program)
GROUP BY p.from_run
HAVING jsonb_agg(to_jsonb(p) - 'from_run' ORDER BY p.position) = $1::jsonb
