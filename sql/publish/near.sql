-- The near misses for the lists: of each tier and condition the first of the city and of each county.
-- $1  bigint  run whose results stand
-- $2  bigint  so many of the city
-- $3  bigint  so many of a county
SELECT coalesce(n.county, ''), coalesce(c.name, '区县不明'), n.city_place <= $2::bigint, n.place <= $3::bigint,
       n.title || CASE n.kind WHEN 'new' THEN '' ELSE '（复核）' END, n.clause, n.text, n.lacking, n.unknown,
       coalesce(r.name, ''), n.uscc, coalesce(n.industry || ' ' || i.name, n.industry, ''), v.word,
       coalesce(g.gap, '')
FROM result.near_of($1::bigint) AS n
JOIN meta.verdict AS v ON v.verdict = n.verdict
LEFT JOIN meta.county AS c ON c.county = n.county
LEFT JOIN meta.industry AS i ON i.industry = n.industry
LEFT JOIN LATERAL (
    SELECT g.name FROM source.registry AS g WHERE g.uscc = n.uscc ORDER BY g.gone IS NOT NULL, g.source LIMIT 1
) AS r ON true
LEFT JOIN LATERAL ( -- of the tier that the firm is to be cultivated for
    SELECT j.gap
    FROM result.judgement AS j JOIN result.pattern AS x ON x.pattern = j.pattern
    WHERE j.uscc = n.uscc AND j.from_run <= $1::bigint AND j.to_run > $1::bigint AND x.target = n.position
) AS g ON true
WHERE n.city_place <= $2::bigint OR n.place <= $3::bigint
ORDER BY n.position DESC, n.step, n.city_place
