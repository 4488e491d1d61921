-- The start of a check of all firms: what stands goes (script; no parameters). Writes quality.finding,
-- quality.pattern (emptied), temporary tidu_quality_pattern. quality.unit: load/first_begin.
SET LOCAL jit = off;
SET LOCAL client_min_messages = warning;
DELETE FROM quality.finding;
TRUNCATE quality.pattern;
CREATE TEMP TABLE tidu_quality_pattern (pattern bigint NOT NULL, tally bytea NOT NULL) ON COMMIT DROP;
