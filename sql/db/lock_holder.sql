-- Who holds the run lock of this database: backend, application name, since when, and whether its
-- client's address is this session's (both NULL: the unix socket). No parameters, no tables written.
SELECT a.pid, coalesce(a.application_name, ''), to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ'),
       a.client_addr IS NOT DISTINCT FROM inet_client_addr()
FROM pg_locks AS l
JOIN pg_stat_activity AS a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 1953064053 AND l.objid = 1 AND l.objsubid = 2
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY a.pid;
