-- What stands of one source in figures that change with any row of it: rows, the keys and the rows' hashes put
-- together, which hash has which key; and how many rows are gone.
-- :"table"  text     source.<dataset>
-- $1        integer  meta.source
SELECT count(*) FILTER (WHERE gone IS NULL),
       coalesce(bit_xor(key_hash) FILTER (WHERE gone IS NULL), 0),
       coalesce(bit_xor(row_hash) FILTER (WHERE gone IS NULL), 0),
       coalesce(bit_xor(key_hash & row_hash) FILTER (WHERE gone IS NULL), 0),
       count(gone)
FROM :"table"
WHERE source = $1::integer
