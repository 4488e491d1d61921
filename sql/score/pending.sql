-- What waits to be judged, and what stands: units pending (rows; most of them or all: 1); whether there
-- is any judgement, present or past, and whether any stands (1 or 0); what those were judged by ('' = none).
-- No parameters, no tables written.
SELECT p.units,
       (p.everything OR p.units * 3 > greatest((SELECT reltuples FROM pg_class
                                                WHERE oid = 'source.registry'::regclass), 100))::integer,
       (EXISTS (SELECT FROM result.judgement))::integer,
       (EXISTS (SELECT FROM result.judgement WHERE to_run = 9223372036854775807))::integer,
       coalesce((SELECT basis FROM result.basis), '')
FROM (SELECT count(*) AS units, coalesce(bool_or(uscc = '*'), false) AS everything FROM feature.pending) AS p
