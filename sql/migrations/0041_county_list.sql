-- Whom a person put on a list is shown in the view as in the workbooks: who meets the tier neither for certain nor perhaps is not
-- called possible, and what is lacking for another tier is not said of this one.
CREATE OR REPLACE VIEW api.county_list AS
SELECT s.county, c.name AS county_name, p.title AS target, p.tier, p.kind, p.version, p.unconfirmed,
       s.place, s.county_place, s.seated, s.tie_at_cut, s.uscc, r.name, f.industry,
       i.name AS industry_name, v.word AS verdict,
       CASE v.verdict WHEN 0 THEN '确定' WHEN 1 THEN '确定' WHEN 2 THEN '可能' WHEN 3 THEN '近门槛' ELSE '不符合' END AS certainty,
       get_byte(f.met, s.position) AS met, p.hard_total, get_byte(f.unknown, s.position) AS unknown,
       nullif(f.points_lo[s.position + 1], -1) AS points_lo,
       nullif(f.points_hi[s.position + 1], -1) AS points_hi,
       CASE f.target WHEN s.position THEN f.gap_cost END AS gap_cost, CASE f.target WHEN s.position THEN f.gap_months END AS gap_months,
       CASE f.target WHEN s.position THEN f.gap_changes END AS gap_changes, CASE f.target WHEN s.position THEN f.gap END AS gap
FROM meta.published AS pub
JOIN pool.shortlist AS s ON s.run = pub.run
JOIN result.firm AS f ON f.uscc = s.uscc AND f.from_run <= pub.run AND pub.run < f.to_run
JOIN api.program AS p ON p.from_run = f.rules_run AND p.position = s.position
JOIN meta.verdict AS v ON v.verdict = get_byte(f.verdicts, s.position)
LEFT JOIN meta.county AS c ON c.county = s.county
LEFT JOIN meta.industry AS i ON i.industry = f.industry
LEFT JOIN LATERAL (
    SELECT g.name FROM source.registry AS g WHERE g.uscc = s.uscc
    ORDER BY g.gone IS NOT NULL, g.source LIMIT 1
) AS r ON true;
