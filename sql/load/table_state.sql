-- Is a table empty (1 or 0), and about how many rows has it?
-- :"table"  text  source.<dataset>
-- $1        text  the same
SELECT (NOT EXISTS (SELECT FROM :"table"))::integer, reltuples::bigint
FROM pg_class
WHERE oid = $1::regclass
