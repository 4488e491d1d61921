-- Test: rows of db_probe. :"table" table. Tables written: that one.
COPY :"table" (id, flag, small, large, day, word, bytes) FROM STDIN (FORMAT binary)
