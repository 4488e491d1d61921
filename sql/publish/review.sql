-- Titles in force and what is said of their reviews, for the sheet 到期复核; the first to end first, behind them those whose
-- end is not known. No tables written.
-- $1  bigint  run whose shortlist stands
-- $2  date    as-of date
WITH at AS MATERIALIZED (SELECT pool.follow_run($1::bigint) AS run)
SELECT r.county, r.name, r.uscc, r.county_name, r.title_name, r.granted, r.valid_to, r.days_left, r.horizon,
       coalesce(r.version || '版 ' || r.source || CASE r.kind WHEN 'review' THEN '（复核）' ELSE '（重新申报）' END, ''),
       coalesce(r.verdict, ''), coalesce(r.met || '/' || r.hard_total, ''), r.unknown, coalesce(nullif(r.gap, ''), r.open, ''),
       coalesce(r.why_not, '')
FROM at CROSS JOIN LATERAL pool.review_calendar(at.run, $2::date) AS r
ORDER BY r.valid_to NULLS LAST, r.county, r.title, r.uscc, r.granted
