-- How many units are touched, and whether all are to be computed: load says so ('*'), or they are more
-- than a third of the registry (then it is faster; an estimate of its size will do); the date that the
-- features stand for. Reads feature.touched, feature.clock.
SELECT t.touched,
       (t.everything OR t.touched * 3 > greatest((SELECT reltuples FROM pg_class
                                                  WHERE oid = 'source.registry'::regclass), 100))::integer,
       coalesce((SELECT as_of::text FROM feature.clock), '')
FROM (SELECT count(*) AS touched, coalesce(bool_or(uscc = '*'), false) AS everything FROM feature.touched) AS t
