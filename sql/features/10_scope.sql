-- The start of a features run: which units it concerns, in feature.work_scope; ages of events in
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
-- Reads feature.touched, feature.clock, feature.parameter. Writes feature.touched, quality.pending,
-- feature.work_scope, feature.work_day (both gone after 90_done).
SET LOCAL client_min_messages = warning;
DROP TABLE IF EXISTS feature.work_scope, feature.work_day; -- of a run that was killed

CREATE UNLOGGED TABLE feature.work_scope AS SELECT uscc FROM feature.touched WHERE uscc <> '*';
INSERT INTO quality.pending (uscc) SELECT uscc FROM feature.touched ON CONFLICT DO NOTHING; -- before '*' is noted
INSERT INTO feature.touched (uscc) VALUES ('*') ON CONFLICT DO NOTHING;
ANALYZE feature.work_scope;

-- Ages: an event of the day d is k years old when as_of - (k+1) years < d <= as_of - k years; and the days
-- of the definitions of intellectual property.
CREATE UNLOGGED TABLE feature.work_day AS
SELECT as_of, extract(year FROM as_of)::integer AS year,
       (as_of - interval '1 year')::date AS d1, (as_of - interval '2 years')::date AS d2,
       (as_of - interval '3 years')::date AS d3, (as_of - interval '4 years')::date AS d4,
       (as_of - interval '5 years')::date AS d5,
       (as_of - make_interval(years => p.transfer))::date AS transferred_by, -- 转让满1年
       (as_of - make_interval(years => p.held2))::date AS granted_before,    -- 维持超过2年 (不含2年)
       (as_of - make_interval(years => p.high))::date AS held_before,        -- 维持超过10年
       p.rank AS holder_rank
FROM feature.clock,
     (SELECT max(value) FILTER (WHERE name = 'ip_transfer_years_2022')::integer AS transfer,
             max(value) FILTER (WHERE name = 'ip2_held_years_2022')::integer AS held2,
             max(value) FILTER (WHERE name = 'ip_high_held_years')::integer AS high,
             max(value) FILTER (WHERE name = 'ip_holder_rank_2026')::integer AS rank
      FROM feature.parameter) AS p;
ANALYZE feature.work_day;
ANALYZE feature.clock; -- one row, and the planner knows it
