-- Names of units by their codes, as feature.unit has them.
-- $1  jsonb  array of codes
WITH wanted AS MATERIALIZED (SELECT jsonb_array_elements_text($1::jsonb) COLLATE "C" AS uscc)
SELECT r.uscc, r.name
FROM wanted JOIN source.registry AS r ON r.uscc = wanted.uscc
WHERE r.gone IS NULL AND NOT EXISTS (SELECT FROM feature.unit_merged AS m WHERE m.uscc = r.uscc)
UNION ALL
SELECT m.uscc, m.name FROM wanted JOIN feature.unit_merged AS m ON m.uscc = wanted.uscc
ORDER BY 1, 2
