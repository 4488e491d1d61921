-- The departments' scores of the standing run, and the score of the run before it. $1 text: a department (id),
-- NULL = all; $2 text: 'on' = every run, the newest first.
-- Reads quality.basis, quality.score, meta.run, meta.source.
SELECT s.id, s.title, q.dataset,
       CASE q.dataset WHEN 'registry' THEN '登记' WHEN 'finance' THEN '财务' WHEN 'staff' THEN '人员' WHEN 'ip' THEN '知识产权'
            WHEN 'title' THEN '称号与名单' WHEN 'product' THEN '主导产品' WHEN 'equity' THEN '股权融资'
            WHEN 'conduct' THEN '信用与负面' ELSE q.dataset END,
       q.records, to_char(q.score / 100.0, 'FM990.0'), to_char(q.completeness / 100.0, 'FM990.0'),
       to_char(q.validity / 100.0, 'FM990.0'), to_char(q.consistency / 100.0, 'FM990.0'), to_char(q.timeliness / 100.0, 'FM990.0'),
       to_char((q.score - p.score) / 100.0, 'FMS990.0'), n.as_of, q.run, q.age_days
FROM quality.basis AS b
JOIN quality.score AS q ON q.run = b.run OR ($2 = 'on' AND q.run < b.run)
JOIN meta.run AS n ON n.run = q.run
JOIN meta.source AS s ON s.source = q.source
LEFT JOIN LATERAL (
    SELECT o.score FROM quality.score AS o
    WHERE o.source = q.source AND o.dataset = q.dataset AND o.run < q.run
    ORDER BY o.run DESC LIMIT 1
) AS p ON true
WHERE $1::text IS NULL OR s.id = $1
ORDER BY CASE WHEN $2 = 'on' THEN s.source END, CASE WHEN $2 = 'on' THEN q.dataset END, q.run DESC, s.source, q.dataset
