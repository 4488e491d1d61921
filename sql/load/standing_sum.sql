-- What stands, and what is gone, in figures that change with any row of it: source, gone (1 or 0), rows, the rows'
-- hashes put together, which hash has which key. Plain sums by group: as filtered ones they took three times as long.
-- :"table"  text  source.<dataset>
SELECT source, (gone IS NOT NULL)::integer, count(*), bit_xor(row_hash), bit_xor(key_hash & row_hash)
FROM :"table"
GROUP BY source, gone IS NOT NULL
