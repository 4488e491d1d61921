-- What stands of one source, for the comparison with tonight's delivery.
-- :"table"      text  source.<dataset>
-- :"year"       text  column year, or line where there are no years
-- tidu.source   int   meta.source
COPY (
    SELECT key_hash, row_hash, batch, gone, :"year"
    FROM :"table"
    WHERE source = current_setting('tidu.source')::integer
) TO STDOUT (FORMAT binary)
