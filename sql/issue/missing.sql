-- Files of a list whose content is not kept yet: a name of each content.
-- $1 bigint  the list (run that wrote it), whose names stand already
SELECT min(n.name), n.sha256
FROM pool.issue_name AS n
WHERE n.issue = $1::bigint AND NOT EXISTS (SELECT FROM pool.issue_file AS f WHERE f.sha256 = n.sha256)
GROUP BY n.sha256
ORDER BY n.sha256
