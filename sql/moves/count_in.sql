-- How many moves, by tier, county and cause. Writes pool.move_count.
COPY pool.move_count (run, tier, county, aspect, direction, cause, direct, firms) FROM STDIN (FORMAT binary)
