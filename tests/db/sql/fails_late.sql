-- Test: an error after many good rows. No tables written.
COPY (SELECT 1000 / (5000 - n) FROM generate_series(1, 5001) AS n) TO STDOUT (FORMAT binary)
