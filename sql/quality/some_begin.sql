-- The start of a check of the pending firms: what stands of them goes (script; no parameters).
-- Writes quality.finding, quality.unit, temporary tidu_quality_pattern.
SET LOCAL jit = off;
SET LOCAL client_min_messages = warning;
DELETE FROM quality.finding WHERE uscc IN (SELECT uscc FROM quality.pending);
DELETE FROM quality.unit WHERE uscc IN (SELECT uscc FROM quality.pending);
CREATE TEMP TABLE tidu_quality_pattern (pattern bigint NOT NULL, tally bytea NOT NULL) ON COMMIT DROP;
