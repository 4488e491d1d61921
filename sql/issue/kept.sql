-- How many contents are kept, and their bytes. No parameters.
SELECT count(*), coalesce(sum(octet_length(content)), 0) FROM pool.issue_file
