-- Rules of seats that gave way in one run. Writes pool.gave_way.
COPY pool.gave_way (run, position, way, place, asked, got) FROM STDIN (FORMAT binary)
