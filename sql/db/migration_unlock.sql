-- Gives the migrators' turn to the next. No parameters, no tables written.
SELECT pg_advisory_unlock(1953064053, 2);
