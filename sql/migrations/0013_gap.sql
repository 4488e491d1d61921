-- What the target of a firm still takes by criteria/efforts.yaml (缺什么补什么), beside its judgement.
ALTER TABLE result.judgement
    ADD COLUMN gap_cost smallint,    -- effort points of the cheapest way, 0 = nothing; NULL: no target or no way
    ADD COLUMN gap_months smallint,  -- until the last of it is done
    ADD COLUMN gap_changes smallint, -- how many values have to change or to be found out
    ADD COLUMN gap text;             -- at most four reasons, dearest first
COMMENT ON COLUMN result.judgement.gap_cost IS '补齐拟培育层级缺口的最小代价（点，本市测算口径）；空：无拟培育层级或无可行途径';
COMMENT ON COLUMN result.judgement.gap_months IS '补齐缺口所需月数';
COMMENT ON COLUMN result.judgement.gap_changes IS '须改变或查清的项数';
COMMENT ON COLUMN result.judgement.gap IS '主要短板，最多四条';

CREATE OR REPLACE VIEW result.firm AS
SELECT j.uscc, j.from_run, j.to_run, j.rules_run, j.row_hash, j.county, j.industry, p.size_lo, p.size_hi, p.tags,
       p.tags_possible, p.certain_tier, p.possible_tier, p.target, p.verdicts, p.states, p.met, p.unknown,
       p.points_lo, p.points_hi, j.rank_key, j.gap_cost, j.gap_months, j.gap_changes, j.gap
FROM result.judgement AS j
JOIN result.pattern AS p ON p.pattern = j.pattern;

CREATE OR REPLACE VIEW api.county_list AS
SELECT s.county, c.name AS county_name, p.title AS target, p.tier, p.kind, p.version, p.unconfirmed,
       s.place, s.county_place, s.seated, s.tie_at_cut, s.uscc, r.name, f.industry,
       i.name AS industry_name, v.word AS verdict,
       CASE WHEN v.verdict IN (0, 1) THEN '确定' WHEN v.verdict = 3 THEN '近门槛' ELSE '可能' END AS certainty,
       get_byte(f.met, s.position) AS met, p.hard_total, get_byte(f.unknown, s.position) AS unknown,
       nullif(f.points_lo[s.position + 1], -1) AS points_lo,
       nullif(f.points_hi[s.position + 1], -1) AS points_hi,
       f.gap_cost, f.gap_months, f.gap_changes, f.gap
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
COMMENT ON COLUMN api.county_list.gap IS '主要短板，最多四条，代价大的在前';
COMMENT ON COLUMN api.county_list.gap_cost IS '补齐缺口的最小代价（点，本市测算口径）';
COMMENT ON COLUMN api.county_list.gap_months IS '补齐缺口所需月数';
