-- The end of a features run: what was touched is done, the work tables go. Writes feature.touched.
DELETE FROM feature.touched;
DROP TABLE feature.work_scope, feature.work_day;
