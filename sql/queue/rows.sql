-- Holders that wait for a person, those first of whom most money is at stake, then most records: links that were
-- not found, and codes of which another one may be the successor. Money: the revenue of the best year, equity and
-- pledges. Firms that left the registry come last: nobody can name another one. What a person answered with "no
-- firm" waits no longer, unless there are candidates.
-- $1  text    dataset: only its records; NULL = all
-- $2  text    department (id or title): only its records; NULL = all
-- $3  bigint  so many rows, 0 = all
-- Reads link.queue, link.candidate, link.suggestion, link.applied, link.judged, source.*, meta.source, meta.county.
WITH queued AS MATERIALIZED (
    SELECT q.uscc, q.reason FROM link.queue AS q
    UNION ALL
    SELECT DISTINCT s.uscc, 'successor' FROM link.suggestion AS s
    WHERE NOT EXISTS (SELECT FROM link.queue AS q WHERE q.uscc = s.uscc)
), choice AS MATERIALIZED (
    SELECT c.uscc, c.firm, c.place::integer AS place, c.score, c.evidence FROM link.candidate AS c
    UNION ALL
    SELECT q.uscc, f.firm COLLATE "C", f.place::integer, NULL, '名称相同'
    FROM link.queue AS q CROSS JOIN LATERAL unnest(q.candidates) WITH ORDINALITY AS f (firm, place)
    WHERE NOT EXISTS (SELECT FROM link.candidate AS c WHERE c.uscc = q.uscc)
    UNION ALL
    SELECT s.uscc, s.firm, row_number() OVER (PARTITION BY s.uscc ORDER BY s.firm)::integer
           + (SELECT count(*) FROM link.candidate AS c WHERE c.uscc = s.uscc)::integer, NULL, s.evidence
    FROM link.suggestion AS s
    WHERE NOT EXISTS (SELECT FROM link.candidate AS c WHERE c.uscc = s.uscc AND c.firm = s.firm)
), shown AS (
    SELECT c.uscc, c.place,
           c.firm || E'\n' || coalesce(r.name, '') || E'\n' || concat_ws(' ', coalesce(y.name, r.county),
               CASE r.status WHEN 'active' THEN '存续' WHEN 'revoked' THEN '吊销' WHEN 'cancelled' THEN '注销' WHEN 'moved_out' THEN '迁出'
                             WHEN 'suspended' THEN '停业' WHEN 'clearing' THEN '清算' ELSE r.status END,
               CASE WHEN c.score IS NOT NULL THEN '相似 ' || trunc(c.score / 10000.0, 1) || '%' END)
           || E'\n' || c.evidence AS text
    FROM choice AS c
    LEFT JOIN LATERAL (SELECT g.name, g.county, g.status FROM source.registry AS g WHERE g.uscc = c.firm
                       ORDER BY g.gone IS NOT NULL, g.source LIMIT 1) AS r ON true
    LEFT JOIN meta.county AS y ON y.county = r.county
    WHERE c.place <= 5
), offered AS (
    SELECT uscc, min(text) FILTER (WHERE place = 1) AS c1, min(text) FILTER (WHERE place = 2) AS c2,
           min(text) FILTER (WHERE place = 3) AS c3, min(text) FILTER (WHERE place = 4) AS c4,
           min(text) FILTER (WHERE place = 5) AS c5
    FROM shown GROUP BY uscc
), record AS (
    SELECT q.uscc, '财务' AS dataset, d.source, d.holder_name, d.revenue, NULL::bigint AS money
    FROM queued AS q JOIN source.finance AS d USING (uscc) WHERE d.gone IS NULL AND coalesce($1::text, 'finance') = 'finance'
    UNION ALL
    SELECT q.uscc, '人员', d.source, d.holder_name, NULL, NULL
    FROM queued AS q JOIN source.staff AS d USING (uscc) WHERE d.gone IS NULL AND coalesce($1::text, 'staff') = 'staff'
    UNION ALL
    SELECT q.uscc, '知识产权', d.source, d.holder_name, NULL, d.pledged_amount
    FROM queued AS q JOIN source.ip AS d USING (uscc) WHERE d.gone IS NULL AND coalesce($1::text, 'ip') = 'ip'
    UNION ALL
    SELECT q.uscc, '称号与名单', d.source, d.holder_name, NULL, NULL
    FROM queued AS q JOIN source.title AS d USING (uscc) WHERE d.gone IS NULL AND coalesce($1::text, 'title') = 'title'
    UNION ALL
    SELECT q.uscc, '主导产品', d.source, d.holder_name, NULL, NULL
    FROM queued AS q JOIN source.product AS d USING (uscc) WHERE d.gone IS NULL AND coalesce($1::text, 'product') = 'product'
    UNION ALL
    SELECT q.uscc, '股权融资', d.source, d.holder_name, NULL, d.amount
    FROM queued AS q JOIN source.equity AS d USING (uscc) WHERE d.gone IS NULL AND coalesce($1::text, 'equity') = 'equity'
    UNION ALL
    SELECT q.uscc, '平台评价', d.source, d.holder_name, NULL, NULL
    FROM queued AS q JOIN source.platform AS d USING (uscc) WHERE d.gone IS NULL AND coalesce($1::text, 'platform') = 'platform'
    UNION ALL
    SELECT q.uscc, '信用记录', d.source, d.holder_name, NULL, NULL
    FROM queued AS q JOIN source.conduct AS d USING (uscc) WHERE d.gone IS NULL AND coalesce($1::text, 'conduct') = 'conduct'
    UNION ALL
    SELECT q.uscc, '需求', d.source, d.holder_name, NULL, NULL
    FROM queued AS q JOIN source.need AS d USING (uscc) WHERE d.gone IS NULL AND coalesce($1::text, 'need') = 'need'
), stake AS (
    SELECT r.uscc, count(*) AS records,
           CASE WHEN count(r.revenue) + count(r.money) > 0 THEN (coalesce(max(r.revenue), 0) + coalesce(sum(r.money), 0))::bigint END AS money, min(r.holder_name) AS name,
           string_agg(DISTINCT r.dataset, '、' ORDER BY r.dataset) AS datasets,
           string_agg(DISTINCT s.title, '、' ORDER BY s.title) AS sources
    FROM record AS r JOIN meta.source AS s USING (source)
    WHERE $2::text IS NULL OR s.id = $2::text OR s.title = $2::text
    GROUP BY r.uscc
)
SELECT q.uscc, coalesce(k.name, CASE WHEN left(q.uscc, 1) = '~' THEN substr(q.uscc, 2) END, u.name, ltrim(q.uscc, '#')),
       coalesce(k.sources, ''), coalesce(k.datasets, ''), coalesce(k.records, 0), k.money,
       CASE q.reason WHEN 'unmatched' THEN '未找到' WHEN 'ambiguous' THEN '多个候选' WHEN 'branch' THEN '分支机构不在册'
            WHEN 'near' THEN '近似' WHEN 'successor' THEN '可能换了代码' ELSE q.reason END
       || CASE WHEN u.gone IS NOT NULL AND q.reason <> 'successor' THEN '（该代码曾在册，现已不在）' ELSE '' END,
       coalesce(o.c1, ''), coalesce(o.c2, ''), coalesce(o.c3, ''), coalesce(o.c4, ''), coalesce(o.c5, ''),
       coalesce(m.word, ''), round(k.money / 1000000.0, 2)
