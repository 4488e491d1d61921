-- What a person orders. Writes pool.override, personal.override; returns its number.
-- $1 text uscc, $2 text tier, $3 text action (add, remove, hold, apply), $4 boolean beside the seats, $5 text why,
-- $6 date first day or NULL, $7 date last day or NULL, $8 integer place held, $9 boolean seat held, $10 bigint run of those,
-- $11 text when it was typed in, $12 text who orders it
WITH said AS (
    INSERT INTO pool.override (uscc, tier, action, beside, why, from_date, until_date, held_place, held_seated, held_run, recorded)
    VALUES ($1, $2, $3, $4::boolean, $5, $6::date, $7::date, $8::integer, $9::boolean, $10::bigint, $11)
    RETURNING number
), by_whom AS (
    INSERT INTO personal.override (number, ending, said_by) SELECT number, false, $12 FROM said
)
SELECT number FROM said
