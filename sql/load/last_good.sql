-- What the last good delivery of each kind was like: its rows, the different headers of its files (n: which of
-- them), its rows by county. A mended one is not one.
WITH last AS MATERIALIZED (
    SELECT DISTINCT ON (delivery) delivery, rows_read - rows_skipped AS rows, notes
    FROM meta.batch
    WHERE status = 'done' AND mode <> 'mended'
    ORDER BY delivery, batch DESC
)
SELECT delivery, 0 AS kind, 0::bigint AS n, 0::bigint AS place, '' AS name, rows
FROM last
UNION ALL
SELECT delivery, 1, h.n, c.place, c.name, 0
FROM last
CROSS JOIN LATERAL jsonb_array_elements(notes -> 'headers') WITH ORDINALITY AS h (header, n)
CROSS JOIN LATERAL jsonb_array_elements_text(h.header) WITH ORDINALITY AS c (name, place)
UNION ALL
SELECT delivery, 2, 0, 0, c.key, c.value::bigint
FROM last
CROSS JOIN LATERAL jsonb_each_text(notes -> 'counties') AS c
ORDER BY delivery, kind, n, place, name COLLATE "C"
