-- Stages of the last run.
SELECT stage, status, coalesce(rows_in, 0), coalesce(rows_out, 0), coalesce(seconds, 0), coalesce(error, '')
FROM meta.stage WHERE run = (SELECT max(run) FROM meta.run) ORDER BY started, stage
