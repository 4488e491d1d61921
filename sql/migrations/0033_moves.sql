-- Moves between two rankings and what caused them (docs/moves.md): which kind of thing touched a firm since the last
-- ranking, what that ranking depended on, and the moves themselves.
--
-- Kinds, a bit set: 1 data, 2 link, 8 rule (4, the clock, touches everyone).

ALTER TABLE feature.touched ADD COLUMN kinds smallint NOT NULL DEFAULT 1;
COMMENT ON COLUMN feature.touched.kinds IS '因何重算：1 数据，2 匹配，0 只是上次中断后全部重算（位相加）';

-- Written beside feature.pending, emptied by rank: what was touched since the last ranking, whatever became of the nights between.
CREATE TABLE pool.touched (
    uscc text COLLATE "C" NOT NULL,
    kinds smallint NOT NULL,
    CONSTRAINT touched_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE pool.touched IS '上次排序以来受到影响的企业；“*”为全部';
COMMENT ON COLUMN pool.touched.kinds IS '1 数据，2 匹配，8 规则（位相加）';

CREATE TABLE link.moved (
    uscc text COLLATE "C" NOT NULL, -- holder id
    was text COLLATE "C",
    became text COLLATE "C",
    CONSTRAINT moved_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE link.moved IS '上次排序以来对应关系有变化的单位：原来、现在对应的企业（空为没有）；排序后清空';

-- Texts of criteria and profile by their own hash: a night whose rules changed is held against the rules of before.
CREATE TABLE meta.text (
    hash text COLLATE "C" NOT NULL,
    text text NOT NULL,
    CONSTRAINT text_key PRIMARY KEY (hash)
);
COMMENT ON TABLE meta.text IS '评价标准和配置文件的原文，按内容只存一份';
CREATE TABLE meta.text_set (
    set_hash text COLLATE "C" NOT NULL, -- meta.run.criteria_hash or profile_hash
    name text COLLATE "C" NOT NULL,
    hash text COLLATE "C" NOT NULL,
    CONSTRAINT text_set_key PRIMARY KEY (set_hash, name)
);
COMMENT ON TABLE meta.text_set IS '一套评价标准（或一份配置）由哪些文件组成';

CREATE TABLE pool.night (
    run bigint NOT NULL,
    before bigint,             -- the ranking it is compared with; NULL: there was none
    as_of date NOT NULL,
    criteria_hash text NOT NULL,
    profile_hash text NOT NULL,
    program text NOT NULL,
    complete text NOT NULL,    -- lists that were delivered complete, a line each: dataset/word
    ranks text NOT NULL,       -- of the departments, json
    ladder text NOT NULL,      -- tiers parted by blanks, lowest first
    CONSTRAINT night_key PRIMARY KEY (run)
);
COMMENT ON TABLE pool.night IS '每次排序所依据的截止日、规则、配置；before 为与之比较的上一次排序';

CREATE TABLE pool.move (
    uscc text COLLATE "C" NOT NULL,
    run bigint NOT NULL,
    aspect text NOT NULL CHECK (aspect IN ('tier', 'seat', 'verdict', 'county', 'stage')),
    was text,
    became text,
    direction text NOT NULL CHECK (direction IN ('entered', 'left', 'up', 'down', 'changed')),
    tier text NOT NULL,
    county text COLLATE "C" NOT NULL,
    cause text NOT NULL CHECK (cause IN ('data', 'link', 'clock', 'rule', 'override')),
    direct boolean NOT NULL,
    CONSTRAINT move_key PRIMARY KEY (uscc, run, aspect, tier)
);
CREATE INDEX move_run ON pool.move (run);
COMMENT ON TABLE pool.move IS '每次排序与上一次相比的变动及其原因，只记有变动的（docs/moves.md）';
COMMENT ON COLUMN pool.move.aspect IS 'tier 作为候选的层级，seat 名额内的层级，verdict 判定，county 区县，stage 培育阶段';
COMMENT ON COLUMN pool.move.was IS '上一次的值；空为当时不在其列';
COMMENT ON COLUMN pool.move.became IS '这一次的值；空为不再在其列';
COMMENT ON COLUMN pool.move.tier IS '变动所涉层级：现在的，已退出的为原来的';
COMMENT ON COLUMN pool.move.county IS '现在的区县，已退出的为原来的；空文本为不明';
COMMENT ON COLUMN pool.move.cause IS 'data 数据，link 匹配，clock 日期，rule 规则或名额，override 人工决定';
COMMENT ON COLUMN pool.move.direct IS '原因在该企业自身；否则是因其他企业或名额的变化而被动变动';

-- Why each candidate's place is another one than before: a byte per place, in the order of the list.
CREATE TABLE pool.place_cause (
    run bigint NOT NULL,
    position integer NOT NULL,
    causes bytea NOT NULL,
    CONSTRAINT place_cause_key PRIMARY KEY (run, position)
);
COMMENT ON TABLE pool.place_cause IS '位次变动的原因，每个位次一个字节';
COMMENT ON COLUMN pool.place_cause.causes IS '第 n 个字节是位次 n：0 未变动或新进，否则 1 数据 2 匹配 3 日期 4 规则 5 人工，自身原因加 16';

CREATE TABLE pool.move_count (
    run bigint NOT NULL,
    tier text NOT NULL,
    county text COLLATE "C" NOT NULL,
    aspect text NOT NULL,
    direction text NOT NULL,
    cause text NOT NULL,
    direct boolean NOT NULL,
    firms bigint NOT NULL,
    CONSTRAINT move_count_key PRIMARY KEY (run, tier, county, aspect, direction, cause, direct)
);
COMMENT ON TABLE pool.move_count IS '变动的企业数，按层级、区县、原因；aspect 为 place 的是位次变动';

CREATE INDEX IF NOT EXISTS shortlist_run ON pool.shortlist (run);

-- ---- what readers ask ---------------------------------------------------------------------------------------
-- Which way a value went: a tier or seat on the ladder, a verdict in the order of lists.
CREATE FUNCTION pool.direction(aspect text, was text, became text, ladder text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
SELECT CASE
    WHEN aspect IN ('tier', 'seat') AND was IS NULL THEN 'entered'
    WHEN aspect IN ('tier', 'seat') AND became IS NULL THEN 'left'
    WHEN aspect IN ('tier', 'seat') THEN
        CASE sign(array_position(string_to_array(ladder, ' '), split_part(became, '/', 1))
                  - array_position(string_to_array(ladder, ' '), split_part(was, '/', 1)))
            WHEN 1 THEN 'up' WHEN -1 THEN 'down' ELSE 'changed' END
    WHEN aspect = 'verdict' THEN
        CASE WHEN array_position(ARRAY['confirmed', 'ready', 'possible', 'near', 'no'], became)
                  < array_position(ARRAY['confirmed', 'ready', 'possible', 'near', 'no'], was) THEN 'up' ELSE 'down' END
    ELSE 'changed' END
$$;
COMMENT ON FUNCTION pool.direction IS '变动的方向：entered 新进，left 退出，up 上升，down 下降，changed 其他';

-- The net moves between two rankings: what differs between the two ends, with the causes of the nights between. What
-- went and came back is none. The cause is that of the night on which what moved took its final value.
CREATE FUNCTION pool.moves_between(bigint, bigint)
RETURNS TABLE (uscc text, aspect text, was text, became text, direction text, tier text, county text, cause text, direct boolean,
               causes text[], nights bigint)
LANGUAGE sql STABLE AS $$
WITH one AS ( -- a firm goes by the code it has now
    SELECT coalesce(i.firm, m.uscc) AS uscc, m.run, m.aspect, m.was, m.became, m.tier, m.county, m.cause, m.direct
    FROM pool.move AS m LEFT JOIN link.identity AS i ON i.uscc = m.uscc
    WHERE m.run > $1 AND m.run <= $2
), net AS (
    SELECT o.uscc, o.aspect, (array_agg(o.was ORDER BY o.run))[1] AS was,
           (array_agg(o.became ORDER BY o.run DESC))[1] AS became, (array_agg(o.tier ORDER BY o.run DESC))[1] AS tier,
           (array_agg(o.county ORDER BY o.run DESC))[1] AS county, (array_agg(o.cause ORDER BY o.run DESC))[1] AS cause,
           (array_agg(o.direct ORDER BY o.run DESC))[1] AS direct, array_agg(DISTINCT o.cause ORDER BY o.cause) AS causes,
           count(DISTINCT o.run) AS nights
    FROM one AS o
    GROUP BY o.uscc, o.aspect
)
SELECT n.uscc, n.aspect, n.was, n.became,
       pool.direction(n.aspect, n.was, n.became, (SELECT ladder FROM pool.night WHERE run = $2)), n.tier, n.county, n.cause,
       n.direct, n.causes, n.nights
FROM net AS n
WHERE n.was IS DISTINCT FROM n.became
  AND NOT (n.aspect IN ('verdict', 'county')
           AND EXISTS (SELECT FROM net AS t WHERE t.uscc = n.uscc AND t.aspect = 'tier' AND t.was IS DISTINCT FROM t.became))
$$;
COMMENT ON FUNCTION pool.moves_between IS '两次排序之间的净变动（参数：起、止两次运行）；来回抵消的不列，原因取最后一次变动的';

-- The ranking so many days before another: the last as of that day or earlier, else the first there is.
CREATE FUNCTION pool.night_before(bigint, integer) RETURNS bigint
LANGUAGE sql STABLE AS $$
SELECT coalesce((SELECT max(b.run) FROM pool.night AS b JOIN pool.night AS n ON n.run = $1
                 WHERE b.run < n.run AND b.as_of <= n.as_of - $2),
                (SELECT min(run) FROM pool.night WHERE run < $1))
$$;
COMMENT ON FUNCTION pool.night_before IS '某次运行之前若干天的排序；没有那么早的取最早的一次';

CREATE TABLE meta.move_word (
    kind text NOT NULL,
    id text NOT NULL,
    word text NOT NULL,
    english text NOT NULL,
    PRIMARY KEY (kind, id)
);
COMMENT ON TABLE meta.move_word IS '变动的用语：aspect 方面，direction 方向，cause 原因';
INSERT INTO meta.move_word VALUES
    ('aspect', 'tier', '候选层级', 'list'), ('aspect', 'seat', '名额', 'seat'), ('aspect', 'verdict', '判定', 'verdict'),
    ('aspect', 'county', '区县', 'county'), ('aspect', 'stage', '培育阶段', 'stage'), ('aspect', 'place', '位次', 'place'),
    ('direction', 'entered', '新进', 'entered'), ('direction', 'left', '退出', 'left'), ('direction', 'up', '上升', 'up'),
    ('direction', 'down', '下降', 'down'), ('direction', 'changed', '变更', 'changed'),
    ('cause', 'data', '数据变化', 'data'), ('cause', 'link', '匹配变化', 'links'), ('cause', 'clock', '日期推移', 'the day'),
    ('cause', 'rule', '规则或名额变化', 'rules or seats'), ('cause', 'override', '人工决定', 'an override');

-- Net moves between two rankings as people read them.
CREATE FUNCTION pool.moves_shown(bigint, bigint)
RETURNS TABLE (uscc text, name text, tier text, county text, county_name text, aspect text, was text, became text, direction text,
               cause text, direct boolean, causes text[], nights bigint, aspect_word text, direction_word text, cause_word text,
               place_was integer, place integer, since date, until date)
LANGUAGE sql STABLE AS $$
SELECT m.uscc, r.name, m.tier, m.county, coalesce(c.name, '区县不明'), m.aspect, m.was, m.became, m.direction, m.cause, m.direct,
       m.causes, m.nights, a.word, d.word, w.word || CASE WHEN m.direct THEN '' ELSE '（随其他企业或名额变动）' END,
       b.place, n.place, (SELECT as_of FROM pool.night WHERE run = $1), (SELECT as_of FROM pool.night WHERE run = $2)
FROM pool.moves_between($1, $2) AS m
JOIN meta.move_word AS a ON a.kind = 'aspect' AND a.id = m.aspect
JOIN meta.move_word AS d ON d.kind = 'direction' AND d.id = m.direction
JOIN meta.move_word AS w ON w.kind = 'cause' AND w.id = m.cause
LEFT JOIN meta.county AS c ON c.county = m.county
LEFT JOIN LATERAL (SELECT min(s.place) AS place FROM pool.shortlist AS s WHERE s.uscc = m.uscc AND s.run = $1) AS b ON true
LEFT JOIN LATERAL (SELECT min(s.place) AS place FROM pool.shortlist AS s WHERE s.uscc = m.uscc AND s.run = $2) AS n ON true
LEFT JOIN LATERAL (SELECT g.name FROM source.registry AS g WHERE g.uscc = m.uscc
                   ORDER BY g.gone IS NOT NULL, g.source LIMIT 1) AS r ON true
$$;
COMMENT ON FUNCTION pool.moves_shown IS '两次排序之间的净变动，附企业名称、区县、用语、位次';

CREATE VIEW api.move AS
SELECT m.* FROM meta.published AS p JOIN pool.night AS n ON n.run = p.run
CROSS JOIN LATERAL pool.moves_shown(n.before, n.run) AS m;
COMMENT ON VIEW api.move IS '已发布名单与上一次排序相比的变动及原因（排序：county, uscc, aspect, tier）';
CREATE FUNCTION api.move_over(days integer)
RETURNS TABLE (uscc text, name text, tier text, county text, county_name text, aspect text, was text, became text, direction text,
               cause text, direct boolean, causes text[], nights bigint, aspect_word text, direction_word text, cause_word text,
               place_was integer, place integer, since date, until date)
LANGUAGE sql STABLE AS $$
SELECT m.* FROM meta.published AS p CROSS JOIN LATERAL pool.moves_shown(pool.night_before(p.run, $1), p.run) AS m
$$;
COMMENT ON FUNCTION api.move_over IS '已发布名单若干天（1、7、31）以来的净变动及原因';

-- Places of the published list that changed, displaced ones too.
CREATE VIEW api.place_move AS
SELECT s.uscc, g.tier, s.county, b.place AS place_was, s.place, b.county_place AS county_place_was, s.county_place,
       (ARRAY['data', 'link', 'clock', 'rule', 'override'])[get_byte(k.causes, s.place - 1) & 15] AS cause,
       get_byte(k.causes, s.place - 1) & 16 = 16 AS direct
FROM meta.published AS p
JOIN pool.night AS n ON n.run = p.run
JOIN pool.shortlist AS s ON s.run = n.run
JOIN pool.place_cause AS k ON k.run = n.run AND k.position = s.position
JOIN result.program AS g ON g.position = s.position
 AND g.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= n.run)
LEFT JOIN link.identity AS i ON i.firm = s.uscc AND i.run > n.before AND i.run <= n.run
JOIN pool.shortlist AS b ON b.run = n.before AND b.uscc IN (s.uscc, i.uscc)
WHERE s.place BETWEEN 1 AND length(k.causes) AND get_byte(k.causes, s.place - 1) > 0;
COMMENT ON VIEW api.place_move IS '已发布名单中位次有变动的企业：原位次、现位次、原因；direct 为假的是被动变动';

-- How firms flow between lists from the ranking before to the published one: was, became '' = on no list.
CREATE VIEW api.flow AS
WITH ends AS (
    SELECT n.run, n.before FROM meta.published AS p JOIN pool.night AS n ON n.run = p.run WHERE n.before IS NOT NULL
), was AS (
    SELECT DISTINCT ON (1) coalesce(i.firm, s.uscc) AS uscc, g.tier, s.seated
    FROM ends AS e JOIN pool.shortlist AS s ON s.run = e.before
    JOIN result.program AS g ON g.position = s.position
     AND g.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= e.before)
    LEFT JOIN link.identity AS i ON i.uscc = s.uscc AND i.run > e.before AND i.run <= e.run
    ORDER BY 1, s.position
), became AS (
    SELECT DISTINCT ON (s.uscc) s.uscc, g.tier, s.seated
    FROM ends AS e JOIN pool.shortlist AS s ON s.run = e.run
    JOIN result.program AS g ON g.position = s.position
     AND g.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= e.run)
    ORDER BY s.uscc, s.position
)
SELECT coalesce(w.tier, '') AS was, coalesce(w.seated, false) AS was_seated, coalesce(b.tier, '') AS became,
       coalesce(b.seated, false) AS became_seated, count(*) AS firms
