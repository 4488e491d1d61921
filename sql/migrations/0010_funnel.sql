-- The funnel by county, near misses by what was judged, and how to read both: for the city, each county, each
-- industry. The funnel of industries is counted when it is read.

-- A condition of a rule set with its place: state_at in result.pattern.states (from 0), n within its program
-- (from 0), step among the top-level conditions (from 1; NULL: a part of another).
CREATE VIEW result.condition AS
SELECT p.from_run, p.position, p.tier, p.kind, p.version, p.title, p.unconfirmed,
       (x.n - 1)::integer AS n,
       (row_number() OVER (PARTITION BY p.from_run ORDER BY p.position, x.n) - 1)::integer AS state_at,
       CASE WHEN (x.e ->> 'parent')::integer = -1
            THEN (count(*) FILTER (WHERE (x.e ->> 'parent')::integer = -1)
                  OVER (PARTITION BY p.from_run, p.position ORDER BY x.n))::integer END AS step,
       (x.e ->> 'parent')::integer AS parent, (x.e ->> 'subject')::boolean AS subject,
       x.e ->> 'id' AS id, x.e ->> 'clause' AS clause, x.e ->> 'text' AS text
FROM result.program AS p
CROSS JOIN LATERAL jsonb_array_elements(p.conditions) WITH ORDINALITY AS x (e, n);
COMMENT ON VIEW result.condition IS '规则版本的条件逐条；step 为最上层条件的次序，组合条件的各部分为空';

-- The steps of the funnel: step 0 counts all firms, the others the top-level conditions.
CREATE VIEW result.step AS
SELECT p.from_run, p.position, p.tier, p.kind, p.version, p.title, p.unconfirmed, 0 AS step, 'firms' AS id,
       '' AS clause, CASE p.kind WHEN 'new' THEN '全部登记企业' ELSE '当年应复核的企业' END AS text, true AS subject
FROM result.program AS p
UNION ALL
SELECT c.from_run, c.position, c.tier, c.kind, c.version, c.title, c.unconfirmed, c.step, c.id, c.clause, c.text, c.subject
FROM result.condition AS c
WHERE c.step IS NOT NULL;
COMMENT ON VIEW result.step IS '漏斗的各步：第0步为全部登记企业（复核为当年应复核的企业），其后为最上层条件';

DROP TABLE result.funnel; -- of the city only; its view below is the sum of the counties
CREATE TABLE result.funnel_county (
    run bigint NOT NULL,
    position integer NOT NULL,
    county text COLLATE "C" NOT NULL,  -- '' = not known
    step integer NOT NULL,
    met bigint NOT NULL,
    unmet bigint NOT NULL,
    unknown bigint NOT NULL,
    manual bigint NOT NULL,
    na bigint NOT NULL,
    remaining bigint NOT NULL,         -- nothing unmet up to here
    remaining_certain bigint NOT NULL, -- met (or manual) up to here
    remaining_held bigint NOT NULL,    -- of remaining: have the title
    PRIMARY KEY (run, position, county, step)
);
COMMENT ON TABLE result.funnel_county IS '漏斗（按区县）：每个条件单独与累计的企业数；步的含义见 result.step';

CREATE VIEW result.funnel AS
SELECT f.run, f.position, f.step, s.id, s.text, f.met, f.unmet, f.unknown, f.manual, f.remaining, f.remaining_certain
FROM (
    SELECT run, position, step, sum(met)::bigint AS met, sum(unmet)::bigint AS unmet, sum(unknown)::bigint AS unknown,
           sum(manual)::bigint AS manual, sum(remaining)::bigint AS remaining,
           sum(remaining_certain)::bigint AS remaining_certain
    FROM result.funnel_county
    WHERE step > 0
    GROUP BY run, position, step
) AS f
JOIN result.step AS s ON s.position = f.position AND s.step = f.step
     AND s.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= f.run);
COMMENT ON VIEW result.funnel IS '全市漏斗：每个条件单独与累计的企业数';

-- What lacks one top-level condition of a program and no other, by what was judged; written with the patterns.
CREATE TABLE result.near (
    rules_run bigint NOT NULL,   -- result.program of this run explains position and n
    pattern bigint NOT NULL,
    position integer NOT NULL,
    n integer NOT NULL,          -- the condition that is unmet, as in result.condition
    unknown integer NOT NULL,    -- top-level conditions that are unknown
    verdict smallint NOT NULL,   -- see meta.verdict: 3 or 4
    lacking text,                -- what is unmet in it, in words; NULL: the whole condition
    leaves text NOT NULL,        -- ids of its unmet parts
    PRIMARY KEY (rules_run, pattern, position)
);
COMMENT ON TABLE result.near IS '只差一个条件的判定内容（近门槛），每个规则版本一行';

