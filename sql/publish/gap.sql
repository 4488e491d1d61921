-- What is open of the candidates' targets (差距清单), a row for each condition: the candidate's place in publish/list, which
-- says who it is, its code, then as people read it.
-- $1 bigint run whose shortlist stands. Reads pool.shortlist, result.judgement, result.pattern. No tables written.
WITH firm AS MATERIALIZED (
    SELECT s.uscc, s.position, row_number() OVER (ORDER BY s.position DESC, s.place, s.uscc) AS firm
    FROM pool.shortlist AS s
    WHERE s.run = $1::bigint
), judged AS MATERIALIZED (
    SELECT j.uscc, j.pattern, j.gap_lines
    FROM result.judgement AS j
    WHERE j.uscc = ANY (ARRAY(SELECT f.uscc FROM firm AS f)) AND j.from_run <= $1::bigint AND j.to_run > $1::bigint
)
SELECT s.firm, s.uscc, x.f[1], x.f[3], x.f[4], x.f[5], x.f[6], nullif(x.f[7], ''), nullif(x.f[8], ''), x.f[9]
FROM firm AS s
JOIN judged AS j ON j.uscc = s.uscc
JOIN result.pattern AS t ON t.pattern = j.pattern AND t.target = s.position -- whom a person added elsewhere has one gap
CROSS JOIN LATERAL (
    SELECT n, string_to_array(line, E'\t') FROM string_to_table(j.gap_lines, E'\n') WITH ORDINALITY AS t (line, n)
) AS x (n, f)
ORDER BY s.firm, x.n
