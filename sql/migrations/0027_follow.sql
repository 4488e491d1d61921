-- What follows a shortlist through the year: titles with their ends and reviews, two tracks, targets, service
-- specialists, and notes of the counties. Written by the stage `follow`; tables by intervals of runs stand at run R
-- when from_run <= R < to_run, as result.judgement does.

ALTER TABLE source.expert ADD COLUMN role text COLLATE "C";
COMMENT ON COLUMN source.expert.role IS '身份：specialist 服务专员，expert 专家；空为未交付';

-- criteria/follow.yaml as the last run read it: reference tables.
CREATE TABLE pool.track (
    title text COLLATE "C" PRIMARY KEY, -- word of source.title.title
    track text NOT NULL CHECK (track IN ('ladder', 'second')),
    place integer NOT NULL,             -- lowest first, over both tracks
    name text NOT NULL
);
COMMENT ON TABLE pool.track IS '两条轨道上的称号：ladder 优质中小企业梯度，second 高新、瞪羚、雏鹰（criteria/follow.yaml）';
CREATE TABLE pool.horizon (
    days integer PRIMARY KEY,
    name text NOT NULL
);
COMMENT ON TABLE pool.horizon IS '到期提醒的期限（天）（criteria/follow.yaml）';

-- Titles in force, one row per unit, title and grant; judged by the rule of the day on which they end.
CREATE TABLE pool.review (
    uscc text COLLATE "C" NOT NULL,   -- firm; of a record that found none, its holder id
    title text COLLATE "C" NOT NULL,
    granted date NOT NULL,
    from_run bigint NOT NULL,
    to_run bigint NOT NULL,
    row_hash bigint NOT NULL,
    valid_from date,
    valid_to date,                    -- NULL = not known
    level text COLLATE "C",
    batch_name text,
    holder_name text,
    county text COLLATE "C" NOT NULL, -- '' = not known
    renewed boolean NOT NULL,         -- a later grant of the same title stands
    judged boolean NOT NULL,
    why_not text,                     -- why it was not judged
    kind text CHECK (kind IN ('new', 'review')),
    version text,
    source text,
    verdict smallint,
    met integer,
    unmet integer,
    unknown integer,
    hard_total integer,
    open text,                        -- conditions unmet, unknown, manual, in the order of the clauses
    gap text,                         -- what is to change and by how much
    PRIMARY KEY (uscc, title, granted, from_run)
);
COMMENT ON TABLE pool.review IS '有效称号及到期复核预判：按到期日适用的规则、以当晚的事实判定；按运行区间保存';
COMMENT ON COLUMN pool.review.valid_to IS '有效期止；空为未交付，如实列出';
COMMENT ON COLUMN pool.review.renewed IS '同一称号已有更晚到期的认定';
COMMENT ON COLUMN pool.review.why_not IS '未预判的原因：ended_unknown 有效期不明，far 不在期限内，renewed 已续，no_rule 到期日没有适用的规则，no_facts 不在登记库';
COMMENT ON COLUMN pool.review.kind IS 'review 按复核条件，new 没有复核条件的按重新申报';
COMMENT ON COLUMN pool.review.verdict IS 'meta.verdict';
COMMENT ON COLUMN pool.review.open IS '不满足、未知、待人工的条件';
COMMENT ON COLUMN pool.review.gap IS '须改变、待核实、待人工的事项及差距，最多六条';

-- Holders of each title by night.
CREATE TABLE pool.title_count (
    run bigint NOT NULL,
    county text COLLATE "C" NOT NULL, -- '' = not known
    title text COLLATE "C" NOT NULL,
    held bigint NOT NULL,             -- firms with a grant that certainly runs
    end_unknown bigint NOT NULL,      -- firms without such a one, and with one whose end is not known
    granted_0 bigint NOT NULL,        -- firms granted it in the calendar year of the as-of date
    PRIMARY KEY (run, county, title)
);
COMMENT ON TABLE pool.title_count IS '每晚按区县、称号的在册企业数（逐晚保存，可看变化）';
COMMENT ON COLUMN pool.title_count.held IS '截止日确在有效期内的企业数';
COMMENT ON COLUMN pool.title_count.end_unknown IS '有效期止未交付、不能确定是否有效的企业数（不计入 held）';
COMMENT ON COLUMN pool.title_count.granted_0 IS '截止日所在自然年新认定的企业数';

