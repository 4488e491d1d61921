-- What a person wrote in place of rejected lines.
-- $1 text: delivery; $2 bigint: the batch that brought it; $3 json array of {raw, names, cells, good, reason,
-- column, message}
-- writes: reject.mended
INSERT INTO reject.mended AS m (delivery, raw_hash, names, cells, good, batch, reason, column_name, message)
SELECT $1, (e.value ->> 'raw')::bigint,
       ARRAY (SELECT t FROM jsonb_array_elements_text(e.value -> 'names') WITH ORDINALITY AS x (t, n) ORDER BY n),
       ARRAY (SELECT t FROM jsonb_array_elements_text(e.value -> 'cells') WITH ORDINALITY AS x (t, n) ORDER BY n),
       (e.value ->> 'good')::boolean, $2::bigint, e.value ->> 'reason', e.value ->> 'column', e.value ->> 'message'
FROM jsonb_array_elements($3::jsonb) AS e
ON CONFLICT (delivery, raw_hash) DO UPDATE
SET names = excluded.names, cells = excluded.cells, good = excluded.good, batch = excluded.batch,
    reason = excluded.reason, column_name = excluded.column_name, message = excluded.message
