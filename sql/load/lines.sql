-- The lines of a delivery as it was loaded the last time.
-- tidu.delivery  text  its id in the profile
COPY (
    SELECT part, layout, lines
    FROM personal.line
    WHERE delivery = current_setting('tidu.delivery')
    ORDER BY part, piece
) TO STDOUT (FORMAT binary)
