-- The files of a list. $1 bigint: the list (run that wrote it).
SELECT name, sha256 FROM pool.issue_name WHERE issue = $1::bigint ORDER BY name
