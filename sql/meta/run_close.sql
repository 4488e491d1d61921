-- Close a run. $1 run, $2 status, $3 ended, $4 error or NULL. Writes meta.run.
UPDATE meta.run SET status = $2, ended = $3::timestamptz, error = $4 WHERE run = $1::bigint
