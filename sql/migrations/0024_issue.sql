-- Every list that was published, kept byte for byte: what stood when, and what was known then.
CREATE TABLE pool.issue (
    issue bigint PRIMARY KEY,        -- the run that wrote the lists
    run bigint NOT NULL REFERENCES meta.run, -- whose ranking they show
    as_of date NOT NULL,
    published timestamptz NOT NULL,
    manifest_hash text NOT NULL,
    files integer NOT NULL,
    bytes bigint NOT NULL,
    released text,                   -- why a held publication was let go; NULL = it was not held
    pruned timestamptz,
    pruned_by text
);
CREATE INDEX issue_as_of ON pool.issue (as_of, issue);
COMMENT ON TABLE pool.issue IS '每次发布的名单：截止日、发布时间、校验和；只增不改';
COMMENT ON COLUMN pool.issue.issue IS '写名单的运行';
COMMENT ON COLUMN pool.issue.run IS '名单所依据的排序的运行';
COMMENT ON COLUMN pool.issue.published IS '发布时间';
COMMENT ON COLUMN pool.issue.manifest_hash IS 'manifest.json 的 SHA-256';
COMMENT ON COLUMN pool.issue.bytes IS '全部文件的字节数';
COMMENT ON COLUMN pool.issue.released IS '暂停发布后放行的理由；空为没有暂停';
COMMENT ON COLUMN pool.issue.pruned IS '何时清除了文件内容（校验和保留）；空为没有清除';
COMMENT ON COLUMN pool.issue.pruned_by IS '谁清除了文件内容';

CREATE TABLE pool.issue_name (
    issue bigint NOT NULL REFERENCES pool.issue,
    name text COLLATE "C" NOT NULL,
    sha256 text COLLATE "C" NOT NULL,
    bytes bigint NOT NULL,
    PRIMARY KEY (issue, name)
);
CREATE INDEX issue_name_sha256 ON pool.issue_name (sha256);
COMMENT ON TABLE pool.issue_name IS '每次发布的文件：名称、SHA-256、字节数';

-- By their hash, so that a file that did not change from night to night stands once. Workbooks are compressed
-- already, and what is stored as it is needs no time to be packed: no compression by the server.
CREATE TABLE pool.issue_file (
    sha256 text COLLATE "C" PRIMARY KEY,
    content bytea NOT NULL
);
ALTER TABLE pool.issue_file ALTER COLUMN content SET STORAGE EXTERNAL;
COMMENT ON TABLE pool.issue_file IS '发布过的文件内容，按 SHA-256 存放，相同内容只存一份；tidu published --prune-before 清除后没有行';

-- Which of the lists of one as-of date stood at a moment (run or time): the last one published by then.
CREATE FUNCTION pool.issue_at(night date, known_run bigint DEFAULT 9223372036854775807,
                              known timestamptz DEFAULT 'infinity')
RETURNS SETOF pool.issue
LANGUAGE sql STABLE
AS $$
SELECT i.*
FROM pool.issue AS i
WHERE i.as_of = night AND i.issue <= known_run AND i.published <= known
ORDER BY i.issue DESC
LIMIT 1
$$;
COMMENT ON FUNCTION pool.issue_at IS '某一截止日的名单，按某次运行或某一时刻当时所知：当时最后发布的一次';

-- A list is superseded by the next one that was published, whatever its date; a version by the next of its date.
CREATE VIEW api.issue AS
SELECT i.issue, i.as_of, i.published, i.run, i.manifest_hash, i.files, i.bytes, i.released,
       lead(i.issue) OVER (PARTITION BY i.as_of ORDER BY i.issue) AS superseded_by,
       lead(i.published) OVER (PARTITION BY i.as_of ORDER BY i.issue) AS superseded,
       lead(i.published) OVER (ORDER BY i.issue) AS stood_until,
       i.pruned
FROM pool.issue AS i;
COMMENT ON VIEW api.issue IS '每次发布的名单；排序：issue';
COMMENT ON COLUMN api.issue.superseded_by IS '同一截止日后来的一次发布；空为仍是该截止日的最后一次';
COMMENT ON COLUMN api.issue.superseded IS '同一截止日后来一次的发布时间';
COMMENT ON COLUMN api.issue.stood_until IS '当前名单的地位到何时（下一次发布，不论截止日）；空为现在仍是';

