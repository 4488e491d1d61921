-- Contents of files that are not kept yet. Writes pool.issue_file.
COPY pool.issue_file (sha256, content) FROM STDIN (FORMAT binary)