-- The funnel of a run by any cut, counted from the judgements that stood then.
-- by_county: a row per county; digits: so many characters of the industry code (0 none, 1 门类, 3 大类); the
-- others, if given, keep one county, one industry (the beginning of its code), one tier.
CREATE FUNCTION result.funnel_of(at_run bigint, by_county boolean, digits integer,
                                 only_county text DEFAULT NULL, only_industry text DEFAULT NULL,
                                 only_tier text DEFAULT NULL)
RETURNS TABLE (rules_run bigint, "position" integer, county text, industry text, step integer, met bigint, unmet bigint, unknown bigint, manual bigint, na bigint,
               remaining bigint, remaining_certain bigint, remaining_held bigint)
LANGUAGE sql STABLE SET enable_nestloop = off AS $$
    WITH tally AS MATERIALIZED (
        SELECT j.rules_run, j.pattern, CASE WHEN by_county THEN coalesce(j.county, '') END AS county,
               left(coalesce(j.industry, ''), digits) AS industry, count(*) AS units
        FROM result.judgement AS j
        WHERE j.from_run <= at_run AND j.to_run > at_run
          AND (only_county IS NULL OR CASE only_county WHEN '' THEN j.county IS NULL ELSE j.county = only_county END)
          AND (only_industry IS NULL OR starts_with(j.industry, only_industry))
        GROUP BY 1, 2, 3, 4
    ), condition AS MATERIALIZED (
        SELECT * FROM result.condition
        WHERE from_run IN (SELECT t.rules_run FROM tally AS t) AND (only_tier IS NULL OR tier = only_tier)
    ), program AS MATERIALIZED (
        SELECT c.from_run, c.position, min(c.state_at) AS first, count(*)::integer AS states,
               decode(repeat('ff', count(*)::integer), 'hex') AS none -- of whom the program does not concern
        FROM condition AS c GROUP BY 1, 2
    ), top AS MATERIALIZED (
        SELECT from_run, position, step, n FROM condition WHERE step IS NOT NULL
    ), alike AS MATERIALIZED ( -- judged alike by a program
        SELECT p.from_run, p.position, t.county, t.industry, get_byte(x.verdicts, p.position) AS verdict,
               CASE get_byte(x.verdicts, p.position) WHEN 8 THEN p.none
                    ELSE substring(x.states FROM p.first + 1 FOR p.states) END AS states, sum(t.units)::bigint AS units
        FROM tally AS t
        JOIN result.pattern AS x ON x.pattern = t.pattern
        JOIN program AS p ON p.from_run = t.rules_run
        GROUP BY 1, 2, 3, 4, 5, 6
    ), placed AS MATERIALIZED (
        SELECT a.*, o.unmet_at, o.open_at
        FROM alike AS a
        CROSS JOIN LATERAL (
            SELECT coalesce(min(c.step) FILTER (WHERE get_byte(a.states, c.n) IN (1, 255)), 1000) AS unmet_at,
                   coalesce(min(c.step) FILTER (WHERE get_byte(a.states, c.n) IN (1, 2, 255)), 1000) AS open_at
            FROM top AS c WHERE c.from_run = a.from_run AND c.position = a.position
        ) AS o
    )
    SELECT a.from_run, a.position, a.county, a.industry, 0,
           sum(a.units * (a.verdict <> 8)::integer)::bigint, 0::bigint, 0::bigint, 0::bigint,
           sum(a.units * (a.verdict = 8)::integer)::bigint, sum(a.units * (a.verdict <> 8)::integer)::bigint,
           sum(a.units * (a.verdict <> 8)::integer)::bigint, sum(a.units * (a.verdict = 5)::integer)::bigint
    FROM alike AS a
    GROUP BY 1, 2, 3, 4
    UNION ALL
    SELECT a.from_run, a.position, a.county, a.industry, c.step,
           sum(a.units * (get_byte(a.states, c.n) = 0)::integer)::bigint AS met,
           sum(a.units * (get_byte(a.states, c.n) = 1)::integer)::bigint AS unmet,
           sum(a.units * (get_byte(a.states, c.n) = 2)::integer)::bigint AS unknown,
           sum(a.units * (get_byte(a.states, c.n) = 3)::integer)::bigint AS manual,
           sum(a.units * (get_byte(a.states, c.n) = 4)::integer)::bigint AS na,
           sum(a.units * (a.unmet_at > c.step)::integer)::bigint AS remaining,
           sum(a.units * (a.open_at > c.step)::integer)::bigint AS remaining_certain,
           sum(a.units * (a.unmet_at > c.step AND a.verdict = 5)::integer)::bigint AS remaining_held
    FROM placed AS a
    JOIN top AS c ON c.from_run = a.from_run AND c.position = a.position
    GROUP BY a.from_run, a.position, a.county, a.industry, c.step
$$;
COMMENT ON FUNCTION result.funnel_of IS '某次运行的漏斗，按区县和行业任意切分';

