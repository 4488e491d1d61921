-- Runs that were killed: whoever holds the run lock is the only one going. $1 now. Writes meta.run,
-- meta.stage.
WITH dead AS (
    UPDATE meta.run SET status = 'failed', ended = $1::timestamptz, error = 'interrupted'
    WHERE status = 'running'
    RETURNING run
)
UPDATE meta.stage SET status = 'failed', ended = $1::timestamptz, error = 'interrupted'
WHERE status = 'running' AND run IN (SELECT run FROM dead)
