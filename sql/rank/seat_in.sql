-- Seats of one run by program and county. Writes pool.seat.
COPY pool.seat (run, position, county, candidates, seats, remainder) FROM STDIN (FORMAT binary)