-- (Both without nested loops: what the planner takes for one row is thousands.)

-- The near misses of a run, firm by firm; place: within tier, condition and county, those of whom nothing is
-- unknown first.
CREATE FUNCTION result.near_of(at_run bigint, only_tier text DEFAULT NULL, only_condition text DEFAULT NULL,
                               only_county text DEFAULT NULL)
RETURNS TABLE (uscc text, county text, industry text, rules_run bigint, "position" integer, tier text, kind text,
               version text, title text, unconfirmed boolean, step integer, id text, clause text, text text, lacking text, leaves text,
               unknown integer, verdict smallint, place bigint)
LANGUAGE sql STABLE SET enable_nestloop = off AS $$
    SELECT j.uscc, j.county, j.industry, j.rules_run, c.position, c.tier, c.kind, c.version, c.title, c.unconfirmed, c.step,
           c.id, c.clause, c.text, coalesce(k.lacking, c.text), k.leaves, k.unknown, k.verdict,
           row_number() OVER (PARTITION BY c.position, c.step, j.county ORDER BY k.unknown, k.verdict, j.uscc)
    FROM result.condition AS c
    JOIN result.near AS k ON k.rules_run = c.from_run AND k.position = c.position AND k.n = c.n
    JOIN result.judgement AS j ON j.pattern = k.pattern AND j.rules_run = k.rules_run
    WHERE j.from_run <= at_run AND j.to_run > at_run
      AND (only_tier IS NULL OR c.tier = only_tier)
      AND (only_condition IS NULL OR c.id = only_condition)
      AND (only_county IS NULL OR CASE only_county WHEN '' THEN j.county IS NULL ELSE j.county = only_county END)
$$;
COMMENT ON FUNCTION result.near_of IS '某次运行的近门槛企业，逐家';

-- ---- for analysts ------------------------------------------------------------------------------

CREATE VIEW api.funnel_county AS
SELECT f.county, coalesce(c.name, '区县不明') AS county_name,
       s.tier, s.kind, s.version, s.title, s.unconfirmed, f.step, s.id, s.clause, s.text, s.subject,
       f.met, f.unmet, f.unknown, f.manual, f.na, f.remaining, f.remaining_certain, f.remaining_held
FROM meta.published AS pub
JOIN result.funnel_county AS f ON f.run = (SELECT max(run) FROM result.funnel_county WHERE run <= pub.run)
JOIN result.step AS s ON s.position = f.position AND s.step = f.step
     AND s.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= pub.run)
LEFT JOIN meta.county AS c ON c.county = f.county;
COMMENT ON VIEW api.funnel_county IS '当前发布的漏斗，按区县：每个层级、申报类型、条件一行；step 0 为全部登记企业';

CREATE VIEW api.funnel AS
SELECT tier, kind, version, title, unconfirmed, step, id, clause, text, subject,
       sum(met)::bigint AS met, sum(unmet)::bigint AS unmet, sum(unknown)::bigint AS unknown,
       sum(manual)::bigint AS manual, sum(na)::bigint AS na, sum(remaining)::bigint AS remaining,
       sum(remaining_certain)::bigint AS remaining_certain, sum(remaining_held)::bigint AS remaining_held
FROM api.funnel_county
GROUP BY tier, kind, version, title, unconfirmed, step, id, clause, text, subject;
COMMENT ON VIEW api.funnel IS '当前发布的漏斗，全市：每个层级、申报类型、条件一行；step 0 为全部登记企业';

CREATE VIEW api.funnel_industry AS
SELECT CASE l.digits WHEN 1 THEN '门类' ELSE '大类' END AS level, f.industry,
       coalesce(i.name, CASE WHEN f.industry = '' THEN '行业不明' ELSE f.industry || ' 未细分' END) AS industry_name,
       s.tier, s.kind, s.version, s.title, s.unconfirmed, f.step, s.id, s.clause, s.text, s.subject,
       f.met, f.unmet, f.unknown, f.manual, f.na, f.remaining, f.remaining_certain, f.remaining_held
FROM meta.published AS pub
CROSS JOIN (VALUES (1), (3)) AS l (digits)
CROSS JOIN LATERAL result.funnel_of(pub.run, false, l.digits) AS f
JOIN result.step AS s ON s.from_run = f.rules_run AND s.position = f.position AND s.step = f.step
LEFT JOIN meta.industry AS i ON i.industry = f.industry AND length(f.industry) = l.digits;
COMMENT ON VIEW api.funnel_industry IS '当前发布的漏斗，按行业门类和大类（读取时计算，约一秒）；level 为门类或大类';

