-- Keeps the patterns that are new. Reads tidu_quality_pattern; writes quality.pattern. No parameters.
INSERT INTO quality.pattern (pattern, tally)
SELECT pattern, tally FROM tidu_quality_pattern
ON CONFLICT DO NOTHING
