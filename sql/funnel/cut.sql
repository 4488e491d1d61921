-- The funnel by industry, or of one industry, counted now. A row per program, cut, step.
-- $1  bigint  run
-- $2  text    tier, NULL = all
-- $3  text    county code, NULL = all
-- $4  text    'county', 'industry' (门类) or 'division' (大类): a cut each; else one for all
-- $5  text    beginning of the industry codes, NULL = all
SELECT s.tier, s.title, s.kind, s.version, g.step, s.id, s.clause, s.text,
       g.met, g.unmet, g.unknown, g.manual, g.na, g.remaining, g.remaining_certain, g.remaining_held,
       CASE WHEN $4 = 'county' THEN g.county ELSE g.industry END,
       CASE WHEN $4 = 'county' THEN coalesce(c.name, '区县不明')
            WHEN g.industry = '' THEN '行业不明'
            ELSE g.industry || ' ' || CASE WHEN $4 = 'division' AND length(g.industry) = 1 THEN '未细分' ELSE coalesce(i.name, '') END END,
       CASE s.kind WHEN 'new' THEN '新申报' ELSE '复核' END,
       CASE WHEN s.unconfirmed THEN '含未证实数值' ELSE '' END
FROM result.funnel_of($1::bigint, $4 = 'county', CASE $4 WHEN 'industry' THEN 1 WHEN 'division' THEN 3 ELSE 0 END, $3, $5, $2) AS g
JOIN result.step AS s ON s.from_run = g.rules_run AND s.position = g.position AND s.step = g.step
LEFT JOIN meta.county AS c ON c.county = g.county
LEFT JOIN meta.industry AS i ON i.industry = g.industry
ORDER BY g.position, c.position, g.county, g.industry, g.step
