-- The files of a list with their contents; NULL where that was taken away. Setting tidu.issue: the run that wrote it.
COPY (
    SELECT n.name, n.sha256, f.content
    FROM pool.issue_name AS n
    LEFT JOIN pool.issue_file AS f ON f.sha256 = n.sha256
    WHERE n.issue = (SELECT current_setting('tidu.issue')::bigint)
    ORDER BY n.name
) TO STDOUT (FORMAT binary)
