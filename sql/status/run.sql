-- The last run.
SELECT run, as_of, status, started, ended, coalesce(error, ''), program, criteria_hash
FROM meta.run ORDER BY run DESC LIMIT 1