-- `targets` of the profile, with what stood that night.
CREATE TABLE pool.target (
    run bigint NOT NULL,
    n integer NOT NULL,               -- in the order of the profile
    title text COLLATE "C" NOT NULL,
    county text COLLATE "C" NOT NULL, -- '' = the whole city
    measure text NOT NULL CHECK (measure IN ('held', 'new', 'pool')),
    target bigint NOT NULL,
    from_date date NOT NULL,          -- of new: first day of the year; else the as-of date
    due date NOT NULL,
    note text NOT NULL,
    done bigint NOT NULL,
    unsure bigint NOT NULL,           -- more by so many if what is not known turns out well
    PRIMARY KEY (run, n)
);
COMMENT ON TABLE pool.target IS '培育目标（配置文件 targets）与当晚的完成数';
COMMENT ON COLUMN pool.target.measure IS 'held 期末在册数，new 当年新认定数，pool 在库培育数';
COMMENT ON COLUMN pool.target.unsure IS '有效期不明、不能计入的企业数';

-- Service specialists (an expert's id, E:…) and the firms that each looks after.
CREATE TABLE pool.specialist (
    uscc text COLLATE "C" NOT NULL,
    from_run bigint NOT NULL,
    to_run bigint NOT NULL,
    county text COLLATE "C" NOT NULL,
    field text NOT NULL,
    PRIMARY KEY (uscc, from_run)
);
COMMENT ON TABLE pool.specialist IS '可服务的服务专员（专家编号；姓名在 personal.expert），按运行区间保存';
CREATE TABLE pool.assignment (
    uscc text COLLATE "C" NOT NULL,
    from_run bigint NOT NULL,
    to_run bigint NOT NULL,
    specialist text COLLATE "C" NOT NULL,
    county text COLLATE "C" NOT NULL,
    fits boolean NOT NULL,            -- the specialist's field is the firm's industry
    PRIMARY KEY (uscc, from_run)
);
COMMENT ON TABLE pool.assignment IS '在库企业的服务专员，逐企业按运行区间保存；名单只写编号';
COMMENT ON COLUMN pool.assignment.fits IS '专员的专业领域与企业行业相符（criteria/follow.yaml）';

-- What counties write into the ledger (台账). Append-only; n counts the notes of one code.
CREATE TABLE pool.note (
    uscc text COLLATE "C" NOT NULL,   -- the firm's code when it was written
    n integer NOT NULL,
    status text NOT NULL,             -- '' = not said
    progress text NOT NULL,
    progress_on date,
    next_step text NOT NULL,
    remark text NOT NULL,
    given_on date,
    file text NOT NULL,
    file_hash text NOT NULL,
    file_row integer NOT NULL,
    mark text NOT NULL,               -- of what stands in the five cells: tells whether another one came between
    PRIMARY KEY (uscc, n)
);
COMMENT ON TABLE pool.note IS '台账：县（市、区）填回的进展，只增不改；填写人在 personal.note';
COMMENT ON COLUMN pool.note.mark IS '五栏内容的校验值，读回时据以发现两边都改过的行';
CREATE TABLE personal.note (
    uscc text COLLATE "C" NOT NULL,
    n integer NOT NULL,
    said_by text NOT NULL,
    CONSTRAINT personal_note_key PRIMARY KEY (uscc, n)
);
COMMENT ON TABLE personal.note IS '台账的填写人，不进入名单、日志和分析视图';
COMMENT ON COLUMN personal.note.n IS '该企业的第几次填写';
COMMENT ON COLUMN personal.note.said_by IS '填写人';

-- ---- as of a run ---------------------------------------------------------------------------------------
-- The lists that are published: follow's rows stand at `run`, its counts are those of `done`.
CREATE VIEW pool.followed AS
SELECT coalesce(p.sources_run, p.run) AS run, p.as_of,
       (SELECT max(s.run) FROM meta.stage AS s
        WHERE s.stage = 'follow' AND s.status = 'done' AND s.run <= coalesce(p.sources_run, p.run)) AS done
FROM meta.published AS p
OFFSET 0; -- worked out once, and not for every row that is compared with it
COMMENT ON VIEW pool.followed IS '已发布名单所对应的 follow 运行';

-- The run whose follow stands for a shortlist: the last, which may be later than the ranking's.
CREATE FUNCTION pool.follow_run(rank_run bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    SELECT greatest(rank_run, (SELECT max(s.run) FROM meta.stage AS s WHERE s.stage = 'follow' AND s.status = 'done'))
$$;

-- Firms in the cultivation pool at a run: within the seats, each once, with the highest tier.
CREATE FUNCTION pool.tended(at_run bigint)
RETURNS TABLE (uscc text, county text, tier text, tier_title text, stage text, ladder_place integer, gap text, gap_months smallint, gap_changes smallint)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (s.uscc) s.uscc, s.county, p.tier, p.title, ''::text, s.position, f.gap, f.gap_months, f.gap_changes
    FROM pool.shortlist AS s
    JOIN result.judgement AS f ON f.uscc = s.uscc AND f.from_run <= s.run AND s.run < f.to_run
    JOIN result.program AS p ON p.from_run = f.rules_run AND p.position = s.position
    WHERE s.seated
      AND s.run = (SELECT max(m.run) FROM meta.stage AS m WHERE m.stage = 'rank' AND m.status = 'done' AND m.run <= at_run)
    ORDER BY s.uscc, s.position DESC
$$;
COMMENT ON FUNCTION pool.tended IS '某次运行时在库（名额内）的企业，每家一行';

-- A firm's name, also of one that is registered no longer.
CREATE FUNCTION pool.name_of(of_uscc text) RETURNS TABLE (name text)
LANGUAGE sql STABLE AS $$ -- a set, so that the planner takes it into the query
    SELECT g.name FROM source.registry AS g WHERE g.uscc = of_uscc
    ORDER BY g.gone IS NOT NULL,
             coalesce((SELECT k.rank FROM meta.source_rank AS k
                       WHERE k.dataset = 'registry' AND k.field = '*' AND k.source = g.source), 9), g.source
    LIMIT 1
$$;

CREATE FUNCTION pool.why_not_word(why text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE why WHEN 'ended_unknown' THEN '有效期止未交付，无法排期' WHEN 'far' THEN '不在提醒期限内，到时预判'
                    WHEN 'renewed' THEN '同一称号已有更晚到期的认定' WHEN 'no_rule' THEN '到期日没有可用的评价规则'
                    WHEN 'no_facts' THEN '未对应到在册登记企业，没有判定所需数据' ELSE why END
$$;

CREATE FUNCTION pool.review_calendar(at_run bigint, on_day date)
RETURNS TABLE (uscc text, name text, county text, county_name text, title text, title_name text, track text, granted date,
               valid_from date, valid_to date, days_left integer, horizon_days integer, horizon text, renewed boolean,
               judged boolean, why_not text, kind text, version text, source text, verdict text, passes boolean,
               met integer, unmet integer, unknown integer, hard_total integer, open text, gap text, batch_name text)
LANGUAGE sql STABLE AS $$
    SELECT r.uscc, coalesce(g.name, r.holder_name, ''), r.county, coalesce(c.name, '区县不明'), r.title, t.name,
           t.track, r.granted, r.valid_from, r.valid_to, r.valid_to - on_day,
           h.days, CASE WHEN r.valid_to IS NULL THEN '有效期不明' ELSE coalesce(h.name, '更远') END, r.renewed, r.judged, pool.why_not_word(r.why_not),
           r.kind, r.version, r.source, v.word,
           CASE WHEN r.verdict IN (0, 1) THEN true WHEN r.verdict IN (3, 4, 6) THEN false END,
           r.met, r.unmet, r.unknown, r.hard_total, r.open, r.gap, r.batch_name
    FROM pool.review AS r
    JOIN pool.track AS t ON t.title = r.title
    LEFT JOIN meta.county AS c ON c.county = r.county
    LEFT JOIN meta.verdict AS v ON v.verdict = r.verdict
    LEFT JOIN LATERAL pool.name_of(r.uscc) AS g ON true
    LEFT JOIN LATERAL (
        SELECT z.days, z.name FROM pool.horizon AS z WHERE z.days >= r.valid_to - on_day ORDER BY z.days LIMIT 1
    ) AS h ON true
    WHERE r.from_run <= at_run AND at_run < r.to_run
$$;
COMMENT ON FUNCTION pool.review_calendar IS '某次运行时的到期复核日历；passes 空为数据不足以判定';

-- Firms on one track and not on the other, a row for each title that they lack.
CREATE FUNCTION pool.crosswalk_firm(at_run bigint)
RETURNS TABLE (uscc text, county text, track text, held text, lacking text, lacking_name text, lacking_place integer,
               verdict smallint, met integer, hard_total integer, unknown integer)
LANGUAGE sql STABLE AS $$
    WITH held AS MATERIALIZED (
        SELECT r.uscc, max(r.county) AS county, t.track,
               string_agg(DISTINCT t.name || CASE WHEN r.valid_to IS NULL THEN '（有效期不明）' ELSE '' END, '；') AS held
        FROM pool.review AS r JOIN pool.track AS t ON t.title = r.title
        WHERE r.from_run <= at_run AND at_run < r.to_run AND NOT r.renewed
        GROUP BY r.uscc, t.track
    ), lone AS MATERIALIZED (
        SELECT h.* FROM held AS h
        WHERE NOT EXISTS (SELECT FROM held AS o WHERE o.uscc = h.uscc AND o.track <> h.track)
    ), program AS MATERIALIZED (
        SELECT p.from_run, p.position, p.tier, p.hard_total FROM api.program AS p WHERE p.kind = 'new'
    )
    SELECT l.uscc, l.county, l.track, l.held, t.title, t.name, t.place,
           get_byte(f.verdicts, p.position)::smallint, get_byte(f.met, p.position), p.hard_total::integer,
           get_byte(f.unknown, p.position)
    FROM lone AS l
    JOIN pool.track AS t ON t.track <> l.track
    JOIN result.firm AS f ON f.uscc = l.uscc AND f.from_run <= at_run AND at_run < f.to_run
    JOIN program AS p ON p.from_run = f.rules_run AND p.tier = t.title
$$;
COMMENT ON FUNCTION pool.crosswalk_firm IS '只在一条轨道上的企业，及另一条轨道每个称号的判定；没有规则的称号不列';

-- Pairs of titles, one of each track: who has both, who only one.
CREATE FUNCTION pool.crosswalk(at_run bigint)
RETURNS TABLE (county text, ladder text, ladder_name text, second text, second_name text, has_both bigint, ladder_only bigint,
               second_only bigint, ladder_place integer, second_place integer)
LANGUAGE sql STABLE AS $$
    WITH held AS MATERIALIZED (
        SELECT DISTINCT r.uscc, r.county, r.title FROM pool.review AS r
        WHERE r.from_run <= at_run AND at_run < r.to_run
    ), single AS (
        SELECT h.county, h.title, count(*) AS firms FROM held AS h GROUP BY 1, 2
    ), pair AS (
        SELECT a.county, a.title AS ladder, b.title AS second, count(*) AS firms
        FROM held AS a JOIN held AS b ON b.uscc = a.uscc
        JOIN pool.track AS x ON x.title = a.title AND x.track = 'ladder'
        JOIN pool.track AS y ON y.title = b.title AND y.track = 'second'
        GROUP BY 1, 2, 3
    )
    SELECT c.county, x.title, x.name, y.title, y.name, coalesce(p.firms, 0),
           coalesce(a.firms, 0) - coalesce(p.firms, 0), coalesce(b.firms, 0) - coalesce(p.firms, 0), x.place, y.place
    FROM (SELECT DISTINCT s.county FROM single AS s) AS c
    JOIN pool.track AS x ON x.track = 'ladder'
    JOIN pool.track AS y ON y.track = 'second'
    LEFT JOIN pair AS p ON p.county = c.county AND p.ladder = x.title AND p.second = y.title
    LEFT JOIN single AS a ON a.county = c.county AND a.title = x.title
    LEFT JOIN single AS b ON b.county = c.county AND b.title = y.title
    WHERE coalesce(a.firms, 0) + coalesce(b.firms, 0) > 0
$$;
COMMENT ON FUNCTION pool.crosswalk IS '双轨对照：按区县、两条轨道的称号两两计数（有效期不明的计入）';

CREATE FUNCTION pool.target_progress(done_run bigint, on_day date)
RETURNS TABLE (n integer, title text, title_name text, county text, county_name text, measure text, target bigint, done bigint,
               unsure bigint, gap bigint, share_bp bigint, due date, days_left integer, pace_bp bigint, state text, note text)
LANGUAGE sql STABLE AS $$
    SELECT x.n, x.title, coalesce(t.name, x.title), x.county, CASE x.county WHEN '' THEN '全市' ELSE coalesce(c.name, x.county) END,
           x.measure, x.target, x.done, x.unsure, greatest(x.target - x.done, 0),
           CASE WHEN x.target > 0 THEN x.done * 10000 / x.target END,
           x.due, x.due - on_day,
           -- of a year's number: what the calendar alone would ask for by now
           CASE WHEN x.measure = 'new' AND x.due > x.from_date
                THEN least(greatest(on_day - x.from_date + 1, 0), x.due - x.from_date + 1) * 10000::bigint / (x.due - x.from_date + 1) END,
           CASE WHEN x.done >= x.target THEN '已达成'
                WHEN x.due < on_day THEN '到期未达成'
                WHEN x.done + x.unsure >= x.target THEN '待核实'
                WHEN x.measure = 'new' AND on_day < x.from_date THEN '未开始'
                WHEN x.measure = 'new' AND x.target > 0
                     AND x.done * (x.due - x.from_date + 1) < x.target * (on_day - x.from_date + 1) THEN '进度落后'
                ELSE '进行中' END,
           x.note
    FROM pool.target AS x
    LEFT JOIN pool.track AS t ON t.title = x.title
    LEFT JOIN meta.county AS c ON c.county = x.county
    WHERE x.run = done_run
$$;
COMMENT ON FUNCTION pool.target_progress IS '培育目标完成情况；share_bp 完成比例、pace_bp 时间进度，万分之一，向下取整';

-- The pool's firms by title and county beside those that have it.
CREATE FUNCTION pool.baseline_title(at_run bigint, done_run bigint)
RETURNS TABLE (county text, title text, title_name text, place integer, held bigint, end_unknown bigint, granted_0 bigint, tended bigint)
LANGUAGE sql STABLE AS $$
    WITH tended AS (
        SELECT t.county, t.tier, count(*) AS firms FROM pool.tended(at_run) AS t GROUP BY 1, 2
    ), counted AS (
        SELECT k.* FROM pool.title_count AS k WHERE k.run = done_run
    )
    SELECT coalesce(k.county, t.county), coalesce(k.title, t.tier), coalesce(x.name, t.tier), coalesce(x.place, 99),
           coalesce(k.held, 0), coalesce(k.end_unknown, 0), coalesce(k.granted_0, 0), coalesce(t.firms, 0)
    FROM counted AS k
    FULL JOIN tended AS t ON t.county = k.county AND t.tier = k.title
    LEFT JOIN pool.track AS x ON x.title = coalesce(k.title, t.tier)
$$;
COMMENT ON FUNCTION pool.baseline_title IS '底数一：各区县的称号企业数与在库培育企业数';

-- What holds the pool's firms back, by condition.
CREATE FUNCTION pool.baseline_bottleneck(at_run bigint)
RETURNS TABLE (county text, tier text, tier_title text, step integer, id text, clause text, text text, unmet bigint, unknown bigint,
               manual bigint, firms bigint)
LANGUAGE sql STABLE AS $$
    WITH tended AS MATERIALIZED (
        SELECT t.county, t.tier, t.tier_title, f.rules_run, f.states, p.position, p.state_offset
        FROM pool.tended(at_run) AS t
        JOIN result.firm AS f ON f.uscc = t.uscc AND f.from_run <= at_run AND at_run < f.to_run
        JOIN api.program AS p ON p.from_run = f.rules_run AND p.tier = t.tier AND p.kind = 'new'
    ), condition AS MATERIALIZED (
        SELECT c.from_run, c.position, c.n, c.step, c.id, c.clause, c.text FROM result.condition AS c
        WHERE c.parent = -1 AND NOT c.subject
          AND (c.from_run, c.position) IN (SELECT t.rules_run, t.position FROM tended AS t)
    )
    SELECT t.county, t.tier, t.tier_title, c.step, c.id, c.clause, c.text,
           count(*) FILTER (WHERE get_byte(t.states, t.state_offset + c.n) = 1),
           count(*) FILTER (WHERE get_byte(t.states, t.state_offset + c.n) = 2),
           count(*) FILTER (WHERE get_byte(t.states, t.state_offset + c.n) = 3), count(*)
    FROM tended AS t JOIN condition AS c ON c.from_run = t.rules_run AND c.position = t.position
    GROUP BY 1, 2, 3, 4, 5, 6, 7
$$;
COMMENT ON FUNCTION pool.baseline_bottleneck IS '底数三：在库企业卡在哪些条件，不满足、未知、待人工分开计数';

-- A note's firm today: the present code of the firm that it was written of.
CREATE VIEW pool.note_firm AS
SELECT coalesce(i.firm, n.uscc) AS firm, n.*,
       row_number() OVER (PARTITION BY coalesce(i.firm, n.uscc) ORDER BY n.given_on, n.file, n.file_hash, n.uscc, n.n) AS number,
       row_number() OVER (PARTITION BY coalesce(i.firm, n.uscc)
                          ORDER BY n.given_on DESC NULLS LAST, n.uscc = coalesce(i.firm, n.uscc) DESC, n.n DESC, n.uscc) = 1 AS stands
FROM pool.note AS n
LEFT JOIN link.identity AS i ON i.uscc = n.uscc;
COMMENT ON VIEW pool.note_firm IS '台账填写记录及其现在的企业（更名、换码后仍跟随）；stands 为最后一次';

CREATE FUNCTION pool.ledger(at_run bigint)
RETURNS TABLE (uscc text, name text, county text, county_name text, tier text, tier_title text, ladder_place integer,
               stage text, specialist text, specialist_fits boolean, why_no_specialist text, gap text, plan text,
               progress text, progress_on date, status text, next_step text, remark text, noted_on date, notes bigint, mark text)
LANGUAGE sql STABLE AS $$
    SELECT t.uscc, coalesce(g.name, ''), t.county, coalesce(c.name, '区县不明'), t.tier, t.tier_title, t.ladder_place,
           t.stage, a.specialist, a.fits,
           CASE WHEN a.specialist IS NOT NULL THEN NULL
                WHEN t.county = '' THEN '区县不明，未指派'
                WHEN NOT EXISTS (SELECT FROM pool.specialist AS s
                                 WHERE s.county = t.county AND s.from_run <= at_run AND at_run < s.to_run)
                THEN '本区县没有可服务的专员' ELSE '未指派' END,
           coalesce(t.gap, ''),
           CASE WHEN t.gap_changes IS NULL THEN '没有测算途径，逐项研究'
                WHEN t.gap_changes = 0 THEN '条件已满足或只待人工评定，组织申报'
                WHEN t.gap_months = 0 THEN t.gap_changes || ' 项资料核实即可（测算）'
                ELSE '分 ' || t.gap_changes || ' 项补齐，约需 ' || t.gap_months || ' 个月（测算）' END,
           n.progress, n.progress_on, n.status, n.next_step, n.remark, n.given_on, coalesce(k.notes, 0), coalesce(n.mark, '')
    FROM pool.tended(at_run) AS t
    LEFT JOIN meta.county AS c ON c.county = t.county
    LEFT JOIN LATERAL pool.name_of(t.uscc) AS g ON true
    LEFT JOIN pool.assignment AS a ON a.uscc = t.uscc AND a.from_run <= at_run AND at_run < a.to_run
    LEFT JOIN pool.note_firm AS n ON n.firm = t.uscc AND n.stands
    LEFT JOIN (SELECT f.firm, count(*) AS notes FROM pool.note_firm AS f GROUP BY f.firm) AS k ON k.firm = t.uscc
$$;
COMMENT ON FUNCTION pool.ledger IS '台账：在库企业、服务专员、短板，与最后一次填写的进展';

-- ---- for readers: what is published -----------------------------------------------------------------------
CREATE VIEW api.review_calendar AS
SELECT r.* FROM pool.followed AS f CROSS JOIN LATERAL pool.review_calendar(f.run, f.as_of) AS r;
COMMENT ON VIEW api.review_calendar IS '有效称号与到期复核：按到期日适用的规则、以发布当晚的事实预判；没有有效期止的如实列出。排序 valid_to, uscc, title, granted';
CREATE VIEW api.crosswalk AS
SELECT r.* FROM pool.followed AS f CROSS JOIN LATERAL pool.crosswalk(f.run) AS r;
COMMENT ON VIEW api.crosswalk IS '双轨对照：按区县、两条轨道的称号两两计数';
CREATE VIEW api.crosswalk_firm AS
SELECT r.uscc, coalesce(g.name, '') AS name, r.county, coalesce(c.name, '区县不明') AS county_name, r.track, r.held,
       r.lacking, r.lacking_name, v.word AS verdict, r.met, r.hard_total, r.unknown
FROM pool.followed AS f CROSS JOIN LATERAL pool.crosswalk_firm(f.run) AS r
LEFT JOIN LATERAL pool.name_of(r.uscc) AS g ON true
JOIN meta.verdict AS v ON v.verdict = r.verdict
LEFT JOIN meta.county AS c ON c.county = r.county;
COMMENT ON VIEW api.crosswalk_firm IS '只在一条轨道上有称号的企业，及另一条轨道各称号的判定';
CREATE VIEW api.title_count AS
SELECT k.run, r.as_of, k.county, coalesce(c.name, '区县不明') AS county_name, k.title, t.name AS title_name, k.held, k.end_unknown, k.granted_0
FROM pool.title_count AS k
JOIN meta.run AS r USING (run)
LEFT JOIN pool.track AS t USING (title)
LEFT JOIN meta.county AS c ON c.county = k.county;
COMMENT ON VIEW api.title_count IS '逐晚的称号企业数（按区县）：确在有效期内、有效期不明、当年新认定';
CREATE VIEW api.target_progress AS
SELECT r.* FROM pool.followed AS f CROSS JOIN LATERAL pool.target_progress(f.done, f.as_of) AS r;
COMMENT ON VIEW api.target_progress IS '培育目标（配置文件 targets）完成情况';
CREATE VIEW api.baseline_title AS
SELECT r.county, coalesce(c.name, '区县不明') AS county_name, r.title, r.title_name, r.place, r.held, r.end_unknown, r.granted_0, r.tended
FROM pool.followed AS f CROSS JOIN LATERAL pool.baseline_title(f.run, f.done) AS r
LEFT JOIN meta.county AS c ON c.county = r.county;
COMMENT ON VIEW api.baseline_title IS '底数一：各区县的称号企业数与在库培育企业数';
CREATE VIEW pool.baseline_expert AS
SELECT coalesce(e.county, '') AS county, coalesce(e.field, '') AS field,
       count(*) FILTER (WHERE e.available) AS available, count(*) FILTER (WHERE NOT e.available) AS unavailable,
       count(*) FILTER (WHERE e.available IS NULL) AS availability_unknown,
       count(*) FILTER (WHERE e.role = 'specialist') AS specialists
FROM (SELECT x.uscc, min(x.county) AS county, min(x.field) AS field, bool_and(x.available) AS available, min(x.role) AS role
      FROM source.expert AS x WHERE x.gone IS NULL GROUP BY x.uscc) AS e
GROUP BY 1, 2;
COMMENT ON VIEW pool.baseline_expert IS '底数二：专家按区县、专业领域、可否服务';
CREATE VIEW api.baseline_expert AS
SELECT e.county, coalesce(c.name, '区县不明') AS county_name, e.field, e.available, e.unavailable, e.availability_unknown, e.specialists
FROM pool.baseline_expert AS e LEFT JOIN meta.county AS c ON c.county = e.county;
COMMENT ON VIEW api.baseline_expert IS '底数二：专家人数，按区县、专业领域、可否服务；不含姓名';
CREATE VIEW api.baseline_bottleneck AS
SELECT r.county, coalesce(c.name, '区县不明') AS county_name, r.tier, r.tier_title, r.step, r.id, r.clause, r.text, r.unmet, r.unknown, r.manual, r.firms
FROM pool.followed AS f CROSS JOIN LATERAL pool.baseline_bottleneck(f.run) AS r
LEFT JOIN meta.county AS c ON c.county = r.county;
COMMENT ON VIEW api.baseline_bottleneck IS '底数三：在库企业卡在哪些条件';

-- Needs as they were delivered, with the firm they belong to.
CREATE VIEW pool.need AS
SELECT coalesce(a.firm, n.uscc) AS uscc, n.raised_on, n.kind, n.text, n.status, n.source
FROM source.need AS n LEFT JOIN link.alias AS a ON a.uscc = n.uscc
WHERE n.gone IS NULL;
COMMENT ON VIEW pool.need IS '企业需求及其所属企业';
CREATE FUNCTION pool.need_kind_word(kind text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE kind WHEN 'technology' THEN '技术' WHEN 'talent' THEN '人才' WHEN 'finance' THEN '融资' WHEN 'market' THEN '市场'
                     WHEN 'digital' THEN '数字化' WHEN 'policy' THEN '政策' WHEN 'space' THEN '场地' WHEN 'other' THEN '其他' ELSE kind END
$$;
CREATE FUNCTION pool.need_status_word(status text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE status WHEN 'open' THEN '未解决' WHEN 'working' THEN '对接中' WHEN 'done' THEN '已解决' WHEN 'closed' THEN '已关闭'
                       ELSE coalesce(status, '状态未知') END
$$;
CREATE VIEW pool.baseline_need AS
SELECT coalesce(u.county, '') AS county, n.kind, coalesce(n.status, '') AS status, count(*) AS needs, count(DISTINCT n.uscc) AS firms
FROM pool.need AS n LEFT JOIN feature.unit AS u ON u.uscc = n.uscc
GROUP BY 1, 2, 3;
COMMENT ON VIEW pool.baseline_need IS '企业需求按区县、种类、状态';
CREATE VIEW api.baseline_need AS
SELECT b.county, coalesce(c.name, '区县不明') AS county_name, b.kind, pool.need_kind_word(b.kind) AS kind_word,
       b.status, pool.need_status_word(nullif(b.status, '')) AS status_word, b.needs, b.firms
FROM pool.baseline_need AS b LEFT JOIN meta.county AS c ON c.county = b.county;
COMMENT ON VIEW api.baseline_need IS '底数三：企业需求按区县、种类、办理状态';

-- 技术创新需求库: how many holders of a title have put in a need of technology.
CREATE FUNCTION pool.need_coverage(at_run bigint)
RETURNS TABLE (county text, title text, title_name text, firms bigint, with_technology bigint, with_any bigint, share_bp bigint)
LANGUAGE sql STABLE AS $$
    SELECT h.county, h.title, t.name, count(*), count(*) FILTER (WHERE n.technology), count(n.uscc),
           count(*) FILTER (WHERE n.technology) * 10000 / count(*)
    FROM (SELECT DISTINCT r.uscc, r.county, r.title FROM pool.review AS r WHERE r.from_run <= at_run AND at_run < r.to_run) AS h
    JOIN pool.track AS t ON t.title = h.title
    LEFT JOIN (SELECT x.uscc, bool_or(x.kind = 'technology') AS technology FROM pool.need AS x GROUP BY x.uscc) AS n ON n.uscc = h.uscc
    GROUP BY 1, 2, 3
$$;
COMMENT ON FUNCTION pool.need_coverage IS '有效称号企业中提出需求的家数与比例（万分之一，向下取整）';
CREATE VIEW api.need_coverage AS
SELECT r.county, coalesce(c.name, '区县不明') AS county_name, r.title, r.title_name, r.firms, r.with_technology, r.with_any, r.share_bp
FROM pool.followed AS f CROSS JOIN LATERAL pool.need_coverage(f.run) AS r
LEFT JOIN meta.county AS c ON c.county = r.county;
COMMENT ON VIEW api.need_coverage IS '技术创新需求库：有效称号企业中提出技术需求（及任何需求）的家数与比例';

-- A suggestion, and no more: the firm's industry is one of the expert's field by criteria/follow.yaml, or the
-- need names the field. Experts by their id.
CREATE TABLE pool.field_industry (
    word text COLLATE "C" NOT NULL,
    industry text COLLATE "C" NOT NULL, -- beginning of a code, '' = every industry
    PRIMARY KEY (word, industry)
);
COMMENT ON TABLE pool.field_industry IS '专业领域中的词与行业代码前缀（criteria/follow.yaml）；空为通用';
CREATE VIEW api.need_expert AS
SELECT n.uscc, coalesce(g.name, '') AS name, u.county, n.raised_on, n.kind, n.status, n.text,
       e.uscc AS expert, e.field, coalesce(e.county = u.county, false) AS same_county,
       CASE WHEN strpos(n.text, e.field) > 0 THEN '需求内容提到该领域' ELSE '行业与领域相符' END AS ground
FROM pool.need AS n
JOIN feature.unit AS u ON u.uscc = n.uscc
LEFT JOIN LATERAL pool.name_of(n.uscc) AS g ON true
JOIN (SELECT DISTINCT x.uscc, x.field, x.county FROM source.expert AS x WHERE x.gone IS NULL AND x.available AND x.field <> '') AS e
    ON strpos(n.text, e.field) > 0
       OR EXISTS (SELECT FROM pool.field_industry AS w
                  WHERE w.industry <> '' AND strpos(e.field, w.word) > 0 AND starts_with(u.industry, w.industry))
WHERE n.kind = 'technology' AND coalesce(n.status, 'open') IN ('open', 'working');
COMMENT ON VIEW api.need_expert IS '未解决的技术需求与专家的匹配建议（仅供参考，须人工确认）；专家只写编号';

CREATE VIEW api.specialist AS
SELECT s.uscc AS specialist, s.county, coalesce(c.name, '区县不明') AS county_name, s.field, count(a.uscc) AS firms,
       count(*) FILTER (WHERE a.fits) AS fitting
FROM pool.followed AS f
JOIN pool.specialist AS s ON s.from_run <= f.run AND f.run < s.to_run
LEFT JOIN pool.assignment AS a ON a.specialist = s.uscc AND a.from_run <= f.run AND f.run < a.to_run
LEFT JOIN meta.county AS c ON c.county = s.county
GROUP BY 1, 2, 3, 4;
COMMENT ON VIEW api.specialist IS '服务专员（编号）及其包联企业数';
CREATE VIEW api.ledger AS
SELECT r.* FROM pool.followed AS f CROSS JOIN LATERAL pool.ledger(f.run) AS r;
COMMENT ON VIEW api.ledger IS '台账：在库企业、专员编号、短板与最后一次填写的进展；排序 county, tier, uscc';
CREATE VIEW api.ledger_note AS
SELECT n.firm AS uscc, n.uscc AS written_for, n.number, n.stands, n.given_on, n.status, n.progress, n.progress_on, n.next_step, n.remark, n.file, n.file_row
FROM pool.note_firm AS n;
COMMENT ON VIEW api.ledger_note IS '台账的全部填写记录（更名、换码后跟随现在的企业），不含填写人';
