-- Files of the inputs folder that no delivery took in the last load. No parameters. Reads meta.stage.
SELECT coalesce(n.name, '… (' || (s.counts ->> 'files_unclaimed') || ')')
FROM (SELECT counts FROM meta.stage WHERE stage = 'load' ORDER BY run DESC LIMIT 1) AS s
CROSS JOIN LATERAL (
    SELECT name, n FROM jsonb_array_elements_text(s.counts -> 'unclaimed') WITH ORDINALITY AS e (name, n)
    UNION ALL
    SELECT NULL, 1000 WHERE (s.counts ->> 'files_unclaimed')::bigint > jsonb_array_length(s.counts -> 'unclaimed')
) AS n
ORDER BY n.n
