-- The units that are pending, each with the hash of its standing judgement (NULL = none).
COPY (
    SELECT u.*, f.row_hash
    FROM feature.unit AS u
    LEFT JOIN result.judgement AS f ON f.uscc = u.uscc AND f.to_run = 9223372036854775807
    WHERE u.uscc = ANY (ARRAY(SELECT uscc FROM feature.pending))
) TO STDOUT (FORMAT binary)
