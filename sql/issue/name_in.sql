-- The files of a list by name. Writes pool.issue_name.
COPY pool.issue_name (issue, name, sha256, bytes) FROM STDIN (FORMAT binary)
