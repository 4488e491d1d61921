-- What is to be checked: number of pending firms, whether all are ('*', or more than a third of the registry:
-- then that is faster), the basis of what stands ('' = nothing does), whether the firms' counts are kept.
-- Reads quality.pending, quality.basis, quality.unit. No parameters.
SELECT p.pending,
       (p.everything OR p.pending * 3 > greatest((SELECT reltuples FROM pg_class
                                                  WHERE oid = 'source.registry'::regclass), 100))::integer,
       coalesce((SELECT basis FROM quality.basis), ''),
       (EXISTS (SELECT FROM quality.unit))::integer
FROM (SELECT count(*) AS pending, coalesce(bool_or(uscc = '*'), false) AS everything FROM quality.pending) AS p
