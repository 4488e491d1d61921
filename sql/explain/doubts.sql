-- Doubts about a firm's data, errors and questions, the newest year first. $1 text: credit code.
-- Reads api.quality_finding, quality.rule.
SELECT f.rule, f.title, f.severity, f.record, f.source, f.file, f.line::text, f.shown, coalesce(f.other_source, '')
FROM api.quality_finding AS f
JOIN quality.rule AS r ON r.rule = f.rule
WHERE f.uscc = $1 AND f.severity <> 'note'
ORDER BY f.year DESC NULLS LAST, r.position, f.batch, f.file, f.line, f.field, f.other_source
