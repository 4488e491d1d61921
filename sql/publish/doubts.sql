-- Doubts (errors and questions) about the data of the firms on a run's shortlist: the county's code, then as people read it.
-- $1 bigint run whose shortlist stands. Reads pool.shortlist, api.quality_finding, quality.rule.
WITH firm AS MATERIALIZED (
    SELECT s.uscc, min(s.county) AS county FROM pool.shortlist AS s WHERE s.run = $1::bigint GROUP BY s.uscc
)
SELECT coalesce(s.county, ''), f.name, f.uscc, coalesce(c.name, '区县不明'),
       CASE f.severity WHEN 'error' THEN '错误' ELSE '疑问' END, f.title, f.record, f.shown, f.source, f.file,
       f.other_source, f.owner
FROM firm AS s
JOIN api.quality_finding AS f ON f.uscc = s.uscc
JOIN quality.rule AS r ON r.rule = f.rule
LEFT JOIN meta.county AS c ON c.county = s.county
WHERE f.severity <> 'note'
  -- few candidates have any: their codes go into the view as an array, which a join does not
  AND f.uscc = ANY (ARRAY(SELECT x.uscc FROM quality.finding AS x JOIN firm AS o ON o.uscc = x.uscc))
ORDER BY c.position, f.uscc, r.position, f.record, f.source, f.file, f.field, f.other_source, f.shown