CREATE VIEW api.funnel_county_industry AS
SELECT coalesce(f.county, '') AS county, coalesce(c.name, '区县不明') AS county_name, f.industry,
       coalesce(i.name, '行业不明') AS industry_name,
       s.tier, s.kind, s.version, s.title, s.unconfirmed, f.step, s.id, s.clause, s.text, s.subject,
       f.met, f.unmet, f.unknown, f.manual, f.na, f.remaining, f.remaining_certain, f.remaining_held
FROM meta.published AS pub
CROSS JOIN LATERAL result.funnel_of(pub.run, true, 1) AS f
JOIN result.step AS s ON s.from_run = f.rules_run AND s.position = f.position AND s.step = f.step
LEFT JOIN meta.county AS c ON c.county = f.county
LEFT JOIN meta.industry AS i ON i.industry = f.industry;
COMMENT ON VIEW api.funnel_county_industry IS '当前发布的漏斗，按区县和行业门类（读取时计算，约一秒）';

CREATE VIEW api.near_miss AS
SELECT n.uscc, r.name, n.county, coalesce(c.name, '区县不明') AS county_name, n.industry, i.name AS industry_name,
       n.tier, n.kind, n.version, n.title, n.unconfirmed, n.id, n.clause, n.text, n.lacking, n.leaves, n.unknown,
       v.word AS verdict, n.place
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
COMMENT ON COLUMN api.near_miss.place IS '在同一层级、条件、区县内的先后';
COMMENT ON COLUMN api.funnel_county.met IS '本条件满足的企业数';
COMMENT ON COLUMN api.funnel_county.unmet IS '本条件不满足';
COMMENT ON COLUMN api.funnel_county.unknown IS '本条件未知';
COMMENT ON COLUMN api.funnel_county.manual IS '本条件待人工';
COMMENT ON COLUMN api.funnel_county.na IS '本条件不适用；step 0：当年不复核';
COMMENT ON COLUMN api.funnel_county.remaining IS '累计：到本步为止没有不满足的（可能）';
COMMENT ON COLUMN api.funnel_county.remaining_certain IS '累计：到本步为止全部满足或待人工（确定）';
COMMENT ON COLUMN api.funnel_county.remaining_held IS 'remaining 之中已获该称号的';
COMMENT ON COLUMN api.funnel_county.subject IS '申报主体条件';
COMMENT ON COLUMN api.funnel.met IS '本条件满足的企业数';
COMMENT ON COLUMN api.funnel.unmet IS '本条件不满足';
COMMENT ON COLUMN api.funnel.unknown IS '本条件未知';
COMMENT ON COLUMN api.funnel.manual IS '本条件待人工';
COMMENT ON COLUMN api.funnel.na IS '本条件不适用；step 0：当年不复核';
COMMENT ON COLUMN api.funnel.remaining IS '累计：到本步为止没有不满足的（可能）';
COMMENT ON COLUMN api.funnel.remaining_certain IS '累计：到本步为止全部满足或待人工（确定）';
COMMENT ON COLUMN api.funnel.remaining_held IS 'remaining 之中已获该称号的';
COMMENT ON COLUMN api.funnel.subject IS '申报主体条件';
COMMENT ON COLUMN api.funnel_industry.met IS '本条件满足的企业数';
COMMENT ON COLUMN api.funnel_industry.unmet IS '本条件不满足';
COMMENT ON COLUMN api.funnel_industry.unknown IS '本条件未知';
COMMENT ON COLUMN api.funnel_industry.manual IS '本条件待人工';
COMMENT ON COLUMN api.funnel_industry.na IS '本条件不适用；step 0：当年不复核';
COMMENT ON COLUMN api.funnel_industry.remaining IS '累计：到本步为止没有不满足的（可能）';
COMMENT ON COLUMN api.funnel_industry.remaining_certain IS '累计：到本步为止全部满足或待人工（确定）';
COMMENT ON COLUMN api.funnel_industry.remaining_held IS 'remaining 之中已获该称号的';
COMMENT ON COLUMN api.funnel_industry.subject IS '申报主体条件';
COMMENT ON COLUMN api.funnel_county_industry.met IS '本条件满足的企业数';
COMMENT ON COLUMN api.funnel_county_industry.unmet IS '本条件不满足';
COMMENT ON COLUMN api.funnel_county_industry.unknown IS '本条件未知';
COMMENT ON COLUMN api.funnel_county_industry.manual IS '本条件待人工';
COMMENT ON COLUMN api.funnel_county_industry.na IS '本条件不适用；step 0：当年不复核';
COMMENT ON COLUMN api.funnel_county_industry.remaining IS '累计：到本步为止没有不满足的（可能）';
COMMENT ON COLUMN api.funnel_county_industry.remaining_certain IS '累计：到本步为止全部满足或待人工（确定）';
COMMENT ON COLUMN api.funnel_county_industry.remaining_held IS 'remaining 之中已获该称号的';
COMMENT ON COLUMN api.funnel_county_industry.subject IS '申报主体条件';
