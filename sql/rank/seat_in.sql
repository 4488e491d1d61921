-- Seats of one run by program and county. Writes pool.seat.
COPY pool.seat (run, position, county, candidates, seats, remainder, seated, handed, beside, floor, ceiling) FROM STDIN (FORMAT binary)
