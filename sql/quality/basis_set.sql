-- What stands depends on $1 text (hash of the rules and of the program); its counts are those of run $2 bigint.
-- Writes quality.basis.
INSERT INTO quality.basis (basis, run) VALUES ($1, $2::bigint)
ON CONFLICT (one) DO UPDATE SET basis = excluded.basis, run = excluded.run
