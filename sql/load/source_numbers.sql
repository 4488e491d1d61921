-- The departments that have been met. No parameters, no tables written.
SELECT source, id FROM meta.source ORDER BY source
