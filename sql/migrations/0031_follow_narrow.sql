-- What follows a shortlist reads county and industry from the judgements, whose rows are narrow, and not from the registry
-- (207,455 units: most of what it took); a firm's stage is that of pool.member.
DROP FUNCTION pool.tended(bigint);
CREATE FUNCTION pool.tended(at_run bigint)
RETURNS TABLE (uscc text, county text, industry text, tier text, tier_title text, stage text, ladder_place integer, gap text,
               gap_months smallint, gap_changes smallint)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (s.uscc) s.uscc, s.county, coalesce(f.industry, ''), p.tier, p.title,
           CASE m.stage WHEN 'reserve' THEN '储备' WHEN 'cultivate' THEN '培育' WHEN 'promote' THEN '提升' WHEN 'applied' THEN '申报'
                        WHEN 'recognised' THEN '认定' ELSE '' END,
           s.position, f.gap, f.gap_months, f.gap_changes
    FROM pool.shortlist AS s
    JOIN result.judgement AS f ON f.uscc = s.uscc AND f.from_run <= s.run AND s.run < f.to_run
    JOIN result.program AS p ON p.from_run = f.rules_run AND p.position = s.position
    LEFT JOIN pool.member AS m ON m.uscc = s.uscc AND m.tier = p.tier AND m.from_run <= s.run AND s.run < m.to_run
    WHERE s.seated
      AND s.run = (SELECT max(x.run) FROM meta.stage AS x WHERE x.stage = 'rank' AND x.status = 'done' AND x.run <= at_run)
    ORDER BY s.uscc, s.position DESC
$$;
COMMENT ON FUNCTION pool.tended IS '某次运行时在库（名额内）的企业，每家一行';

CREATE OR REPLACE VIEW pool.baseline_need AS
SELECT coalesce(u.county, '') AS county, n.kind, coalesce(n.status, '') AS status, count(*) AS needs, count(DISTINCT n.uscc) AS firms
FROM pool.need AS n LEFT JOIN result.judgement AS u ON u.uscc = n.uscc AND u.to_run = 9223372036854775807
GROUP BY 1, 2, 3;

CREATE OR REPLACE VIEW api.need_expert AS
SELECT n.uscc, coalesce(g.name, '') AS name, u.county, n.raised_on, n.kind, n.status, n.text,
       e.uscc AS expert, e.field, coalesce(e.county = u.county, false) AS same_county,
       CASE WHEN strpos(n.text, e.field) > 0 THEN '需求内容提到该领域' ELSE '行业与领域相符' END AS ground
FROM pool.need AS n
JOIN result.judgement AS u ON u.uscc = n.uscc AND u.to_run = 9223372036854775807
LEFT JOIN LATERAL pool.name_of(n.uscc) AS g ON true
JOIN (SELECT DISTINCT x.uscc, x.field, x.county FROM source.expert AS x WHERE x.gone IS NULL AND x.available AND x.field <> '') AS e
    ON strpos(n.text, e.field) > 0
       OR EXISTS (SELECT FROM pool.field_industry AS w
                  WHERE w.industry <> '' AND strpos(e.field, w.word) > 0 AND starts_with(u.industry, w.industry))
WHERE n.kind = 'technology' AND coalesce(n.status, 'open') IN ('open', 'working');
