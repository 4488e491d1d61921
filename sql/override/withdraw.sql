-- An order is withdrawn. Writes pool.override_end, personal.override; returns its number, no row if there is none or it
-- was withdrawn before.
-- $1 bigint number, $2 text why, $3 text when it was typed in, $4 text who withdraws it
WITH ended AS (
    INSERT INTO pool.override_end (number, why, recorded)
    SELECT o.number, $2, $3 FROM pool.override AS o WHERE o.number = $1::bigint
    ON CONFLICT DO NOTHING
    RETURNING number
), by_whom AS (
    INSERT INTO personal.override (number, ending, said_by) SELECT number, true, $4 FROM ended
)
SELECT number FROM ended
