-- Of what stands of one source the rows that are gone, as standing_more has them: the others are those of the
-- lines of the last time.
-- :"table"      text  source.<dataset>
-- :"year"       text  column year, or line where there are no years
-- tidu.source   int   meta.source
COPY (
    SELECT key_hash, row_hash, gone, batch, :"year"
    FROM :"table"
    WHERE source = current_setting('tidu.source')::integer AND gone IS NOT NULL
) TO STDOUT (FORMAT binary)
