-- The days that ages of events are counted from, as of feature.clock (script; no parameters). After 10_scope, and for a day that
-- was once more in moves/facts_begin. Reads feature.clock, feature.parameter. Writes feature.work_day.
-- An event of the day d is k years old when as_of - (k+1) years < d <= as_of - k years; and the days
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
