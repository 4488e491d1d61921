-- When applications are taken, for the notes: title, from, to, source and how well it is known, whether it is open. No tables written.
-- $1  bigint  run whose shortlist stands
-- $2  date    as-of date
SELECT f.title, f.from_date::text, f.to_date::text, f.source || CASE WHEN f.unconfirmed THEN '，未证实' ELSE '' END,
       CASE WHEN f.from_date <= $2::date THEN '正在申报，' ELSE '' END
FROM pool.filing_next((SELECT max(from_run) FROM result.program WHERE from_run <= $1::bigint), $2::date) AS f
ORDER BY f.from_date, f.to_date, f.tier
