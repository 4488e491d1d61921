-- Records that fail a rule: of a department $1 text (id; also as the other side of a difference), a county $2 text,
-- a rule $3 text, a form $4 text (record, pair, unit); NULL = all; at most $5 integer (0 = all).
-- Reads api.quality_finding, quality.rule.
SELECT f.rule, f.title, f.severity, f.uscc, f.name, f.county_name, f.dataset, f.record, f.source, f.file, f.line::text,
       f.shown, f.other_source, f.other_file, f.other_line::text, f.suspect, f.factor::text, f.field, f.value::text,
       f.other_field, f.other_value::text, f.owner, f.basis, f.confirmed,
       CASE f.severity WHEN 'error' THEN '错误' WHEN 'warn' THEN '疑问' ELSE '提示' END
FROM api.quality_finding AS f
JOIN quality.rule AS r ON r.rule = f.rule
WHERE ($1::text IS NULL OR f.source_id = $1 OR f.other_source = (SELECT title FROM meta.source WHERE id = $1))
  AND ($2::text IS NULL OR f.county = $2) AND ($3::text IS NULL OR f.rule = $3) AND ($4::text IS NULL OR r.form = $4)
ORDER BY r.position, f.county, f.uscc, f.batch, f.file, f.line, f.field, f.other_source, f.other_line
LIMIT nullif($5::integer, 0)
