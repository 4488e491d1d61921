-- Links, results, shortlists.

-- Holder ids of source tables that are not the code of a registered firm -> the firm. A record whose
-- holder id is itself a registered code needs no row here. method: old_code, org_code, name, former_name.
CREATE TABLE link.alias (
    uscc text COLLATE "C" NOT NULL, -- holder id as in source.*: '#…', '~…', or a code not in the registry
    firm text COLLATE "C" NOT NULL,
    method text NOT NULL,
    PRIMARY KEY (uscc)
);
COMMENT ON TABLE link.alias IS '记录所写的单位与登记企业的对应，及依据';

-- Holder ids that found no firm, or several.
CREATE TABLE link.queue (
    uscc text COLLATE "C" NOT NULL,
    reason text NOT NULL CHECK (reason IN ('unmatched', 'ambiguous', 'branch')),
    candidates text[] NOT NULL DEFAULT '{}',
    PRIMARY KEY (uscc)
);
COMMENT ON TABLE link.queue IS '未找到或找到多个登记企业的单位，待人工判断';

-- What was linked and what was not, by dataset and source.
CREATE TABLE link.summary (
    dataset text NOT NULL,
    source integer NOT NULL,
    method text NOT NULL,  -- code, old_code, org_code, name, former_name, unmatched, ambiguous, branch
    records bigint NOT NULL,
    PRIMARY KEY (dataset, source, method)
);
COMMENT ON TABLE link.summary IS '按数据集和部门统计的匹配方式';

-- A rule set as it judged: one row per run and program (tier, version, kind of application).
CREATE TABLE result.program (
    from_run bigint NOT NULL,
    position integer NOT NULL,   -- index into the arrays of result.firm
    tier text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('new', 'review')),
    version text NOT NULL,
    title text NOT NULL,
    source text NOT NULL,        -- 工信部企业〔2026〕2号 附件2
    unconfirmed boolean NOT NULL,-- leans on a figure that is not confirmed
    conditions jsonb NOT NULL,   -- [{id, clause, text, …}] in the order of the state bytes
    PRIMARY KEY (from_run, position)
);
COMMENT ON TABLE result.program IS '各层级所用规则版本及其条件';

-- What was judged, once for all firms that were judged alike: a city of 207,455 units has some thousands
-- of these, so that a night writes little. pattern is the XXH3 of the columns behind it.
CREATE TABLE result.pattern (
    pattern bigint PRIMARY KEY,
    size_lo smallint NOT NULL,   -- 1 微型 2 小型 3 中型 4 大型
    size_hi smallint NOT NULL,
    tags bigint NOT NULL,        -- bit set, certain; see result.tag
    tags_possible bigint NOT NULL,
    certain_tier smallint NOT NULL,  -- highest position on the ladder that is certainly met, -1 none
    possible_tier smallint NOT NULL,
    target smallint NOT NULL,    -- program position the firm is to be cultivated for, -1 none
    verdicts bytea NOT NULL,     -- one byte per program, see td_verdict
    states bytea NOT NULL,       -- one byte per condition, programs one after the other
    met bytea NOT NULL,          -- per program: hard conditions met
    unknown bytea NOT NULL,      -- per program: hard conditions unknown
    points_lo smallint[] NOT NULL, -- per program, -1 = not scored
    points_hi smallint[] NOT NULL
);
COMMENT ON TABLE result.pattern IS '判定内容，相同内容的企业共用一行';

-- The judgement of a firm, kept by validity: a night on which nothing changed for a firm writes nothing.
-- Standing at run R: from_run <= R < to_run.
CREATE TABLE result.judgement (
    uscc text COLLATE "C" NOT NULL,
    from_run bigint NOT NULL,
    to_run bigint NOT NULL,      -- 9223372036854775807 while it stands
    rules_run bigint NOT NULL,   -- result.program of this run explains the arrays
    row_hash bigint NOT NULL,
    pattern bigint NOT NULL,
    county text COLLATE "C",
    industry text COLLATE "C",
    rank_key bytea,              -- order among the candidates of the target (memcmp order); NULL without target
    PRIMARY KEY (uscc, from_run)
);
COMMENT ON TABLE result.judgement IS '逐企业判定结果，按有效运行区间保存';

CREATE VIEW result.firm AS
SELECT j.uscc, j.from_run, j.to_run, j.rules_run, j.row_hash, j.county, j.industry, p.size_lo, p.size_hi, p.tags,
       p.tags_possible, p.certain_tier, p.possible_tier, p.target, p.verdicts, p.states, p.met, p.unknown,
       p.points_lo, p.points_hi, j.rank_key
FROM result.judgement AS j
JOIN result.pattern AS p ON p.pattern = j.pattern;
COMMENT ON VIEW result.firm IS '逐企业判定结果：result.judgement 与 result.pattern 合在一起';

CREATE TABLE result.tag (
    position integer PRIMARY KEY,
    tag text NOT NULL,
    title text NOT NULL
);

-- Counts per program and condition in the order of the clauses: own and cumulative.
CREATE TABLE result.funnel (
    run bigint NOT NULL,
    position integer NOT NULL,
    step integer NOT NULL,
    id text NOT NULL,
    text text NOT NULL,
    met bigint NOT NULL,
    unmet bigint NOT NULL,
    unknown bigint NOT NULL,
    manual bigint NOT NULL,
    remaining bigint NOT NULL,         -- nothing unmet up to here
    remaining_certain bigint NOT NULL, -- met (or manual) up to here
    PRIMARY KEY (run, position, step)
);
COMMENT ON TABLE result.funnel IS '漏斗：每个条件单独与累计的企业数';

CREATE TABLE pool.seat (
    run bigint NOT NULL,
    position integer NOT NULL,   -- program
    county text COLLATE "C" NOT NULL,
    candidates bigint NOT NULL,
    seats bigint NOT NULL,
    remainder text NOT NULL,     -- of the apportionment, as a fraction
    PRIMARY KEY (run, position, county)
);
COMMENT ON TABLE pool.seat IS '名额按最大余数法分到区县';

CREATE TABLE pool.shortlist (
    uscc text COLLATE "C" NOT NULL,
    run bigint NOT NULL,
    position integer NOT NULL,   -- program
    county text COLLATE "C" NOT NULL,
    place integer NOT NULL,      -- in the city's order of this program, from 1
    county_place integer NOT NULL,
    seated boolean NOT NULL,     -- within the county's seats
    tie_at_cut boolean NOT NULL, -- equal in every key but the credit code to one across the cut
    PRIMARY KEY (uscc, run)
);
COMMENT ON TABLE pool.shortlist IS '拟培育企业名单（按运行），含名额内与名额外';
