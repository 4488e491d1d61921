-- The list that was published last. No parameters.
SELECT as_of, manifest_hash FROM pool.issue ORDER BY issue DESC LIMIT 1
