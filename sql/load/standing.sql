-- What stands of one source, for the comparison with tonight's delivery.
-- :"table"      text  source.<dataset>
-- tidu.source   int   meta.source
COPY (
    SELECT key_hash, row_hash, gone
    FROM :"table"
    WHERE source = current_setting('tidu.source')::integer
) TO STDOUT (FORMAT binary)
