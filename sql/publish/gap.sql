-- What is open of the candidates' targets (差距清单), a row for each condition: the county's code, then as people read it.
-- $1 bigint run whose shortlist stands. Reads pool.shortlist, result.judgement, result.pattern. No tables written.
WITH firm AS MATERIALIZED (
    SELECT s.uscc, s.county, s.position, s.place FROM pool.shortlist AS s WHERE s.run = $1::bigint
), judged AS MATERIALIZED (
    SELECT j.uscc, j.rules_run, j.pattern, j.gap_lines
    FROM result.judgement AS j
    WHERE j.uscc = ANY (ARRAY(SELECT f.uscc FROM firm AS f)) AND j.from_run <= $1::bigint AND j.to_run > $1::bigint
), registry_rank AS MATERIALIZED (
    SELECT m.source, feature.source_rank('registry', '*', m.source) AS rank FROM meta.source AS m
), name AS MATERIALIZED (
    SELECT DISTINCT ON (r.uscc) r.uscc, r.name
    FROM source.registry AS r
    JOIN registry_rank AS k ON k.source = r.source
    WHERE r.uscc = ANY (ARRAY(SELECT f.uscc FROM firm AS f)) AND r.gone IS NULL
    ORDER BY r.uscc, k.rank, r.source
)
SELECT s.county, coalesce(r.name, ''), s.uscc, coalesce(c.name, '区县不明'), p.title, x.f[1], x.f[3], x.f[4], x.f[5], x.f[6],
       nullif(x.f[7], ''), nullif(x.f[8], ''), x.f[9]
FROM firm AS s
JOIN judged AS j ON j.uscc = s.uscc
JOIN result.pattern AS t ON t.pattern = j.pattern AND t.target = s.position -- whom a person added elsewhere has one gap
JOIN result.program AS p ON p.from_run = j.rules_run AND p.position = s.position
CROSS JOIN LATERAL (
    SELECT n, string_to_array(line, E'\t') FROM string_to_table(j.gap_lines, E'\n') WITH ORDINALITY AS t (line, n)
) AS x (n, f)
LEFT JOIN meta.county AS c ON c.county = s.county
LEFT JOIN name AS r ON r.uscc = s.uscc
ORDER BY s.position DESC, s.place, s.uscc, x.n
