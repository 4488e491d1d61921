-- These units, and no others, are read and computed (script; the transaction will be rolled back).
-- Reads tidu_scope. Writes feature.pending, feature.work_touched.
SET LOCAL client_min_messages = warning;
DELETE FROM feature.pending;
INSERT INTO feature.pending (uscc) SELECT DISTINCT uscc FROM tidu_scope;
DROP VIEW IF EXISTS feature.work_scope;
DROP TABLE IF EXISTS feature.work_touched, feature.work_day;
CREATE UNLOGGED TABLE feature.work_touched AS SELECT DISTINCT uscc, -1 AS datasets FROM tidu_scope ORDER BY uscc;
ANALYZE feature.work_touched;
