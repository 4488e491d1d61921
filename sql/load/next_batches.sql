-- Numbers for tonight's batches, given in the order of the plan, whoever loads them when.
-- $1  integer  how many
SELECT nextval(pg_get_serial_sequence('meta.batch', 'batch')) AS batch
FROM generate_series(1, $1::integer)
ORDER BY batch
