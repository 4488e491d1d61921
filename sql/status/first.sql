-- The first ten of the published list: certain first, the highest tier first.
SELECT p.title, s.place, coalesce(r.name, ''), s.uscc, coalesce(c.name, '区县不明'),
       CASE get_byte(f.verdicts, s.position) WHEN 2 THEN '可能' WHEN 3 THEN '近门槛' ELSE '确定' END
FROM meta.published m
JOIN pool.shortlist s ON s.run = m.run AND s.seated
JOIN result.firm f ON f.uscc = s.uscc AND f.from_run <= s.run AND f.to_run > s.run
JOIN result.program p ON p.from_run = f.rules_run AND p.position = s.position
LEFT JOIN meta.county c ON c.county = s.county
LEFT JOIN LATERAL (
    SELECT name FROM source.registry r WHERE r.uscc = s.uscc AND r.gone IS NULL
    ORDER BY coalesce((SELECT k.rank FROM meta.source_rank k
                       WHERE k.dataset = 'registry' AND k.field = '*' AND k.source = r.source), 9), r.source
    LIMIT 1
) r ON true
ORDER BY s.position DESC, s.place, s.uscc
LIMIT 10
