-- Test: is the connection usable? No tables written.
SELECT 1
