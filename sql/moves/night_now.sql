-- The ranks of the departments as load/ranks takes them. No parameters, no tables written.
SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('dataset', dataset, 'field', field, 'source', source, 'rank', rank)
                                  ORDER BY dataset, field, source)::text FROM meta.source_rank), '[]')
