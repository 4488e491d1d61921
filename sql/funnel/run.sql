-- Whose results are read: the published run (else the last that was judged), its as-of date, the rules it was
-- judged by: NULL when the funnel was not counted then, by a program that did not do so. No row while nothing was
-- judged. No parameters.
SELECT r.run, coalesce(m.as_of::text, ''),
       CASE WHEN EXISTS (SELECT FROM result.funnel_county AS f WHERE f.run <= r.run)
            THEN (SELECT max(from_run) FROM result.program WHERE from_run <= r.run) END
FROM (SELECT coalesce((SELECT run FROM meta.published), (SELECT max(run) FROM result.funnel_county)) AS run) AS r
JOIN meta.run AS m ON m.run = r.run
