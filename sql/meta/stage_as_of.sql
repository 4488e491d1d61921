-- The as-of date for which a stage last succeeded. $1 text: stage. No tables written.
SELECT r.as_of
FROM meta.stage AS s JOIN meta.run AS r USING (run)
WHERE s.stage = $1 AND s.status IN ('done', 'same')
ORDER BY run DESC LIMIT 1