FROM queued AS q
LEFT JOIN stake AS k USING (uscc)
LEFT JOIN offered AS o USING (uscc)
LEFT JOIN LATERAL (SELECT g.name, g.gone FROM source.registry AS g WHERE g.uscc = q.uscc
                   ORDER BY g.gone IS NOT NULL, g.source LIMIT 1) AS u ON true
LEFT JOIN LATERAL (
    SELECT string_agg(DISTINCT CASE a.state WHEN 'unsure' THEN '已答不确定' WHEN 'no_firm' THEN '已答是，但该企业不在册：' || a.firm
                                            WHEN 'applied' THEN CASE WHEN a.firm = '' THEN '已答否：不是登记企业'
                                                                     ELSE '已答否：' || a.firm END END, '；') AS word,
           bool_or(a.state = 'applied' AND a.firm = '') AS none
    FROM link.applied AS a WHERE a.holder = q.uscc OR (a.holder = '' AND a.uscc = q.uscc)
) AS m ON true
WHERE (k.uscc IS NOT NULL OR ($1::text IS NULL AND $2::text IS NULL AND q.reason = 'successor'))
  AND NOT (coalesce(m.none, false) AND o.c1 IS NULL)
ORDER BY u.gone IS NOT NULL AND o.c1 IS NULL, k.money DESC NULLS LAST, k.records DESC NULLS LAST, q.uscc
LIMIT nullif($3::bigint, 0)