FROM was AS w FULL JOIN became AS b USING (uscc)
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW api.flow IS '候选企业自上一次排序以来在层级与名额之间的流向（含未变动的）；was、became 为空文本的不在名单';

CREATE VIEW api.move_count AS
SELECT n.as_of, c.* FROM pool.move_count AS c JOIN pool.night AS n USING (run);
COMMENT ON VIEW api.move_count IS '每次排序变动的企业数，按层级、区县、方面、方向、原因';

-- Which conditions of a tier say something else of a firm at the one run than at the other: "rd_ratio 不满足→满足；…".
CREATE FUNCTION pool.conditions_changed(firm text, run_a bigint, run_b bigint, of_tier text) RETURNS text
LANGUAGE sql STABLE AS $$
WITH side AS (
    SELECT r.run, x.n, x.e ->> 'id' AS id, s.word
    FROM (VALUES ($2), ($3)) AS r (run)
    JOIN result.firm AS f ON f.uscc = $1 AND f.from_run <= r.run AND r.run < f.to_run
    JOIN api.program AS p ON p.from_run = f.rules_run AND p.tier = $4 AND p.kind = 'new'
    CROSS JOIN LATERAL jsonb_array_elements(p.conditions) WITH ORDINALITY AS x (e, n)
    JOIN meta.state AS s ON s.state = get_byte(f.states, p.state_offset + x.n::integer - 1)
)
SELECT string_agg(a.id || ' ' || a.word || '→' || b.word, '；' ORDER BY b.n, a.id)
FROM side AS a JOIN side AS b ON b.run = $3 AND b.id = a.id
WHERE a.run = $2 AND a.word <> b.word
$$;
COMMENT ON FUNCTION pool.conditions_changed IS '某企业某层级在两次运行之间判定有变化的条件';

