-- What each transaction of a features run sets for itself (script; no parameters, no tables).
SET LOCAL work_mem = '256MB';
SET LOCAL jit = off;
SET LOCAL default_statistics_target = 10; -- rough row counts are enough, and ANALYZE takes 5 ms not 60
SET LOCAL min_parallel_table_scan_size = '1MB';
SET LOCAL parallel_setup_cost = 100;
SET LOCAL client_min_messages = warning;
