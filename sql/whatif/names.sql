-- Names of units by their codes, as feature.unit has them.
-- $1  jsonb  array of codes
WITH wanted AS MATERIALIZED (SELECT ARRAY(SELECT jsonb_array_elements_text($1::jsonb)) AS codes)
SELECT r.uscc, r.name
FROM source.registry AS r
WHERE r.gone IS NULL AND r.uscc = ANY ((SELECT codes FROM wanted)::text[])
  AND NOT EXISTS (SELECT FROM feature.unit_merged AS m WHERE m.uscc = r.uscc)
UNION ALL
SELECT m.uscc, m.name FROM feature.unit_merged AS m WHERE m.uscc = ANY ((SELECT codes FROM wanted)::text[])
ORDER BY 1, 2
