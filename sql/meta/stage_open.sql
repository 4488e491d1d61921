-- Open a stage's ledger row. $1 run, $2 stage, $3 started. Writes meta.stage.
INSERT INTO meta.stage (run, stage, status, started) VALUES ($1::bigint, $2, 'running', $3::timestamptz)
