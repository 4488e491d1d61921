-- The candidates of each list in its order, with the groups they belong to. No tables written.
-- $1  bigint  run whose shortlist stands
-- $2  bigint  run of its rules
-- $3  text    tier, NULL = all
-- $4  text    county code, NULL = all: the county's own order and seats
SELECT p.tier, p.title, p.version, s.seated, s.county, coalesce(c.name, '区县不明') AS county_name,
       CASE WHEN f.size_lo = f.size_hi THEN f.size_lo ELSE 0 END AS size,
       CASE WHEN u.established <= r.as_of THEN feature.years(u.established, r.as_of) END AS years
FROM pool.shortlist AS s
JOIN meta.run AS r ON r.run = s.run
JOIN result.firm AS f ON f.uscc = s.uscc AND f.from_run <= s.run AND s.run < f.to_run
JOIN result.program AS p ON p.from_run = $2::bigint AND p.position = s.position
LEFT JOIN meta.county AS c ON c.county = s.county
LEFT JOIN feature.unit AS u ON u.uscc = s.uscc
WHERE s.run = $1::bigint AND ($3::text IS NULL OR p.tier = $3) AND ($4::text IS NULL OR s.county = $4)
ORDER BY s.position, s.place, s.uscc
