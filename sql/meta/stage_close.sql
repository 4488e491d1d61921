-- Close a stage. $1 run, $2 stage, $3 status, $4 inputs hash, $5 rows in, $6 rows out, $7 seconds,
-- $8 counts (json), $9 ended, $10 error. Writes meta.stage.
UPDATE meta.stage
SET status = $3, inputs_hash = $4, rows_in = $5::bigint, rows_out = $6::bigint, seconds = $7::numeric,
    counts = $8::jsonb, ended = $9::timestamptz, error = $10
WHERE run = $1::bigint AND stage = $2
