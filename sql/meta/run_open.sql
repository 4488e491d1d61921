-- Open a run's ledger row. $1 as-of date, $2 profile, $3 profile hash, $4 criteria hash, $5 program,
-- $6 host, $7 pid, $8 started (timestamptz). Writes meta.run.
INSERT INTO meta.run (as_of, profile, profile_hash, criteria_hash, program, status, host, pid, started)
VALUES ($1::date, $2, $3, $4, $5, 'running', $6, $7::integer, $8::timestamptz)
RETURNING run
