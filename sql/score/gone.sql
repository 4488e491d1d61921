-- Judgements of units that are registered no longer stand no longer. Writes result.judgement.
-- $1  bigint  this run
UPDATE result.judgement AS f
SET to_run = $1::bigint
WHERE f.to_run = 9223372036854775807
  AND NOT EXISTS (SELECT FROM feature.unit AS u WHERE u.uscc = f.uscc)
