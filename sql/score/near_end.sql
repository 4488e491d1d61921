-- Keep the near misses that are new. Writes result.near.
INSERT INTO result.near
SELECT n.* FROM tidu_near AS n
ON CONFLICT (rules_run, pattern, position) DO NOTHING
