-- Is a table empty (1 or 0), about how many rows has it, are all firms listed as concerned already?
-- :"table"  text  source.<dataset>
-- $1        text  the same
SELECT (NOT EXISTS (SELECT FROM :"table"))::integer, reltuples::bigint,
       (EXISTS (SELECT FROM feature.touched WHERE uscc = '*'))::integer
FROM pg_class
WHERE oid = $1::regclass
