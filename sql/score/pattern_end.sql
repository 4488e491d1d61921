-- Keep the patterns that are new. Writes result.pattern.
INSERT INTO result.pattern
SELECT DISTINCT ON (n.pattern) n.* FROM tidu_pattern AS n ORDER BY n.pattern
ON CONFLICT (pattern) DO NOTHING
