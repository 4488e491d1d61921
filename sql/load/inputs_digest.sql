-- What the later stages depend on, as one text: by delivery the last batch that changed a row and the
-- completeness of the last one, the ranks of the sources, the counties.
SELECT coalesce((
           SELECT string_agg(concat_ws('|', delivery, dataset, source, changed, complete, kinds), E'\n'
                             ORDER BY delivery, dataset, source)
           FROM (
               SELECT delivery, dataset, source,
                      max(batch) FILTER (WHERE rows_new + rows_changed + rows_gone > 0) AS changed,
                      (array_agg(complete ORDER BY batch DESC))[1] AS complete,
                      (array_agg(array_to_string(complete_kinds, ',') ORDER BY batch DESC))[1] AS kinds
               FROM meta.batch
               WHERE status = 'done'
               GROUP BY delivery, dataset, source
           ) AS b), '')
    || E'\n' || coalesce((
           SELECT string_agg(concat_ws('|', dataset, field, source, rank), E'\n'
                             ORDER BY dataset, field, source)
           FROM meta.source_rank), '')
    || E'\n' || coalesce((
           SELECT string_agg(concat_ws('|', county, name, position), E'\n' ORDER BY county)
           FROM meta.county), '')
