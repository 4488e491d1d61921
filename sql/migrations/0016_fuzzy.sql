-- Links by likeness: how sure a link is and why, and the candidates of those that stay in the queue.

ALTER TABLE link.alias ADD COLUMN score integer CHECK (score BETWEEN 0 AND 1000000);
ALTER TABLE link.alias ADD COLUMN evidence text;
COMMENT ON COLUMN link.alias.method IS 'judged 人工判断，old_code 旧代码，org_code 组织机构代码，name 名称，former_name 曾用名，fuzzy 近似名称';
COMMENT ON COLUMN link.alias.score IS '近似名称的得分，0 至 1,000,000；其他方式为空';
COMMENT ON COLUMN link.alias.evidence IS '依据，文字';

-- near: candidates that are alike, none of them for sure.
ALTER TABLE link.queue DROP CONSTRAINT queue_reason_check;
ALTER TABLE link.queue ADD CONSTRAINT queue_reason_check
    CHECK (reason IN ('unmatched', 'ambiguous', 'branch', 'near'));
COMMENT ON COLUMN link.queue.reason IS 'unmatched 未找到，near 有近似候选但不能确定，ambiguous 同名多家，branch 分支机构';

-- The candidates of a queued holder, best first, at most 5.
CREATE TABLE link.candidate (
    uscc text COLLATE "C" NOT NULL, -- holder id as in link.queue
    firm text COLLATE "C" NOT NULL,
    place smallint NOT NULL,        -- 1 is best
    score integer NOT NULL CHECK (score BETWEEN 0 AND 1000000),
    evidence text NOT NULL,
    PRIMARY KEY (uscc, firm)
);
COMMENT ON TABLE link.candidate IS '待人工判断的单位的近似候选，从最像的排起，至多 5 个';
COMMENT ON COLUMN link.candidate.uscc IS '交付中所写的单位，见 link.queue';
COMMENT ON COLUMN link.candidate.firm IS '候选的登记企业';
COMMENT ON COLUMN link.candidate.place IS '先后，1 最像';
COMMENT ON COLUMN link.candidate.score IS '得分，0 至 1,000,000';
COMMENT ON COLUMN link.candidate.evidence IS '哪里相同、哪里不同，文字';

-- By which method and with which score a figure's record found its firm.
CREATE OR REPLACE VIEW api.finance AS
SELECT t.uscc, t.uscc AS holder, t.year, t.revenue, t.main_revenue, t.product_revenue, t.hightech_revenue, t.cost,
       t.net_profit, t.assets, t.liabilities, t.net_assets, t.rd_expense, t.rd_domestic, t.audited,
       t.source, t.gone IS NULL AS stands, t.batch, (t.line >> 40)::integer AS part, t.line & 1099511627775 AS line,
       'code'::text AS method, NULL::integer AS score
FROM source.finance AS t
WHERE NOT EXISTS (SELECT FROM link.alias AS a WHERE a.uscc = t.uscc)
UNION ALL
SELECT a.firm, t.uscc, t.year, t.revenue, t.main_revenue, t.product_revenue, t.hightech_revenue, t.cost,
       t.net_profit, t.assets, t.liabilities, t.net_assets, t.rd_expense, t.rd_domestic, t.audited,
       t.source, t.gone IS NULL, t.batch, (t.line >> 40)::integer, t.line & 1099511627775, a.method, a.score
FROM link.alias AS a
JOIN source.finance AS t ON t.uscc = a.uscc;

CREATE OR REPLACE VIEW api.staff AS
SELECT t.uscc, t.uscc AS holder, t.year, t.employees, t.insured, t.rd_staff, t.sci_staff, t.college_staff,
       t.source, t.gone IS NULL AS stands, t.batch, (t.line >> 40)::integer AS part, t.line & 1099511627775 AS line,
       'code'::text AS method, NULL::integer AS score
FROM source.staff AS t
WHERE NOT EXISTS (SELECT FROM link.alias AS a WHERE a.uscc = t.uscc)
UNION ALL
SELECT a.firm, t.uscc, t.year, t.employees, t.insured, t.rd_staff, t.sci_staff, t.college_staff,
       t.source, t.gone IS NULL, t.batch, (t.line >> 40)::integer, t.line & 1099511627775, a.method, a.score
FROM link.alias AS a
JOIN source.staff AS t ON t.uscc = a.uscc;

