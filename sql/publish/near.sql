-- The near misses for the lists: of each tier and condition the first of the city and of each county, in the order
-- of result.near_of, but with narrow rows as long as there are many.
-- $1  bigint  run whose results stand
-- $2  bigint  so many of the city
-- $3  bigint  so many of a county
WITH firm AS MATERIALIZED (
    SELECT k.rules_run, k.pattern, k.position, k.n, k.unknown, j.uscc, j.from_run, j.county,
           row_number() OVER (PARTITION BY k.position, k.n
                              ORDER BY k.unknown, k.verdict, x.target <> k.position,
                                       CASE x.target WHEN k.position THEN j.rank_key END, j.uscc) AS city_place
    FROM result.near AS k
    JOIN result.pattern AS x ON x.pattern = k.pattern
    JOIN result.judgement AS j ON j.pattern = k.pattern AND j.rules_run = k.rules_run
    WHERE j.from_run <= $1::bigint AND j.to_run > $1::bigint
), placed AS MATERIALIZED (
    SELECT f.*, row_number() OVER (PARTITION BY f.position, f.n, f.county ORDER BY f.city_place) AS place FROM firm AS f
), first AS MATERIALIZED (
    SELECT * FROM placed AS p WHERE p.city_place <= $2::bigint OR p.place <= $3::bigint
), condition AS MATERIALIZED (
    SELECT c.* FROM result.condition AS c WHERE c.from_run IN (SELECT f.rules_run FROM first AS f)
)
SELECT coalesce(n.county, ''), coalesce(c.name, '区县不明'), n.city_place <= $2::bigint, n.place <= $3::bigint,
       o.title || CASE o.kind WHEN 'new' THEN '' ELSE '（复核）' END, o.clause, o.text, coalesce(k.lacking, o.text),
       n.unknown, coalesce(r.name, ''), n.uscc, coalesce(j.industry || ' ' || i.name, j.industry, ''), v.word,
       CASE x.target WHEN n.position THEN coalesce(j.gap, '') ELSE '' END
FROM first AS n
JOIN condition AS o ON o.from_run = n.rules_run AND o.position = n.position AND o.n = n.n
JOIN result.near AS k ON k.rules_run = n.rules_run AND k.pattern = n.pattern AND k.position = n.position
JOIN result.pattern AS x ON x.pattern = n.pattern
JOIN result.judgement AS j ON j.uscc = n.uscc AND j.from_run = n.from_run
JOIN meta.verdict AS v ON v.verdict = k.verdict
LEFT JOIN meta.county AS c ON c.county = n.county
LEFT JOIN meta.industry AS i ON i.industry = j.industry
LEFT JOIN LATERAL (
    SELECT g.name FROM source.registry AS g WHERE g.uscc = n.uscc ORDER BY g.gone IS NOT NULL, g.source LIMIT 1
) AS r ON true
ORDER BY n.position DESC, n.n, n.city_place
