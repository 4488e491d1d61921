-- Candidates of the standing results: who is to be cultivated for which program, with the order's key and what rules and
-- people say of it; and whom people added to or held on a tier's list that is another's target (last in order).
-- Parameter: setting tidu.run. Read by COPY. Reads result.firm, result.program; tidu_firm, tidu_will and tidu_program of
-- pool_begin.
COPY (
    SELECT f.uscc, coalesce(f.county, ''), f.target, f.rank_key, p.tier, coalesce(f.industry, ''),
           coalesce(w.will, 0)::smallint, coalesce(w.held_place, 0)
    FROM tidu_firm AS f
    JOIN result.program AS p ON p.from_run = f.rules_run AND p.position = f.target
    LEFT JOIN tidu_will AS w ON w.uscc = f.uscc AND w.tier = p.tier
    WHERE f.stands AND f.target >= 0
    UNION ALL
    SELECT f.uscc, coalesce(f.county, ''), p.position::smallint, decode(repeat('ff', 24), 'hex'), p.tier,
           coalesce(f.industry, ''), w.will::smallint, w.held_place
    FROM tidu_will AS w
    JOIN result.firm AS f ON f.uscc = w.uscc AND f.from_run <= (SELECT current_setting('tidu.run')::bigint)
        AND f.to_run > (SELECT current_setting('tidu.run')::bigint)
    JOIN tidu_program AS p ON p.from_run = f.rules_run AND p.tier = w.tier
    WHERE w.will >= 3 AND p.position <> f.target
) TO STDOUT (FORMAT binary)
