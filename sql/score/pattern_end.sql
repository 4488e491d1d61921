-- Keep the patterns that are new, each once. Writes result.pattern.
INSERT INTO result.pattern
SELECT n.* FROM tidu_pattern AS n
ON CONFLICT (pattern) DO NOTHING
