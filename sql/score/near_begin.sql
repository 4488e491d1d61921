-- Room for the near misses of what was judged this night. Writes temporary tidu_near.
CREATE TEMP TABLE tidu_near (LIKE result.near) ON COMMIT DROP;
