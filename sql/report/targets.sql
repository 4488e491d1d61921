-- Targets of the plan and how far they are. $1 bigint run whose shortlist stands, $2 date as-of date. No tables written.
SELECT r.title_name, r.county, r.measure, r.target, r.done, r.unsure, r.share_bp, r.due, r.pace_bp, r.state, r.note
FROM pool.target_progress(
    (SELECT max(s.run) FROM meta.stage AS s
     WHERE s.stage = 'follow' AND s.status = 'done' AND s.run <= pool.follow_run($1::bigint)), $2::date) AS r
ORDER BY r.n
