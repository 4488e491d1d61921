-- Moves of one run. Writes pool.move.
COPY pool.move (uscc, run, aspect, was, became, direction, tier, county, cause, direct, list) FROM STDIN (FORMAT binary)
