-- All firms that were pending are checked. Writes quality.pending. No parameters.
DELETE FROM quality.pending
