-- What is open of the candidates' targets (差距清单), a row for each condition: the county's code, then as people read it.
-- $1 bigint run whose shortlist stands. Reads pool.shortlist, result.judgement, result.pattern. No tables written.
SELECT s.county, coalesce(r.name, ''), s.uscc, coalesce(c.name, '区县不明'), p.title, x.f[1], x.f[3], x.f[4], x.f[5], x.f[6],
       nullif(x.f[7], ''), nullif(x.f[8], ''), x.f[9]
FROM pool.shortlist AS s
JOIN result.judgement AS j ON j.uscc = s.uscc AND j.from_run <= s.run AND j.to_run > s.run
JOIN result.pattern AS t ON t.pattern = j.pattern AND t.target = s.position -- whom a person added elsewhere has one gap
JOIN result.program AS p ON p.from_run = j.rules_run AND p.position = s.position
CROSS JOIN LATERAL (
    SELECT n, string_to_array(line, E'\t') FROM string_to_table(j.gap_lines, E'\n') WITH ORDINALITY AS t (line, n)
) AS x (n, f)
LEFT JOIN meta.county AS c ON c.county = s.county
LEFT JOIN LATERAL (
    SELECT name FROM source.registry AS g WHERE g.uscc = s.uscc AND g.gone IS NULL
    ORDER BY feature.source_rank('registry', '*', g.source), g.source
    LIMIT 1
) AS r ON true
WHERE s.run = $1::bigint
ORDER BY s.position DESC, s.place, s.uscc, x.n
