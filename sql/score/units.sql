-- The units of a range, each with the hash of its standing judgement (NULL = none).
-- tidu.from   text  first code of the range
-- tidu.until  text  first code behind it
COPY (
    SELECT u.*, f.row_hash
    FROM feature.unit AS u
    LEFT JOIN result.judgement AS f ON f.uscc = u.uscc AND f.to_run = 9223372036854775807
    WHERE u.uscc >= (SELECT current_setting('tidu.from')) AND u.uscc < (SELECT current_setting('tidu.until'))
) TO STDOUT (FORMAT binary)
