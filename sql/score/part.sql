-- One part of the features, for the units of a range.
-- :"part"     text  feature.<part>
-- tidu.from   text  first code of the range
-- tidu.until  text  first code behind it
COPY (
    SELECT * FROM :"part"
    WHERE uscc >= (SELECT current_setting('tidu.from')) AND uscc < (SELECT current_setting('tidu.until'))
) TO STDOUT (FORMAT binary)
