-- Candidates of the standing results: who is to be cultivated for which program, with the order's key.
-- Parameter: setting tidu.run. Read by COPY.
COPY (
    SELECT f.uscc, coalesce(f.county, ''), f.target, f.rank_key, p.tier
    FROM result.firm f
    JOIN result.program p ON p.from_run = f.rules_run AND p.position = f.target
    WHERE f.target >= 0
      AND f.from_run <= (SELECT current_setting('tidu.run')::bigint)
      AND f.to_run > (SELECT current_setting('tidu.run')::bigint)
) TO STDOUT (FORMAT binary)
