-- Targets and the three baselines for the sheet 底数与目标: kind, county, what is counted, how many, not known, target, gap, share
-- in millionths, state, remark. A target of the whole city is in the city's workbook only. No tables written.
-- $1  bigint  run whose shortlist stands
-- $2  date    as-of date
WITH at AS MATERIALIZED (
    SELECT r.run, r.run AS done FROM (SELECT pool.follow_run($1::bigint) AS run OFFSET 0) AS r
), line AS (
    SELECT nullif(t.county, '') AS county, 1 AS kind, '培育目标' AS word, t.county_name,
           t.title_name || CASE t.measure WHEN 'held' THEN ' 在册' WHEN 'new' THEN ' 当年新认定' ELSE ' 在库培育' END AS item,
           t.done, t.unsure, t.target, t.gap, t.share_bp * 100 AS share, t.state,
           concat_ws('；', '期限 ' || t.due, '时间进度 ' || t.pace_bp / 100 || '%', nullif(t.note, '')) AS remark, lpad(t.n::text, 6, '0') AS sort
    FROM at CROSS JOIN LATERAL pool.target_progress(at.done, $2::date) AS t
    UNION ALL
    SELECT b.county, 2, '底数一：称号与在库', coalesce(c.name, '区县不明'), b.title_name, b.held, b.end_unknown, NULL, NULL, NULL, NULL,
           '当年新认定 ' || b.granted_0 || '，在库培育 ' || b.tended, lpad((99 - b.place)::text, 3, '0') || b.title
    FROM at CROSS JOIN LATERAL pool.baseline_title(at.run, at.done) AS b LEFT JOIN meta.county AS c ON c.county = b.county
    WHERE b.held + b.end_unknown + b.granted_0 + b.tended > 0
    UNION ALL
    SELECT e.county, 3, '底数二：专家', coalesce(c.name, '区县不明'), coalesce(nullif(e.field, ''), '领域不明'), e.available,
           e.availability_unknown, NULL, NULL, NULL, NULL, '不可服务 ' || e.unavailable || '，其中服务专员 ' || e.specialists, e.field
    FROM pool.baseline_expert AS e LEFT JOIN meta.county AS c ON c.county = e.county
    UNION ALL
    SELECT b.county, 4, '底数三：卡在哪里', coalesce(c.name, '区县不明'), b.tier_title || '：' || b.text, b.unmet, b.unknown, NULL, NULL, NULL,
           NULL, '在库 ' || b.firms || ' 家，待人工 ' || b.manual, b.tier || lpad(b.step::text, 4, '0')
    FROM at CROSS JOIN LATERAL pool.baseline_bottleneck(at.run) AS b LEFT JOIN meta.county AS c ON c.county = b.county
    WHERE b.unmet + b.unknown > 0
    UNION ALL
    SELECT n.county, 5, '底数三：企业需求', coalesce(c.name, '区县不明'), pool.need_kind_word(n.kind), n.needs, NULL, NULL, NULL, NULL,
           pool.need_status_word(nullif(n.status, '')), n.firms || ' 家企业', n.kind || n.status
    FROM pool.baseline_need AS n LEFT JOIN meta.county AS c ON c.county = n.county
    UNION ALL
    SELECT k.county, 6, '技术创新需求库', coalesce(c.name, '区县不明'), k.title_name || '提出技术需求', k.with_technology, NULL, NULL, NULL,
           k.share_bp * 100, NULL, '有效称号 ' || k.firms || ' 家，提出任何需求 ' || k.with_any || ' 家', k.title
    FROM at CROSS JOIN LATERAL pool.need_coverage(at.run) AS k LEFT JOIN meta.county AS c ON c.county = k.county
)
SELECT l.county, l.word, l.county_name, l.item, l.done, l.unsure, l.target, l.gap, l.share, l.state, l.remark
FROM line AS l
ORDER BY l.kind, l.county NULLS FIRST, l.sort COLLATE "C", l.item COLLATE "C", l.state