CREATE OR REPLACE VIEW api.figure AS
SELECT d.uscc, d.holder, d.dataset, d.field, d.year, d.value, s.title AS source,
       coalesce(k.rank, w.rank, 6) AS source_rank, d.stands, d.batch,
       b.files -> d.part ->> 'name' AS file, d.line, d.method, d.score
FROM (
    SELECT t.uscc, t.holder, 'finance'::text AS dataset, v.field, t.year, v.value, t.source, t.stands, t.batch,
           t.part, t.line, t.method, t.score
    FROM api.finance AS t
    CROSS JOIN LATERAL (VALUES
        ('revenue', t.revenue), ('main_revenue', t.main_revenue), ('product_revenue', t.product_revenue),
        ('hightech_revenue', t.hightech_revenue), ('cost', t.cost), ('net_profit', t.net_profit),
        ('assets', t.assets), ('liabilities', t.liabilities), ('net_assets', t.net_assets),
        ('rd_expense', t.rd_expense), ('rd_domestic', t.rd_domestic)
    ) AS v (field, value)
    WHERE v.value IS NOT NULL
    UNION ALL
    SELECT t.uscc, t.holder, 'staff', v.field, t.year, v.value, t.source, t.stands, t.batch, t.part, t.line, t.method,
           t.score
    FROM api.staff AS t
    CROSS JOIN LATERAL (VALUES
        ('employees', t.employees::bigint), ('insured', t.insured), ('rd_staff', t.rd_staff),
        ('sci_staff', t.sci_staff), ('college_staff', t.college_staff)
    ) AS v (field, value)
    WHERE v.value IS NOT NULL
) AS d
JOIN meta.source AS s ON s.source = d.source
LEFT JOIN meta.batch AS b ON b.batch = d.batch
LEFT JOIN meta.source_rank AS k ON k.dataset = d.dataset AND k.field = d.field AND k.source = d.source
LEFT JOIN meta.source_rank AS w ON w.dataset = d.dataset AND w.field = '*' AND w.source = d.source;
COMMENT ON COLUMN api.figure.method IS '记录按什么找到企业，见 link.alias.method；code 为登记代码';
COMMENT ON COLUMN api.figure.score IS '近似名称的得分；其他方式为空';

CREATE OR REPLACE VIEW api.link_summary AS
SELECT l.dataset, s.title AS source, l.method,
       CASE l.method WHEN 'code' THEN '信用代码' WHEN 'judged' THEN '人工判断' WHEN 'old_code' THEN '旧代码'
            WHEN 'org_code' THEN '组织机构代码' WHEN 'name' THEN '名称' WHEN 'former_name' THEN '曾用名'
            WHEN 'fuzzy' THEN '近似名称' WHEN 'near' THEN '有近似候选' WHEN 'unmatched' THEN '未找到'
            WHEN 'ambiguous' THEN '多个候选' WHEN 'branch' THEN '分支机构' ELSE l.method END AS word,
       l.records,
       round(100.0 * l.records / nullif(sum(l.records) OVER (PARTITION BY l.dataset, l.source), 0), 2) AS percent
FROM link.summary AS l
JOIN meta.source AS s ON s.source = l.source;

-- Links by name and code, and what waits for a person, with the names as they were delivered.
CREATE VIEW api.link AS
SELECT a.firm AS uscc, a.uscc AS holder, a.method, a.score, a.evidence, r.name
FROM link.alias AS a
LEFT JOIN LATERAL (
    SELECT g.name FROM source.registry AS g WHERE g.uscc = a.firm ORDER BY g.gone IS NOT NULL, g.source LIMIT 1
) AS r ON true;
COMMENT ON VIEW api.link IS '没有登记代码的记录所写的单位对应到哪家企业，按什么、得分和依据';

CREATE VIEW api.link_candidate AS
SELECT q.uscc AS holder, q.reason, c.place, c.firm AS uscc, r.name, r.status, c.score, c.evidence
FROM link.queue AS q
LEFT JOIN link.candidate AS c ON c.uscc = q.uscc
LEFT JOIN LATERAL (
    SELECT g.name, g.status FROM source.registry AS g WHERE g.uscc = c.firm ORDER BY g.gone IS NOT NULL, g.source LIMIT 1
) AS r ON true;
COMMENT ON VIEW api.link_candidate IS '待人工判断的单位及其近似候选；排序：holder, place';
