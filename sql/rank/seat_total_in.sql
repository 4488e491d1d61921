-- Seats of one run by program. Writes pool.seat_total.
COPY pool.seat_total (run, position, seats, share, seated, unfilled) FROM STDIN (FORMAT binary)
