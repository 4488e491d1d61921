-- What happened to firms, as readers ask for it. Reads api.event.
-- $1  date    since this as-of date; NULL = since ever
-- $2  bigint  since this run; NULL = since ever
-- $3  text    kind; NULL = all
-- $4  text    county code: firms that are there now, or left it; NULL = all
-- $5  bigint  so many rows, 0 = all
SELECT as_of, run, kind, word, uscc, coalesce(name, ''), coalesce(county, ''), coalesce(county_name, '区县不明'), was, became,
       was_id, became_id, evidence, coalesce(delivery, '')
FROM api.event
WHERE ($1::date IS NULL OR as_of >= $1::date) AND ($2::bigint IS NULL OR run >= $2::bigint)
  AND ($3::text IS NULL OR kind = $3::text)
  AND ($4::text IS NULL OR county = $4::text OR (kind = 'move' AND was_id = $4::text))
ORDER BY as_of, run, uscc, kind, was_id
LIMIT nullif($5::bigint, 0)
