-- Ends the session of a dead holder of the run lock, and only while it still holds it: its pid may
-- have passed to another session since. $1 integer: backend. No tables written.
SELECT pg_terminate_backend(pid)
FROM pg_locks
WHERE pid = $1::integer AND locktype = 'advisory' AND granted AND classid = 1953064053 AND objid = 1
  AND objsubid = 2;
