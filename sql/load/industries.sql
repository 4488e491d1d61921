-- The industry classification of the program, when it is not there as it should be.
-- $1  text  json array of {industry, name}
-- writes: meta.industry
WITH wanted AS (
    SELECT industry, name
    FROM jsonb_to_recordset($1::jsonb) AS w (industry text, name text)
), removed AS (
    DELETE FROM meta.industry AS i
    WHERE NOT EXISTS (SELECT FROM wanted AS w WHERE w.industry = i.industry)
)
INSERT INTO meta.industry AS i (industry, name)
SELECT industry, name
FROM wanted
ON CONFLICT (industry) DO UPDATE SET name = excluded.name
WHERE i.name <> excluded.name
