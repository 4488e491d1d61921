-- Tiers that the last judgements are for, with their titles. Reads result.program.
SELECT tier, title FROM result.program
WHERE kind = 'new' AND from_run = (SELECT max(from_run) FROM result.program)
ORDER BY position
