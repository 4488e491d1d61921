-- How many units are touched, and whether all are to be computed: load says so ('*'), or they are more
-- than a third (then it is faster), or there are no features yet; the date that the features stand for.
-- Reads feature.touched, feature.unit, feature.clock.
SELECT t.touched,
       (t.everything OR t.touched * 3 > u.units)::integer,
       coalesce((SELECT as_of::text FROM feature.clock), '')
FROM (SELECT count(*) AS touched, coalesce(bool_or(uscc = '*'), false) AS everything FROM feature.touched) AS t,
     (SELECT greatest(count(*), 1) AS units FROM feature.unit) AS u
