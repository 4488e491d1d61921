-- The ledger for the sheet 台账: the county's code, then the columns of follow_ledger.h. No tables written.
-- $1  bigint  run whose shortlist stands
-- $2  date    as-of date (as for the other sheets; says nothing here)
WITH at AS MATERIALIZED (SELECT pool.follow_run($1::bigint) AS run)
SELECT l.county, l.name, l.uscc, l.county_name, l.tier_title, l.stage, coalesce(l.specialist, '（' || l.why_no_specialist || '）'), l.gap,
       l.plan, coalesce(l.progress, ''), coalesce(l.progress_on::text, ''), coalesce(l.status, ''), coalesce(l.next_step, ''),
       coalesce(l.remark, ''), coalesce(l.noted_on::text, ''), l.notes, l.uscc || '/' || CASE l.mark WHEN '' THEN '-' ELSE l.mark END
FROM at CROSS JOIN LATERAL pool.ledger(at.run) AS l
WHERE $2::date IS NOT NULL
ORDER BY l.county, l.ladder_place DESC, l.name, l.uscc
