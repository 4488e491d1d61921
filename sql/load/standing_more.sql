-- What stands of one source, where a delivery replaces years or shares its table with others.
-- :"table"      text  source.<dataset>
-- :"year"       text  column year, or line where there are no years
-- tidu.source   int   meta.source
COPY (
    SELECT key_hash, row_hash, gone, batch, :"year"
    FROM :"table"
    WHERE source = current_setting('tidu.source')::integer
) TO STDOUT (FORMAT binary)
