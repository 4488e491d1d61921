-- The start of a check of all firms: what stands goes (script; no parameters). Writes quality.finding;
-- quality.unit and quality.pattern are emptied by load/first_begin.
SET LOCAL jit = off;
SET LOCAL client_min_messages = warning;
DELETE FROM quality.finding;
