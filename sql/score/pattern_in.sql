-- What was judged this night; threads may bring the same pattern. Writes temporary tidu_pattern.
COPY tidu_pattern FROM STDIN (FORMAT binary)
