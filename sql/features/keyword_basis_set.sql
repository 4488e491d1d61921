-- What the keywords are found by from now on. $1 text: basis. Writes feature.keyword_basis.
INSERT INTO feature.keyword_basis (basis) VALUES ($1)
ON CONFLICT (one) DO UPDATE SET basis = excluded.basis
