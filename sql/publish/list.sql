-- The shortlist of one run as people read it: every candidate, within the seats or waiting.
-- Parameter: $1 run whose shortlist stands. Reads only; ordered by tier (highest first), then place.
WITH title_words (word, name) AS (
    VALUES ('tech_sme', '科技型中小企业'), ('innovative', '创新型中小企业'), ('srdi', '专精特新中小企业'),
           ('little_giant', '专精特新“小巨人”企业'), ('champion', '制造业单项冠军'), ('high_tech', '高新技术企业'),
           ('provincial_little_giant', '省级小巨人'), ('gazelle', '瞪羚企业'), ('young_eagle', '雏鹰企业')
), program AS (
    SELECT p.*, count(*) FILTER (WHERE (c.o ->> 'parent')::integer = -1 AND NOT (c.o ->> 'subject')::boolean) AS hard_total,
           jsonb_array_length(p.conditions) AS conditions_count,
           -- the conditions that stand at the top: taken apart once, and not for each firm
           array_agg(c.n ORDER BY c.n) FILTER (WHERE (c.o ->> 'parent')::integer = -1) AS top_numbers,
           array_agg(c.o ->> 'text' ORDER BY c.n) FILTER (WHERE (c.o ->> 'parent')::integer = -1) AS top_texts
    FROM result.program p LEFT JOIN LATERAL jsonb_array_elements(p.conditions) WITH ORDINALITY c (o, n) ON true
    GROUP BY p.from_run, p.position
), placed AS (
    SELECT program.*,
           sum(conditions_count) OVER (PARTITION BY from_run ORDER BY position) - conditions_count AS state_offset
    FROM program
)
SELECT s.county,
       p.title,
       s.place,
       s.county_place,
       r.name,
       s.uscc,
       coalesce(c.name, '区县不明'),
       coalesce(f.industry || ' ' || i.name, f.industry, ''),
       CASE WHEN f.size_lo = f.size_hi THEN z.name ELSE z.name || '至' || zz.name END,
       coalesce(t.held, '无'),
       CASE get_byte(f.verdicts, s.position) WHEN 0 THEN '确定' WHEN 1 THEN '确定' WHEN 2 THEN '可能' WHEN 3 THEN '近门槛' ELSE '不符合' END,
       CASE get_byte(f.verdicts, s.position) WHEN 0 THEN '全部满足' WHEN 1 THEN '待人工或平台评价' WHEN 2 THEN '待核实' WHEN 3 THEN '近门槛'
            ELSE v.word END, -- whom a person added
       p.version || '版 ' || p.source || CASE WHEN p.unconfirmed THEN '（含未证实数值）' ELSE '' END,
       get_byte(f.met, s.position) || '/' || p.hard_total,
       get_byte(f.unknown, s.position),
       CASE WHEN f.points_lo[s.position + 1] < 0 THEN ''
            ELSE f.points_lo[s.position + 1] || '–' || f.points_hi[s.position + 1] || '（测算）' END,
       coalesce(CASE f.target WHEN s.position THEN f.gap END, w.open, ''), -- what the gap of the target says; without one, what is open
       CASE WHEN s.seated THEN '是' ELSE '否' END,
       coalesce(e.word, ''),
       CASE m.stage WHEN 'reserve' THEN '储备' WHEN 'cultivate' THEN '培育' WHEN 'promote' THEN '提升' WHEN 'applied' THEN '申报'
            WHEN 'recognised' THEN '认定' ELSE '' END,
       CASE WHEN s.tie_at_cut THEN '是' ELSE '' END,
       coalesce(q.doubts, 0),
       coalesce(q.words, ''),
       CASE WHEN s.seated OR s.tie_at_cut THEN 'seated' ELSE 'waiting' END -- who ties with a seated firm is shown beside it
