-- The run whose shortlist stands.
SELECT max(run) FROM meta.stage WHERE stage = 'rank' AND status = 'done'
