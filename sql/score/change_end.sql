-- The changed judgements take the place of those that stood. A run that judges twice replaces its own.
-- tidu.run  bigint  this run
-- Writes result.firm.
ANALYZE tidu_result (uscc);
DELETE FROM result.firm AS f
USING tidu_result AS n
WHERE f.uscc = n.uscc AND f.from_run = current_setting('tidu.run')::bigint;
UPDATE result.firm AS f
SET to_run = current_setting('tidu.run')::bigint
FROM tidu_result AS n
WHERE f.uscc = n.uscc AND f.to_run = 9223372036854775807;
INSERT INTO result.firm SELECT * FROM tidu_result;
