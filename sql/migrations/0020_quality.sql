-- Data quality: what the rules of criteria/quality found in the delivered records, counts by night, and the
-- departments' scores. Written by tidu check.
CREATE SCHEMA quality;
COMMENT ON SCHEMA quality IS '数据质量：规则、未通过的记录、每晚计数、部门得分';

-- Whose records changed since they were checked; '*': all. Written by features (from feature.touched).
CREATE TABLE quality.pending (
    uscc text COLLATE "C" NOT NULL,
    CONSTRAINT pending_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE quality.pending IS '记录有变化、尚待核对的主体；“*”为全部';
INSERT INTO quality.pending (uscc) VALUES ('*');

-- Under which holder ids the records of pending firms stand.
CREATE VIEW quality.holder AS
SELECT p.uscc AS firm, p.uscc AS holder
FROM quality.pending p
WHERE NOT EXISTS (SELECT FROM link.alias a WHERE a.uscc = p.uscc)
UNION ALL
SELECT a.firm, a.uscc
FROM quality.pending p
JOIN link.alias a ON a.firm = p.uscc;
COMMENT ON VIEW quality.holder IS '待核对主体的记录所用的单位标识';

-- One row, written with the findings: what they depend on, and the run whose counts are those of the data.
CREATE TABLE quality.basis (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    basis text NOT NULL,
    run bigint NOT NULL
);
COMMENT ON TABLE quality.basis IS '现行核对结果所依据的规则（校验和）与计数所在的运行';

CREATE TABLE quality.rule (
    rule text PRIMARY KEY,
    position integer NOT NULL,
    dataset text NOT NULL,
    form text NOT NULL,        -- record, pair, unit
    title text NOT NULL,
    severity text NOT NULL,
    owner text NOT NULL,
    basis text NOT NULL,       -- the law or standard that it rests on
    confirmed text NOT NULL,
    expression text NOT NULL
);
COMMENT ON TABLE quality.rule IS '数据规则（criteria/quality），现行版本';
COMMENT ON COLUMN quality.rule.owner IS '由谁核实答复';
COMMENT ON COLUMN quality.rule.confirmed IS '依据的证实程度：A、B、B2；M 为本市判断，未经证实';

CREATE TABLE quality.finding (
    uscc text COLLATE "C" NOT NULL,
    rule text NOT NULL,
    county text COLLATE "C" NOT NULL,  -- '' = not known
    dataset text NOT NULL,
    record text NOT NULL,      -- the record's key: year, number of the right, title and day …
    year integer,
    source integer NOT NULL,
    batch bigint NOT NULL,
    line bigint NOT NULL,      -- as in source.*: the file's number stands above bit 40
    field text NOT NULL,       -- the figure (form pair and unit), else ''
    value bigint,
    other_field text NOT NULL,
    other_source integer NOT NULL,     -- 0 = none
    other_batch bigint NOT NULL,
    other_line bigint NOT NULL,
    other_value bigint,
    factor smallint NOT NULL,  -- form unit: power of ten by which the figure is too large (negative: too small)
    suspect text NOT NULL,     -- the field that is most likely wrong, '' = open
    shown text NOT NULL,       -- the values in words
    CONSTRAINT finding_key PRIMARY KEY (uscc, rule, batch, line, field, other_batch, other_line)
);
COMMENT ON TABLE quality.finding IS '未通过数据规则的记录及其数值（现行）';
COMMENT ON COLUMN quality.finding.factor IS '疑似单位错误：多计（正）或少计（负）10 的几次方倍';
COMMENT ON COLUMN quality.finding.suspect IS '最可能有误的字段：改它能使最多的规则通过';
COMMENT ON COLUMN quality.finding.shown IS '有关数值';

-- What is kept of each firm, so that a night costs what changed. May be lost: then all is checked again.
CREATE UNLOGGED TABLE quality.unit (
    uscc text COLLATE "C" NOT NULL,
    county text COLLATE "C" NOT NULL,
    individual boolean NOT NULL,
    division text NOT NULL,
    revenue smallint NOT NULL,
    assets smallint NOT NULL,
    pattern bigint NOT NULL,
    CONSTRAINT unit_key PRIMARY KEY (uscc)
);
COMMENT ON TABLE quality.unit IS '每个主体的核对计数（quality.pattern）和规模档，供次晚增量核对';
CREATE UNLOGGED TABLE quality.pattern (
    pattern bigint NOT NULL,
    tally bytea NOT NULL,
    CONSTRAINT pattern_key PRIMARY KEY (pattern)
);
COMMENT ON TABLE quality.pattern IS '核对计数的内容，相同者只存一次';

CREATE TABLE quality.count (
    run bigint NOT NULL,
    rule text NOT NULL,
    county text COLLATE "C" NOT NULL,
    source integer NOT NULL,
    pass bigint NOT NULL,
    fail bigint NOT NULL,
    unknown bigint NOT NULL,
    na bigint NOT NULL,
    CONSTRAINT count_key PRIMARY KEY (run, rule, county, source)
);
COMMENT ON TABLE quality.count IS '每晚每条规则：按区县、部门的通过、未通过、不可核对、不涉及记录数';
CREATE TABLE quality.fill (
    run bigint NOT NULL,
    dataset text NOT NULL,
    field text NOT NULL,
    county text COLLATE "C" NOT NULL,
    source integer NOT NULL,
    filled bigint NOT NULL,
    empty bigint NOT NULL,
    CONSTRAINT fill_key PRIMARY KEY (run, dataset, field, county, source)
);
COMMENT ON TABLE quality.fill IS '每晚每个字段：按区县、部门的有值与空缺记录数';

-- Hundredths; measured: what was measured (shares in hundredths of a per cent, age in days).
CREATE TABLE quality.score (
    run bigint NOT NULL,
    source integer NOT NULL,
    dataset text NOT NULL,
    records bigint NOT NULL,
    completeness integer,
    validity integer,
    consistency integer,
    timeliness integer,
    score integer,
    filled integer,
    valid integer,
    consistent integer,
    age_days integer,
    CONSTRAINT score_key PRIMARY KEY (run, source, dataset)
);
COMMENT ON TABLE quality.score IS '每晚每个部门、数据集的质量得分（百分之一分）：完整、有效、一致、及时';

-- ---- for analysts -------------------------------------------------------------------------------------
CREATE VIEW api.quality_rule AS
SELECT r.position, r.rule, r.title, r.dataset, r.severity, r.owner, r.basis, r.confirmed, r.expression,
       sum(c.pass)::bigint AS pass, sum(c.fail)::bigint AS fail, sum(c.unknown)::bigint AS unknown, sum(c.na)::bigint AS na
FROM quality.basis AS b
CROSS JOIN quality.rule AS r
LEFT JOIN quality.count AS c ON c.run = b.run AND c.rule = r.rule
GROUP BY r.position, r.rule, r.title, r.dataset, r.severity, r.owner, r.basis, r.confirmed, r.expression;
COMMENT ON VIEW api.quality_rule IS '数据规则及最近一晚的通过、未通过、不可核对、不涉及记录数；排序：position';

CREATE VIEW api.quality_count AS
SELECT c.run, n.as_of, c.rule, r.title, r.severity, c.county, k.name AS county_name, s.title AS source,
       c.pass, c.fail, c.unknown, c.na
FROM quality.count AS c
JOIN quality.rule AS r ON r.rule = c.rule
JOIN meta.run AS n ON n.run = c.run
JOIN meta.source AS s ON s.source = c.source
LEFT JOIN meta.county AS k ON k.county = c.county;
COMMENT ON VIEW api.quality_count IS '每晚每条规则按区县、部门的计数；不可核对（数据缺失）单列';

CREATE VIEW api.quality_finding AS
SELECT f.uscc, coalesce(g.name, f.uscc) AS name, f.county, k.name AS county_name, f.rule, r.title, r.severity, r.owner, r.basis, r.confirmed,
       f.dataset, f.record, f.year, s.title AS source, b.files -> (f.line >> 40)::integer ->> 'name' AS file,
       f.line & 1099511627775 AS line, f.field, f.value, o.title AS other_source,
       ob.files -> (f.other_line >> 40)::integer ->> 'name' AS other_file,
       CASE WHEN f.other_source > 0 THEN f.other_line & 1099511627775 END AS other_line, f.other_field, f.other_value,
       f.factor, f.suspect, f.shown, s.id AS source_id, f.batch
FROM quality.finding AS f
JOIN quality.rule AS r ON r.rule = f.rule
JOIN meta.source AS s ON s.source = f.source
LEFT JOIN meta.source AS o ON o.source = f.other_source
LEFT JOIN meta.batch AS b ON b.batch = f.batch
LEFT JOIN meta.batch AS ob ON ob.batch = f.other_batch AND f.other_source > 0
LEFT JOIN meta.county AS k ON k.county = f.county
LEFT JOIN LATERAL (
    SELECT y.name FROM source.registry AS y WHERE y.uscc = f.uscc
    ORDER BY y.gone IS NOT NULL, y.source LIMIT 1
) AS g ON true;
COMMENT ON VIEW api.quality_finding IS '未通过数据规则的记录：企业、规则、部门、文件、行号、数值；部门间差异两边并列';

CREATE VIEW api.quality_score AS
SELECT q.run, n.as_of, s.id AS source_id, s.title AS source, q.dataset, q.records,
       q.score / 100.0 AS score, q.completeness / 100.0 AS completeness, q.validity / 100.0 AS validity,
       q.consistency / 100.0 AS consistency, q.timeliness / 100.0 AS timeliness,
       q.filled / 100.0 AS filled_percent, q.valid / 100.0 AS valid_percent, q.consistent / 100.0 AS consistent_percent,
       q.age_days
FROM quality.score AS q
JOIN meta.run AS n ON n.run = q.run
JOIN meta.source AS s ON s.source = q.source;
COMMENT ON VIEW api.quality_score IS '各部门每晚的数据质量得分（0 至 100）；排序：run, source_id, dataset';
