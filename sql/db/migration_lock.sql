-- Is it this session's turn to migrate? One migrator at a time; 1953064053 is "tidu" in ASCII, 2 the
-- migrator (1 is the run lock). No parameters, no tables written.
SELECT pg_try_advisory_lock(1953064053, 2);
