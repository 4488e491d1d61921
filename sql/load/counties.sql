-- The city's counties, as the profile has them; nothing is written when they are there already.
-- $1  text  json array of {county, name} in the profile's order
-- writes: meta.county
WITH wanted AS (
    SELECT e.value ->> 'county' AS county, e.value ->> 'name' AS name, e.ordinality::integer AS position
    FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e
), removed AS (
    DELETE FROM meta.county AS c
    WHERE NOT EXISTS (SELECT FROM wanted AS w WHERE w.county = c.county)
)
INSERT INTO meta.county AS c (county, name, position)
SELECT county, name, position
FROM wanted
ON CONFLICT (county) DO UPDATE SET name = excluded.name, position = excluded.position
WHERE (c.name, c.position) <> (excluded.name, excluded.position)
