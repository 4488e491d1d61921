-- Test: what db_probe wrote, in order. No tables written.
COPY (SELECT id, flag, small, large, day, word, bytes FROM public.sample ORDER BY id) TO STDOUT (FORMAT binary)