-- ---- what holds a publication ------------------------------------------------------------------------------
CREATE TABLE pool.held (
    run bigint NOT NULL,       -- the ranking that was not published
    tier text NOT NULL,
    county text COLLATE "C" NOT NULL, -- '*': all of them
    seats bigint NOT NULL,     -- firms with a seat on the list that stands
    entered bigint NOT NULL,
    gone bigint NOT NULL,
    percent bigint NOT NULL,   -- what moves.yaml allows
    least bigint NOT NULL,
    causes text NOT NULL,      -- "data 31, rule 4"
    CONSTRAINT held_key PRIMARY KEY (run, tier, county)
);
COMMENT ON TABLE pool.held IS '变动过多而暂停发布的层级和区县（criteria/moves.yaml）';
COMMENT ON COLUMN pool.held.county IS '区县；* 为全部区县合计，空文本为不明';
COMMENT ON COLUMN pool.held.gone IS '失去名额的企业数';

DO $words$
DECLARE
    item record;
BEGIN
    FOR item IN
        SELECT c.relname, a.attname, w.word
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN (VALUES
            ('aspect', '哪一方面：tier 候选层级，seat 名额，verdict 判定，county 区县，place 位次'),
            ('was', '原来的值；空为当时不在其列'), ('became', '现在的值；空为不再在其列'),
            ('direction', 'entered 新进，left 退出，up 上升，down 下降，changed 其他'),
            ('cause', '原因：data 数据，link 匹配，clock 日期，rule 规则或名额，override 人工决定'),
            ('direct', '原因在该企业自身；假为因其他企业或名额的变化而被动变动'),
            ('causes', '其间各次变动的全部原因'), ('nights', '其间有变动的排序次数'),
            ('aspect_word', '哪一方面（词）'), ('direction_word', '方向（词）'), ('cause_word', '原因（词）'),
            ('place_was', '原位次'), ('county_place_was', '区县内原位次'), ('since', '自该截止日'),
            ('was_seated', '原来在名额之内'), ('became_seated', '现在在名额之内')) AS w (name, word) ON w.name = a.attname
        WHERE c.relnamespace = 'api'::regnamespace AND c.relname IN ('move', 'place_move', 'flow', 'move_count')
    LOOP
        EXECUTE format('COMMENT ON COLUMN api.%I.%I IS %L', item.relname, item.attname, item.word);
    END LOOP;
END
$words$;
