-- The latest rankings, for a hint. No parameters, no tables written.
SELECT string_agg(run || ' (' || as_of || ')', ', ' ORDER BY run DESC) FROM (SELECT run, as_of FROM pool.night ORDER BY run DESC LIMIT 8) AS n
