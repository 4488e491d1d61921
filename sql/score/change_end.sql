-- The changed judgements take the place of those that stood. A run that judges twice replaces its own.
-- tidu.run  bigint  this run
-- Writes result.judgement.
ANALYZE tidu_result (uscc);
DELETE FROM result.judgement AS f
USING tidu_result AS n
WHERE f.uscc = n.uscc AND f.from_run = current_setting('tidu.run')::bigint;
UPDATE result.judgement AS f
SET to_run = current_setting('tidu.run')::bigint
FROM tidu_result AS n
WHERE f.uscc = n.uscc AND f.to_run = 9223372036854775807;
INSERT INTO result.judgement SELECT * FROM tidu_result;
