-- Takes away the contents that only lists with an as-of date before a day have; their record stays, and so does the list
-- that is published now. Writes pool.issue and pool.issue_file. Gives how many lists, contents and bytes.
-- $1  date         the day
-- $2  timestamptz  now
-- $3  text         who (login and host; the role of the database is added)
WITH old AS MATERIALIZED (
    SELECT i.issue FROM pool.issue AS i
    WHERE i.as_of < $1::date AND i.pruned IS NULL AND i.issue <> (SELECT max(issue) FROM pool.issue)
), gone AS (
    DELETE FROM pool.issue_file AS f
    WHERE f.sha256 IN (SELECT n.sha256 FROM pool.issue_name AS n WHERE n.issue IN (SELECT issue FROM old))
      AND NOT EXISTS (
          SELECT FROM pool.issue_name AS n JOIN pool.issue AS i ON i.issue = n.issue
          WHERE n.sha256 = f.sha256 AND i.pruned IS NULL AND n.issue NOT IN (SELECT issue FROM old))
    RETURNING octet_length(f.content) AS bytes
), marked AS (
    UPDATE pool.issue SET pruned = $2::timestamptz, pruned_by = $3 || ' ' || session_user
    WHERE issue IN (SELECT issue FROM old)
    RETURNING issue
)
SELECT (SELECT count(*) FROM marked), (SELECT count(*) FROM gone), coalesce((SELECT sum(bytes) FROM gone), 0)
