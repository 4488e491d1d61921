-- One part of the features, for units that are named.
-- :"part"     text  feature.<part>
-- tidu.named  text  their codes, parted by U+001F
COPY (
    SELECT * FROM :"part" WHERE uscc = ANY (string_to_array((SELECT current_setting('tidu.named')), E'\x1f'))
) TO STDOUT (FORMAT binary)
