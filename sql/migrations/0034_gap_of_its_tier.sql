-- What is lacking (gap) is worked out for the tier a firm is to be cultivated for. Of one that a person put on the list of
-- another tier it is said there neither as a way nor as a number.
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
    JOIN result.judgement AS f ON f.uscc = s.uscc AND f.from_run <= s.run AND s.run < f.to_run
    JOIN result.pattern AS t ON t.pattern = f.pattern
    JOIN result.program AS p ON p.from_run = f.rules_run AND p.position = s.position
    LEFT JOIN pool.member AS m ON m.uscc = s.uscc AND m.tier = p.tier AND m.from_run <= s.run AND s.run < m.to_run
    WHERE s.seated
      AND s.run = (SELECT max(x.run) FROM meta.stage AS x WHERE x.stage = 'rank' AND x.status = 'done' AND x.run <= at_run)
    ORDER BY s.uscc, s.position DESC
$$;
COMMENT ON FUNCTION pool.tended IS '某次运行时在库（名额内）的企业，每家一行；层级取最高的，短板只在该层级为拟培育层级时给出';
