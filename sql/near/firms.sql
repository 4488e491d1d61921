-- Near misses firm by firm, the first of each condition, in the order in which one would go to them.
-- $1  bigint  run
-- $2  text    tier, NULL = all
-- $3  text    condition, NULL = all
-- $4  text    county code, NULL = all
-- $5  bigint  so many of each condition, 0 = all
SELECT n.tier, n.title, n.kind, n.version, n.step, n.id, n.clause, n.text, n.city_place,
       coalesce(n.county, ''), coalesce(c.name, '区县不明'), coalesce(r.name, ''), n.uscc, coalesce(n.industry, ''),
       coalesce(i.name, ''), n.unknown, n.lacking, n.leaves, v.word, n.place,
       CASE n.kind WHEN 'new' THEN '新申报' ELSE '复核' END,
       coalesce(g.gap, ''), g.gap_cost, g.gap_months,
       CASE WHEN n.unconfirmed THEN '含未证实数值' ELSE '' END
FROM result.near_of($1::bigint, $2, $3, $4) AS n
JOIN meta.verdict AS v ON v.verdict = n.verdict
LEFT JOIN meta.county AS c ON c.county = n.county
LEFT JOIN meta.industry AS i ON i.industry = n.industry
LEFT JOIN LATERAL (
    SELECT g.name FROM source.registry AS g WHERE g.uscc = n.uscc ORDER BY g.gone IS NOT NULL, g.source LIMIT 1
) AS r ON true
LEFT JOIN LATERAL ( -- of the tier that the firm is to be cultivated for
    SELECT j.gap, j.gap_cost, j.gap_months
    FROM result.judgement AS j JOIN result.pattern AS x ON x.pattern = j.pattern
    WHERE j.uscc = n.uscc AND j.from_run <= $1::bigint AND j.to_run > $1::bigint AND x.target = n.position
) AS g ON true
WHERE $5::bigint = 0 OR n.city_place <= $5::bigint
ORDER BY n.position, n.step, n.city_place
