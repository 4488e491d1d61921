-- Whose results are read: the published run (else the last that was judged), its as-of date, the rules it was
-- judged by. No row while nothing was judged. No parameters.
SELECT r.run, coalesce(m.as_of::text, ''), (SELECT max(from_run) FROM result.program WHERE from_run <= r.run)
FROM (SELECT coalesce((SELECT run FROM meta.published), (SELECT max(run) FROM result.funnel_county)) AS run) AS r
JOIN meta.run AS m ON m.run = r.run
