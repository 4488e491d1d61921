-- The firms of the pool and the specialist that each had last night. Reads pool.tended, pool.assignment.
-- $1  bigint  run
SELECT t.uscc, t.county, t.industry, coalesce(a.specialist, ''), coalesce(a.from_run, 0)
FROM pool.tended($1::bigint) AS t
LEFT JOIN pool.assignment AS a ON a.uscc = t.uscc AND a.to_run = 9223372036854775807
ORDER BY t.uscc
