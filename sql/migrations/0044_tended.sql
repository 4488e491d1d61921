-- As before, each firm's judgement by its key: those within the seats are one unit in seventy, and the judgements are not all read.
CREATE OR REPLACE FUNCTION pool.tended(at_run bigint)
RETURNS TABLE (uscc text, county text, industry text, tier text, tier_title text, stage text, ladder_place integer, gap text,
               gap_months smallint, gap_changes smallint)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (s.uscc) s.uscc, s.county, coalesce(f.industry, ''), p.tier, p.title,
           CASE m.stage WHEN 'reserve' THEN '储备' WHEN 'cultivate' THEN '培育' WHEN 'promote' THEN '提升' WHEN 'applied' THEN '申报'
                        WHEN 'recognised' THEN '认定' ELSE '' END,
           s.position, CASE t.target WHEN s.position THEN f.gap END, CASE t.target WHEN s.position THEN f.gap_months END,
           CASE t.target WHEN s.position THEN f.gap_changes END
    FROM pool.shortlist AS s
    CROSS JOIN LATERAL (SELECT * FROM result.judgement AS j WHERE j.uscc = s.uscc AND j.from_run <= s.run AND s.run < j.to_run OFFSET 0) AS f
    JOIN result.pattern AS t ON t.pattern = f.pattern
    JOIN result.program AS p ON p.from_run = f.rules_run AND p.position = s.position
    LEFT JOIN pool.member AS m ON m.uscc = s.uscc AND m.tier = p.tier AND m.from_run <= s.run AND s.run < m.to_run
    WHERE s.seated
      AND s.run = (SELECT max(x.run) FROM meta.stage AS x WHERE x.stage = 'rank' AND x.status = 'done' AND x.run <= at_run)
    ORDER BY s.uscc, s.position DESC
$$;
