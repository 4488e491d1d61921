-- Rules with the counts that stand: of a department $1 text (id), a county $2 text, one rule $3 text; NULL = all.
-- Reads quality.basis, quality.rule, quality.count, meta.source.
SELECT r.rule, r.title, r.dataset,
       CASE r.severity WHEN 'error' THEN '错误' WHEN 'warn' THEN '疑问' ELSE '提示' END, r.severity,
       coalesce(sum(c.pass), 0)::bigint, coalesce(sum(c.fail), 0)::bigint, coalesce(sum(c.unknown), 0)::bigint,
       coalesce(sum(c.na), 0)::bigint, r.owner, r.basis,
       CASE r.confirmed WHEN 'M' THEN '未证实（本市判断）' ELSE r.confirmed END, r.expression
FROM quality.basis AS b
CROSS JOIN quality.rule AS r
LEFT JOIN (quality.count AS c JOIN meta.source AS s ON s.source = c.source
           AND ($1::text IS NULL OR s.id = $1) AND ($2::text IS NULL OR c.county = $2))
       ON c.run = b.run AND c.rule = r.rule
WHERE $3::text IS NULL OR r.rule = $3
GROUP BY r.position, r.rule, r.title, r.dataset, r.severity, r.owner, r.basis, r.confirmed, r.expression
HAVING $1::text IS NULL AND $2::text IS NULL OR count(c.rule) > 0
ORDER BY r.position
