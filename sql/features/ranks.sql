-- The ranks of the sources as one text: the features depend on them. Reads meta.source_rank.
SELECT coalesce(string_agg(concat_ws('|', dataset, field, source, rank), E'\n' ORDER BY dataset, field, source), '')
FROM meta.source_rank
