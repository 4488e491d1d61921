-- Near misses in the order of what it takes: those of whom nothing else is unknown first, then those within
-- reach, then whom the tier is the target of by the order of the lists (ranking.yaml: points, effort, months …).
DROP VIEW api.near_miss;
DROP FUNCTION result.near_of;

-- place: within tier, condition and county; city_place: within tier and condition. (Without nested loops: what
-- the planner takes for one row is thousands.)
CREATE FUNCTION result.near_of(at_run bigint, only_tier text DEFAULT NULL, only_condition text DEFAULT NULL,
                               only_county text DEFAULT NULL)
RETURNS TABLE (uscc text, county text, industry text, rules_run bigint, "position" integer, tier text, kind text,
               version text, title text, unconfirmed boolean, step integer, id text, clause text, text text,
               lacking text, leaves text, unknown integer, verdict smallint, place bigint, city_place bigint)
LANGUAGE sql STABLE SET enable_nestloop = off AS $$
    SELECT n.uscc, n.county, n.industry, n.rules_run, n.position, n.tier, n.kind, n.version, n.title, n.unconfirmed,
           n.step, n.id, n.clause, n.text, n.lacking, n.leaves, n.unknown, n.verdict,
           row_number() OVER (PARTITION BY n.position, n.step, n.county ORDER BY n.city_place), n.city_place
    FROM (
        SELECT j.uscc, j.county, j.industry, j.rules_run, c.position, c.tier, c.kind, c.version, c.title, c.unconfirmed,
               c.step, c.id, c.clause, c.text, coalesce(k.lacking, c.text) AS lacking, k.leaves, k.unknown, k.verdict,
               row_number() OVER (PARTITION BY c.position, c.step
                                  ORDER BY k.unknown, k.verdict, x.target <> c.position,
                                           CASE x.target WHEN c.position THEN j.rank_key END, j.uscc) AS city_place
        FROM result.condition AS c
        JOIN result.near AS k ON k.rules_run = c.from_run AND k.position = c.position AND k.n = c.n
        JOIN result.pattern AS x ON x.pattern = k.pattern
        JOIN result.judgement AS j ON j.pattern = k.pattern AND j.rules_run = k.rules_run
        WHERE j.from_run <= at_run AND j.to_run > at_run
          AND (only_tier IS NULL OR c.tier = only_tier)
          AND (only_condition IS NULL OR c.id = only_condition)
          AND (only_county IS NULL OR CASE only_county WHEN '' THEN j.county IS NULL ELSE j.county = only_county END)
    ) AS n
$$;
COMMENT ON FUNCTION result.near_of IS '某次运行的近门槛企业，逐家';

CREATE VIEW api.near_miss AS
SELECT n.uscc, r.name, n.county, coalesce(c.name, '区县不明') AS county_name, n.industry, i.name AS industry_name,
       n.tier, n.kind, n.version, n.title, n.unconfirmed, n.id, n.clause, n.text, n.lacking, n.leaves, n.unknown,
       v.word AS verdict, n.place, n.city_place
FROM meta.published AS pub
CROSS JOIN LATERAL result.near_of(pub.run) AS n
JOIN meta.verdict AS v ON v.verdict = n.verdict
LEFT JOIN meta.county AS c ON c.county = n.county
LEFT JOIN meta.industry AS i ON i.industry = n.industry
LEFT JOIN LATERAL (
    SELECT g.name FROM source.registry AS g WHERE g.uscc = n.uscc
    ORDER BY g.gone IS NOT NULL, g.source LIMIT 1
) AS r ON true;
COMMENT ON VIEW api.near_miss IS '当前发布的近门槛企业：某一层级只有一个最上层条件不满足的企业，每个企业、层级一行';
COMMENT ON COLUMN api.near_miss.id IS '唯一不满足的最上层条件';
COMMENT ON COLUMN api.near_miss.lacking IS '该条件中不满足的部分，文字';
COMMENT ON COLUMN api.near_miss.leaves IS '该条件中不满足的部分，编号，以空格分隔';
COMMENT ON COLUMN api.near_miss.unknown IS '未知的最上层条件数；0 为其余条件都已知';
COMMENT ON COLUMN api.near_miss.place IS '在同一层级、条件、区县内的先后：其余条件都已知的在先，然后按补齐所需（efforts.yaml，测算）由少到多';
COMMENT ON COLUMN api.near_miss.city_place IS '在同一层级、条件内的全市先后';
