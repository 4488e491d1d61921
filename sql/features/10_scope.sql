-- The start of a features run: which units it concerns, in feature.work_touched; ages of events in
-- feature.work_day. The scripts of this folder run on two connections side by side (features.c says which on
-- which), each in one transaction and in the order of their names; each makes its part of feature.firm anew:
-- in full (setting tidu.full 'on') or for the units of feature.touched only ('off'); C sets it before each
-- script, as not every part depends on the as-of date.
-- Rows are deleted and not truncated: whoever reads is not kept waiting, and a file each for table, index and
-- toast would cost more at commit than these few rows.
--
-- This script is committed before the others begin, so that all connections see the clock and the work
-- tables. Until 90_done all units are noted as touched ('*'): a run that is killed between here and there is
-- followed by one that computes everything, whatever part was already committed.
-- Reads feature.touched, feature.clock, feature.parameter. Writes feature.touched, quality.pending, pool.touched,
-- feature.work_touched (gone after 90_done).
SET LOCAL client_min_messages = warning;
DROP VIEW IF EXISTS feature.work_scope; -- of a run that was killed
DROP TABLE IF EXISTS feature.work_touched, feature.work_day;

CREATE UNLOGGED TABLE feature.work_touched AS -- in order: the look-ups go through tables and keys in their order
SELECT uscc, datasets FROM feature.touched WHERE uscc <> '*' ORDER BY uscc;
INSERT INTO quality.pending (uscc) SELECT uscc FROM feature.touched ORDER BY uscc ON CONFLICT DO NOTHING; -- before '*' is noted
INSERT INTO pool.touched AS p (uscc, kinds) SELECT uscc, kinds FROM feature.touched WHERE kinds <> 0 ORDER BY uscc
ON CONFLICT (uscc) DO UPDATE SET kinds = p.kinds | excluded.kinds WHERE p.kinds <> (p.kinds | excluded.kinds);
INSERT INTO feature.touched (uscc, kinds) VALUES ('*', 0) ON CONFLICT DO NOTHING;
ANALYZE feature.work_touched;
