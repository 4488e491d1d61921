-- The units of which a part is made anew: those touched by one of its datasets (script). After 10_scope, and of what
-- moves/scope_end made. Writes feature.work_scope (gone after 90_done).
-- tidu.datasets  integer  bits as in feature.touched.datasets, of each part when its script runs
CREATE VIEW feature.work_scope AS
SELECT uscc FROM feature.work_touched WHERE datasets & (SELECT current_setting('tidu.datasets')::integer) <> 0;
