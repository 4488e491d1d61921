-- The end of a features run: what was touched is done and waits to be judged ('*' when a part was computed
-- for all), the work tables go. tidu.full is that of the parts that depend on all that any part does.
-- tidu.full  text  'on' or 'off'
-- Writes feature.touched, feature.pending, link.basis.
INSERT INTO feature.pending (uscc)
SELECT uscc FROM feature.work_touched WHERE current_setting('tidu.full') <> 'on'
UNION ALL
SELECT '*' WHERE current_setting('tidu.full') = 'on'
ORDER BY uscc -- as check writes them beside: neither waits for the other in a circle
ON CONFLICT DO NOTHING;
DELETE FROM feature.touched;
UPDATE link.basis SET cleared = (SELECT max(batch) FROM meta.batch WHERE status = 'done' AND rows_new + rows_changed + rows_gone > 0);
DROP VIEW feature.work_scope;
DROP TABLE feature.work_touched, feature.work_day;
