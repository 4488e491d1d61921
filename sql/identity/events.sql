-- Keeps what happened tonight (script). Writes link.event. Reads tidu_event.
-- tidu.run    bigint  this run
-- tidu.as_of  date    its as-of date
ANALYZE tidu_event;
INSERT INTO link.event (uscc, run, kind, was, became, as_of, batch)
SELECT uscc, current_setting('tidu.run')::bigint, kind, was, became, current_setting('tidu.as_of')::date, batch
FROM tidu_event
ORDER BY uscc, kind, was;
