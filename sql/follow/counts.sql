-- How many firms have each title tonight. Writes pool.title_count.
-- $1  bigint  run
-- $2  date    as-of date
INSERT INTO pool.title_count (run, county, title, held, end_unknown, granted_0)
WITH firm AS (
    SELECT r.uscc, r.county, r.title, bool_or(r.valid_to IS NOT NULL) AS runs,
           bool_or(extract(year FROM r.granted) = extract(year FROM $2::date)) AS fresh
    FROM pool.review AS r
    WHERE r.to_run = 9223372036854775807
    GROUP BY 1, 2, 3
), counted AS MATERIALIZED ( -- before they are put beside what has none: some rows instead of some thousands
    SELECT f.county, f.title, count(*) FILTER (WHERE f.runs) AS held, count(*) FILTER (WHERE NOT f.runs) AS end_unknown,
           count(*) FILTER (WHERE f.fresh) AS granted_0
    FROM firm AS f
    GROUP BY f.county, f.title
), county AS MATERIALIZED (
    SELECT c.county FROM meta.county AS c UNION SELECT f.county FROM counted AS f
)
SELECT $1::bigint, c.county, t.title, coalesce(f.held, 0), coalesce(f.end_unknown, 0), coalesce(f.granted_0, 0)
FROM county AS c CROSS JOIN pool.track AS t LEFT JOIN counted AS f ON f.county = c.county AND f.title = t.title
ON CONFLICT (run, county, title) DO NOTHING
