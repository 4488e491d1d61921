-- Firms that would be in a tier's pool by their verdict and are excluded by a rule or removed by a person, or may have to be:
-- county's code, then as people read it. $1 bigint run whose shortlist stands. Reads pool.excluded, pool.exclusion_rule,
-- pool.exclusion_count, result.firm, result.program, source.registry.
SELECT coalesce(f.county, ''), coalesce(c.name, '区县不明'), coalesce(n.name, ''), x.uscc, p.title, v.word, r.title, x.evidence,
       coalesce(x.until_date::text, ''), r.source || CASE r.clause WHEN '' THEN '' ELSE ' ' || r.clause END
           || CASE r.confirmed WHEN 'M' THEN '（本市口径）' ELSE '' END,
       CASE WHEN x.certain THEN '已排除' ELSE '待核实' END, CASE WHEN k.complete THEN '完整' ELSE '不完整' END
FROM pool.excluded AS x
JOIN pool.exclusion_rule AS r ON r.rule = x.rule
JOIN result.firm AS f ON f.uscc = x.uscc AND f.from_run <= $1::bigint AND $1::bigint < f.to_run
JOIN result.program AS p ON p.from_run = f.rules_run AND p.kind = 'new' AND p.tier = x.tier
JOIN meta.verdict AS v ON v.verdict = get_byte(f.verdicts, p.position)
LEFT JOIN pool.exclusion_count AS k ON k.run = $1::bigint AND k.rule = x.rule
LEFT JOIN meta.county AS c ON c.county = f.county
LEFT JOIN LATERAL (SELECT g.name FROM source.registry AS g WHERE g.uscc = x.uscc AND g.gone IS NULL
                   ORDER BY g.source LIMIT 1) AS n ON true
WHERE x.from_run <= $1::bigint AND $1::bigint < x.to_run AND (v.verdict < 4 OR x.rule = 'removed')
ORDER BY p.position DESC, r.position, x.uscc, x.rule