CREATE VIEW api.issue_file AS
SELECT n.issue, i.as_of, n.name, n.bytes, n.sha256,
       EXISTS (SELECT FROM pool.issue_file AS f WHERE f.sha256 = n.sha256) AS kept
FROM pool.issue_name AS n
JOIN pool.issue AS i ON i.issue = n.issue;
COMMENT ON VIEW api.issue_file IS '每次发布的文件；排序：issue, name';
COMMENT ON COLUMN api.issue_file.kept IS '内容仍在库中，可用 tidu reissue 重出';

-- What a firm was called at a run: before the first rename that came later.
CREATE FUNCTION link.name_at(firm text, at_run bigint) RETURNS text
LANGUAGE sql STABLE
AS $$
SELECT coalesce(
    (SELECT e.was FROM link.event AS e
     WHERE e.uscc = firm AND e.kind = 'rename' AND e.run > at_run
     ORDER BY e.run, e.was LIMIT 1),
    (SELECT g.name FROM source.registry AS g
     WHERE g.uscc = firm
     ORDER BY g.gone IS NOT NULL, g.source LIMIT 1))
$$;
COMMENT ON FUNCTION link.name_at IS '企业在某次运行时的名称（更名之前的旧名）';

-- The list of an as-of date as it was known at a moment, from what is kept by run; the files themselves: tidu reissue.
CREATE FUNCTION api.county_list_at(night date, known_run bigint DEFAULT 9223372036854775807,
                                   known timestamptz DEFAULT 'infinity')
RETURNS TABLE (issue bigint, county text, county_name text, target text, tier text, kind text, version text,
               place integer, county_place integer, seated boolean, tie_at_cut boolean, uscc text, name text,
               industry text, verdict text, met integer, hard_total integer, unknown integer)
LANGUAGE sql STABLE
AS $$
SELECT i.issue, s.county, c.name, p.title, p.tier, p.kind, p.version, s.place, s.county_place, s.seated, s.tie_at_cut,
       s.uscc, link.name_at(s.uscc, i.run), f.industry, v.word, get_byte(f.met, s.position), p.hard_total,
       get_byte(f.unknown, s.position)
FROM pool.issue_at(night, known_run, known) AS i
JOIN pool.shortlist AS s ON s.run = i.run
JOIN result.firm AS f ON f.uscc = s.uscc AND f.from_run <= i.run AND i.run < f.to_run
JOIN api.program AS p ON p.from_run = f.rules_run AND p.position = s.position
JOIN meta.verdict AS v ON v.verdict = get_byte(f.verdicts, s.position)
LEFT JOIN meta.county AS c ON c.county = s.county
ORDER BY s.position DESC, s.place, s.uscc
$$;
COMMENT ON FUNCTION api.county_list_at IS '某一截止日的名单，按某次运行或某一时刻当时所知；不给后两个参数为现在所知';

-- Verdicts likewise. Of one firm, or of all (NULL).
CREATE FUNCTION api.verdict_at(night date, firm text, known_run bigint DEFAULT 9223372036854775807,
                               known timestamptz DEFAULT 'infinity')
RETURNS TABLE (issue bigint, uscc text, name text, county text, tier text, kind text, title text, version text,
               verdict text, verdict_id text, met integer, hard_total integer, unknown integer, is_target boolean,
               since_run bigint)
LANGUAGE sql STABLE
AS $$
SELECT i.issue, f.uscc, link.name_at(f.uscc, i.run), f.county, p.tier, p.kind, p.title, p.version, v.word, v.id,
       get_byte(f.met, p.position), p.hard_total, get_byte(f.unknown, p.position), f.target = p.position, f.from_run
FROM pool.issue_at(night, known_run, known) AS i
JOIN result.firm AS f ON f.from_run <= i.run AND i.run < f.to_run
JOIN api.program AS p ON p.from_run = f.rules_run
JOIN meta.verdict AS v ON v.verdict = get_byte(f.verdicts, p.position)
WHERE firm IS NULL OR f.uscc = firm
ORDER BY f.uscc, p.position
$$;
COMMENT ON FUNCTION api.verdict_at IS '某一截止日的判定，按某次运行或某一时刻当时所知；firm 为空时全部企业';
