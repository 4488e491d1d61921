-- These units, and no others, are read and computed (script; the transaction will be rolled back).
-- Reads tidu_scope. Writes feature.pending, feature.work_scope.
SET LOCAL client_min_messages = warning;
DELETE FROM feature.pending;
INSERT INTO feature.pending (uscc) SELECT DISTINCT uscc FROM tidu_scope;
DROP TABLE IF EXISTS feature.work_scope, feature.work_day;
CREATE UNLOGGED TABLE feature.work_scope AS SELECT DISTINCT uscc FROM tidu_scope;
ANALYZE feature.work_scope;
