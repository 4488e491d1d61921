-- Too many moves. $1 bigint ranking, $2 tier, $3 county or '*', $4 seats, $5 entered, $6 gone, $7 percent, $8 least (bigint),
-- $9 causes. Writes pool.held.
INSERT INTO pool.held (run, tier, county, seats, entered, gone, percent, least, causes)
VALUES ($1::bigint, $2, $3, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint, $9)
