-- Test: more rows than anyone waits for. No tables written.
COPY (SELECT generate_series(1::bigint, 1000000000000)) TO STDOUT (FORMAT binary)
