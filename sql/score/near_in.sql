-- Near misses of what was judged this night; threads may bring the same. Writes temporary tidu_near.
COPY tidu_near FROM STDIN (FORMAT binary)
