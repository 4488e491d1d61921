-- How many firms have each title tonight. Writes pool.title_count.
-- $1  bigint  run
-- $2  date    as-of date
INSERT INTO pool.title_count (run, county, title, held, end_unknown, granted_0)
WITH firm AS (
    SELECT r.uscc, r.county, r.title, bool_or(r.valid_to IS NOT NULL) AS runs,
           bool_or(date_trunc('year', r.granted) = date_trunc('year', $2::date)) AS fresh
    FROM pool.review AS r
    WHERE r.to_run = 9223372036854775807
    GROUP BY 1, 2, 3
), county AS (
    SELECT c.county FROM meta.county AS c UNION SELECT f.county FROM firm AS f
)
SELECT $1::bigint, c.county, t.title, count(*) FILTER (WHERE f.runs), count(*) FILTER (WHERE NOT f.runs),
       count(*) FILTER (WHERE f.fresh)
FROM county AS c CROSS JOIN pool.track AS t LEFT JOIN firm AS f ON f.county = c.county AND f.title = t.title
GROUP BY c.county, t.title
ON CONFLICT (run, county, title) DO NOTHING
