-- The departments' quality scores of the standing check, hundredths. No parameters. No tables written.
SELECT s.title, q.dataset, q.records, q.score, q.completeness, q.validity, q.consistency, q.timeliness
FROM quality.basis AS b
JOIN quality.score AS q ON q.run = b.run
JOIN meta.source AS s ON s.source = q.source
ORDER BY q.score, s.source, q.dataset
