-- Takes the run lock for this session if it is free; 1953064053 is "tidu" in ASCII, 1 the run lock.
-- No parameters, no tables written.
SELECT pg_try_advisory_lock(1953064053, 1);
