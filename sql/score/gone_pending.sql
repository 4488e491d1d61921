-- Judgements of pending units that are registered no longer stand no longer. Writes result.judgement.
-- $1  bigint  this run
UPDATE result.judgement AS f
SET to_run = $1::bigint
WHERE f.to_run = 9223372036854775807
  AND f.uscc = ANY (ARRAY(
      SELECT uscc FROM feature.pending
      EXCEPT
      SELECT uscc FROM feature.unit WHERE uscc = ANY (ARRAY(SELECT uscc FROM feature.pending))
  ))
