-- Doubts about firms' data, errors and questions, the newest year first. No tables written.
-- $1  text  codes, with line feeds between
SELECT f.uscc, f.title, f.shown, f.source, coalesce(f.other_source, ''), f.severity
FROM api.quality_finding AS f
JOIN quality.rule AS r ON r.rule = f.rule
WHERE f.uscc = ANY (ARRAY(SELECT w COLLATE "C" FROM unnest(string_to_array($1::text, E'\n')) AS w)) AND f.severity <> 'note'
ORDER BY f.uscc, f.year DESC NULLS LAST, r.position, f.source, f.record, f.field, f.other_source, f.shown, f.file, f.line
