-- What the last ranking before this run depended on. $1 bigint: this run. No tables written.
SELECT run, as_of, criteria_hash, profile_hash, program, complete, ranks
FROM pool.night
WHERE run < $1::bigint
ORDER BY run DESC
LIMIT 1