FROM pool.shortlist s
JOIN result.firm f ON f.uscc = s.uscc AND f.from_run <= s.run AND f.to_run > s.run
JOIN placed p ON p.from_run = f.rules_run AND p.position = s.position
LEFT JOIN meta.county c ON c.county = s.county
JOIN meta.verdict v ON v.verdict = get_byte(f.verdicts, s.position)
LEFT JOIN meta.seat_reason e ON e.reason = s.reason
LEFT JOIN pool.member m ON m.uscc = s.uscc AND m.tier = p.tier AND m.from_run <= s.run AND s.run < m.to_run
LEFT JOIN meta.industry i ON i.industry = f.industry
LEFT JOIN (VALUES (1, '微型'), (2, '小型'), (3, '中型'), (4, '大型')) z (size, name) ON z.size = f.size_lo
LEFT JOIN (VALUES (1, '微型'), (2, '小型'), (3, '中型'), (4, '大型')) zz (size, name) ON zz.size = f.size_hi
LEFT JOIN LATERAL (
    SELECT name FROM source.registry r WHERE r.uscc = s.uscc AND r.gone IS NULL
    ORDER BY coalesce((SELECT k.rank FROM meta.source_rank k
                       WHERE k.dataset = 'registry' AND k.field = '*' AND k.source = r.source), 9), r.source
    LIMIT 1
) r ON true
LEFT JOIN LATERAL (
    SELECT string_agg(DISTINCT tw.name || coalesce('（至' || x.valid_to || '）', '（有效期不明）'), '；') AS held
    FROM (SELECT title, valid_from, valid_to, revoked_on FROM source.title WHERE uscc = s.uscc AND gone IS NULL
          UNION ALL
          SELECT t.title, t.valid_from, t.valid_to, t.revoked_on
          FROM link.alias a JOIN source.title t ON t.uscc = a.uscc AND t.gone IS NULL WHERE a.firm = s.uscc) x
    JOIN title_words tw ON tw.word = x.title
    WHERE (x.valid_to IS NULL OR x.valid_to >= (SELECT as_of FROM feature.clock))
      AND (x.revoked_on IS NULL OR x.revoked_on > (SELECT as_of FROM feature.clock))
) t ON true
LEFT JOIN LATERAL (
    -- what is open, at most four: unmet, then unknown, then manual, in the order of the clauses
    SELECT string_agg(word || '：' || text, '；' ORDER BY severity, n) AS open
    FROM (SELECT x.text, x.n,
                 CASE get_byte(f.states, (p.state_offset + x.n - 1)::integer) WHEN 1 THEN 1 WHEN 2 THEN 2 ELSE 3 END AS severity,
                 CASE get_byte(f.states, (p.state_offset + x.n - 1)::integer) WHEN 1 THEN '不满足' WHEN 2 THEN '未知' ELSE '待人工' END AS word
          FROM unnest(p.top_numbers, p.top_texts) x (n, text)
          WHERE get_byte(f.states, (p.state_offset + x.n - 1)::integer) IN (1, 2, 3)
          ORDER BY severity, n LIMIT 4) open_conditions
) w ON true
LEFT JOIN LATERAL (
    -- doubts about the data: errors and questions, each rule once with its years
    SELECT sum(records)::integer AS doubts, string_agg(title || years, '；' ORDER BY position) AS words
    FROM (SELECT r.position, count(*) AS records,
                 CASE r.form WHEN 'unit' THEN '金额疑似用错单位，按未知处理' ELSE '不符“' || r.title || '”' END AS title,
                 coalesce('（' || string_agg(DISTINCT f.year::text, '、' ORDER BY f.year::text) || '）', '') AS years
          FROM quality.finding AS f
          JOIN quality.rule AS r ON r.rule = f.rule
          WHERE f.uscc = s.uscc AND r.severity <> 'note'
          GROUP BY r.rule) AS x
) q ON true
WHERE s.run = $1::bigint
ORDER BY s.position DESC, s.place, s.uscc
