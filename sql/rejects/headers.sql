-- The columns of each file of a batch, in their order. $1 bigint: batch. No tables written.
SELECT f.file ->> 'name', c.name
FROM meta.batch AS b
CROSS JOIN LATERAL jsonb_array_elements(b.files) WITH ORDINALITY AS f (file, n)
CROSS JOIN LATERAL jsonb_array_elements_text(
    b.notes -> 'headers' -> coalesce((b.notes -> 'header_of' ->> (f.n - 1)::integer)::integer, 0))
    WITH ORDINALITY AS c (name, place)
WHERE b.batch = $1::bigint
ORDER BY f.n, c.place
