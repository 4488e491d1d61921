-- What the last good delivery of each kind was like: its rows (and in name the date of the newest that was as good), the different headers of its files (n: which of
-- them), its rows by county, the names of its files. A mended one is not one.
WITH last AS MATERIALIZED (
    SELECT DISTINCT ON (delivery) delivery, rows_read - rows_skipped AS rows, notes, files
    FROM meta.batch
    WHERE status = 'done' AND mode <> 'mended'
    ORDER BY delivery, batch DESC
), newest AS MATERIALIZED (
    SELECT DISTINCT ON (b.delivery) b.delivery, coalesce(b.delivered, r.as_of) AS delivered
    FROM meta.batch AS b
    JOIN meta.run AS r USING (run)
    WHERE b.status IN ('done', 'same') AND b.mode <> 'mended'
    ORDER BY b.delivery, b.batch DESC
)
SELECT delivery, kind, n, place, name, rows
FROM (
    SELECT delivery, 0 AS kind, 0::bigint AS n, 0::bigint AS place, newest.delivered::text AS name, rows
    FROM last JOIN newest USING (delivery)
    UNION ALL
    SELECT delivery, 1, h.n, c.place, c.name, 0
    FROM last
    CROSS JOIN LATERAL jsonb_array_elements(notes -> 'headers') WITH ORDINALITY AS h (header, n)
    CROSS JOIN LATERAL jsonb_array_elements_text(h.header) WITH ORDINALITY AS c (name, place)
    UNION ALL
    SELECT delivery, 2, 0, 0, c.key, c.value::bigint
    FROM last
    CROSS JOIN LATERAL jsonb_each_text(notes -> 'counties') AS c
    UNION ALL
    SELECT delivery, 3, 0, 0, f.file ->> 'name', 0
    FROM last
    CROSS JOIN LATERAL jsonb_array_elements(files) AS f (file)
) AS f
ORDER BY delivery, kind, n, place, name COLLATE "C"
