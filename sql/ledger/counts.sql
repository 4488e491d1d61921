-- The ledger by county: firms, with a specialist, with notes, by status, the last day on which any was written. No tables written.
-- $1  bigint  run
-- $2  text    county, code or name; NULL = all
SELECT l.county_name, count(*), count(l.specialist), count(*) FILTER (WHERE l.notes > 0),
       count(*) FILTER (WHERE l.status = '进行中'), count(*) FILTER (WHERE l.status = '有困难'), count(*) FILTER (WHERE l.status = '已完成'),
       coalesce(max(l.noted_on)::text, ''), coalesce(max(l.why_no_specialist), '')
FROM pool.ledger($1::bigint) AS l
WHERE $2::text IS NULL OR l.county = $2 OR l.county_name = $2
GROUP BY l.county, l.county_name
ORDER BY l.county
