-- What stands, and what is gone, in figures that change with any row of it: source, rows that are gone, rows that stand, their
-- hashes put together, which hash has which key. By one process (sum_begin.sql), and grouped by the source alone: a table
-- of the registry's size takes 60 to 70 ms of processor time by it, by two processes and grouped by what is gone as well 170.
-- :"table"  text  source.<dataset>
SELECT source, count(gone), count(*) - count(gone), coalesce(bit_xor(CASE WHEN gone IS NULL THEN row_hash END), 0),
       coalesce(bit_xor(CASE WHEN gone IS NULL THEN key_hash & row_hash END), 0)
FROM :"table"
GROUP BY source
