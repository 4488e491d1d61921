-- The ledger as people read it and fill it in; the columns are those of follow_ledger.h. No tables written.
-- $1  bigint  run
-- $2  text    county, code or name; NULL = all
SELECT l.name, l.uscc, l.county_name, l.tier_title, l.stage, coalesce(l.specialist, '（' || l.why_no_specialist || '）'), l.gap, l.plan,
       l.progress, l.progress_on::text, l.status, l.next_step, l.remark, l.noted_on::text, l.notes,
       l.uscc || '/' || CASE l.mark WHEN '' THEN '-' ELSE l.mark END
FROM pool.ledger($1::bigint) AS l
WHERE $2::text IS NULL OR l.county = $2 OR l.county_name = $2
ORDER BY l.county, l.ladder_place DESC, l.name, l.uscc
