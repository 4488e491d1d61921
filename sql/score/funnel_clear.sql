-- A run that judges twice replaces its own funnel. Writes result.funnel_county.
-- $1  bigint  run
DELETE FROM result.funnel_county WHERE run = $1::bigint
