-- How a firm stands in a tier at the last rank: verdict, place and seat on the list, a rule that excludes it. One row.
-- Reads meta.stage, result.firm, result.program, pool.shortlist, pool.excluded, pool.exclusion_rule, meta.verdict.
-- $1  text  uscc
-- $2  text  tier
SELECT k.run, coalesce(v.word, ''), s.place, s.seated, coalesce(x.title, '')
FROM (SELECT max(run) AS run FROM meta.stage WHERE stage = 'rank' AND status = 'done') AS k
LEFT JOIN result.firm AS f ON f.uscc = $1 AND f.from_run <= k.run AND k.run < f.to_run
LEFT JOIN result.program AS p ON p.from_run = f.rules_run AND p.kind = 'new' AND p.tier = $2
LEFT JOIN meta.verdict AS v ON v.verdict = get_byte(f.verdicts, p.position)
LEFT JOIN pool.shortlist AS s ON s.uscc = $1 AND s.run = k.run AND s.position = p.position
LEFT JOIN LATERAL (SELECT r.title FROM pool.excluded AS x JOIN pool.exclusion_rule AS r ON r.rule = x.rule
                   WHERE x.uscc = $1 AND x.tier = $2 AND x.certain AND x.rule <> 'removed'
                     AND x.from_run <= k.run AND k.run < x.to_run
                   ORDER BY r.position LIMIT 1) AS x ON true
