-- The largest number of a department. Reads meta.source. No parameters.
SELECT coalesce(max(source), 0) FROM meta.source
