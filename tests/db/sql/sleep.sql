-- Test: a long statement. No tables written.
SELECT pg_sleep(120)
