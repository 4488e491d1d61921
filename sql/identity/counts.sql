-- For the ledger: codes that were replaced, suggestions that wait, tonight's events by kind (an object).
-- $1  bigint  this run
-- Reads link.identity, link.suggestion, link.event.
SELECT (SELECT count(*) FROM link.identity), (SELECT count(*) FROM link.suggestion),
       (SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM link.event WHERE run = $1::bigint) AS x),
       coalesce((SELECT string_agg('"' || kind || '":' || n, ',' ORDER BY kind)
                 FROM (SELECT kind, count(*) AS n FROM link.event WHERE run = $1::bigint GROUP BY kind) AS k), '')
