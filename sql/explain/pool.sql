-- Where a firm stands in each tier at the last rank: stage, place, seat and its reason, exclusions, orders in force.
-- Reads meta.stage, result.firm, result.program, pool.member, pool.shortlist, pool.excluded, pool.exclusion_rule,
-- pool.override_on, feature.clock.
-- $1  text  uscc
SELECT p.tier, p.title,
       coalesce(CASE m.stage WHEN 'reserve' THEN '储备' WHEN 'cultivate' THEN '培育' WHEN 'promote' THEN '提升' WHEN 'applied' THEN '申报'
                WHEN 'recognised' THEN '认定' END, '') AS stage,
       coalesce(s.place::text, ''), coalesce(s.county_place::text, ''),
       CASE WHEN s.seated THEN '名额内' WHEN NOT s.seated THEN '名额外' ELSE '' END,
       coalesce(w.word, ''), coalesce(x.words, ''), coalesce(o.words, ''), coalesce(m.stage, ''), coalesce(w.id, '')
FROM (SELECT max(run) AS run FROM meta.stage WHERE stage = 'rank' AND status = 'done') AS k
JOIN result.firm AS f ON f.uscc = $1 AND f.from_run <= k.run AND k.run < f.to_run
JOIN result.program AS p ON p.from_run = f.rules_run AND p.kind = 'new'
LEFT JOIN pool.member AS m ON m.uscc = $1 AND m.tier = p.tier AND m.from_run <= k.run AND k.run < m.to_run
LEFT JOIN pool.shortlist AS s ON s.uscc = $1 AND s.run = k.run AND s.position = p.position
LEFT JOIN meta.seat_reason AS w ON w.reason = s.reason
LEFT JOIN LATERAL (
    SELECT string_agg(r.title || CASE WHEN x.certain THEN '' ELSE '（待核实，未排除）' END || '：' || x.evidence
                      || coalesce('，至 ' || x.until_date, ''), '；' ORDER BY r.position) AS words
    FROM pool.excluded AS x JOIN pool.exclusion_rule AS r ON r.rule = x.rule
    WHERE x.uscc = $1 AND x.tier = p.tier AND x.from_run <= k.run AND k.run < x.to_run
) AS x ON true
LEFT JOIN LATERAL (
    SELECT string_agg('第 ' || o.number || ' 号 ' || CASE o.action WHEN 'add' THEN '增补' WHEN 'remove' THEN '移出'
                      WHEN 'hold' THEN '保留' ELSE '已申报' END || '：' || v.why || coalesce('，至 ' || o.until_date, ''), '；'
                      ORDER BY o.number) AS words
    FROM pool.override_on((SELECT max(as_of) FROM feature.clock)) AS o JOIN pool.override AS v USING (number)
    WHERE o.uscc = $1 AND o.tier = p.tier
) AS o ON true
WHERE m.stage IS NOT NULL OR s.place IS NOT NULL OR x.words IS NOT NULL OR o.words IS NOT NULL
ORDER BY p.position
