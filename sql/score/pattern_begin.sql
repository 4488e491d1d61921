-- Room for what was judged this night. Writes temporary tidu_pattern.
CREATE TEMP TABLE tidu_pattern (LIKE result.pattern) ON COMMIT DROP;
