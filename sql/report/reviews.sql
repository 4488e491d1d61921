-- Titles in force by county, title and the month they end ('' = their end was not delivered), and whether they would pass
-- then (NULL: not known, or too far away to be judged). A title that was granted anew is not counted twice.
-- $1 bigint run whose shortlist stands; $2 date as-of date, whose past months are left out. No tables written.
WITH at AS MATERIALIZED (SELECT pool.follow_run($1::bigint) AS run)
SELECT r.county, t.name, coalesce(to_char(r.valid_to, 'YYYY-MM'), ''),
       CASE WHEN r.verdict IN (0, 1) THEN 1 WHEN r.verdict IN (3, 4, 6) THEN 0 END, r.judged::integer, count(*)
FROM at
JOIN pool.review AS r ON r.from_run <= at.run AND at.run < r.to_run
JOIN pool.track AS t ON t.title = r.title
WHERE NOT r.renewed AND (r.valid_to IS NULL OR r.valid_to >= $2::date)
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5
