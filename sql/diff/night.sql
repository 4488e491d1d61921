-- The ranking that a reader means: a run, or the last as of a date. $1 text. No tables written.
SELECT run, as_of
FROM pool.night
WHERE CASE WHEN $1 ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' THEN as_of::text = $1 ELSE run::text = $1 END
ORDER BY run DESC
LIMIT 1
