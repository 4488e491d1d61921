-- The last time that features were computed: its run (0 = never). A later row "same" changed nothing.
SELECT coalesce(max(run), 0) FROM meta.stage WHERE stage = 'features' AND status = 'done'
