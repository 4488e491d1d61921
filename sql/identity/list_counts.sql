-- How often it happened, by kind, of what identity/list lists. Reads api.event.
-- $1  date    since this as-of date; NULL = since ever
-- $2  bigint  since this run; NULL = since ever
-- $3  text    kind; NULL = all
-- $4  text    county code; NULL = all
SELECT kind, word, count(*)
FROM api.event
WHERE ($1::date IS NULL OR as_of >= $1::date) AND ($2::bigint IS NULL OR run >= $2::bigint)
  AND ($3::text IS NULL OR kind = $3::text)
  AND ($4::text IS NULL OR county = $4::text OR (kind = 'move' AND was_id = $4::text))
GROUP BY kind, word
ORDER BY kind
