-- What was pending is judged, in the transaction that writes the judgements. Writes feature.pending, result.basis.
-- $1  text  what the judgements depend on beside the features
WITH judged AS (DELETE FROM feature.pending)
INSERT INTO result.basis (basis) VALUES ($1)
ON CONFLICT (one) DO UPDATE SET basis = excluded.basis
