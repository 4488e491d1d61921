-- What a stage depended on when it last succeeded. $1 stage.
SELECT inputs_hash FROM meta.stage
WHERE stage = $1 AND status IN ('done', 'same') AND inputs_hash IS NOT NULL
ORDER BY run DESC LIMIT 1
