-- Why places changed. Writes pool.place_cause.
COPY pool.place_cause (run, position, causes) FROM STDIN (FORMAT binary)
