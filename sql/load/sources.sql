-- The departments of the profile: a known one keeps its number, a new one gets the next.
-- $1  text  json array of {id, title} in the profile's order
-- writes: meta.source
WITH wanted AS (
    SELECT e.value ->> 'id' AS id, e.value ->> 'title' AS title, e.ordinality AS position
    FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e
), added AS (
    INSERT INTO meta.source AS s (source, id, title)
    SELECT coalesce(k.source,
                    (SELECT coalesce(max(source), 0) FROM meta.source)
                    + row_number() OVER (PARTITION BY k.source IS NULL ORDER BY w.position)),
           w.id, w.title
    FROM wanted AS w
    LEFT JOIN meta.source AS k USING (id)
    WHERE k.title IS DISTINCT FROM w.title
    ON CONFLICT (id) DO UPDATE SET title = excluded.title
    RETURNING s.source, s.id
)
SELECT coalesce(a.source, k.source) AS source
FROM wanted AS w
LEFT JOIN added AS a USING (id)
LEFT JOIN meta.source AS k USING (id)
ORDER BY w.position
