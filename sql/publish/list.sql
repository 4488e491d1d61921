-- The shortlist of one run: every candidate, within the seats or waiting, as people read it; then what is open of its target, a
-- line for each condition, cells by tabs (NULL: nothing); then what the report shows of it, as numbers, the states of its
-- target's conditions as bytes in hex. All that is said of candidates is read here, once (publish_list.h).
-- Parameter: $1 run whose shortlist stands. Reads only; ordered by tier (highest first), then place.
WITH firm AS MATERIALIZED (
    SELECT s.* FROM pool.shortlist AS s WHERE s.run = $1::bigint
), judged AS MATERIALIZED (
    SELECT j.uscc, j.rules_run, j.pattern, j.industry, j.gap, j.gap_cost, j.gap_months, j.gap_lines
    FROM result.judgement AS j
    WHERE j.uscc = ANY (ARRAY(SELECT f.uscc FROM firm AS f)) AND j.from_run <= $1::bigint AND j.to_run > $1::bigint
), name AS MATERIALIZED (
    SELECT DISTINCT ON (r.uscc) r.uscc, r.name
    FROM source.registry AS r
    LEFT JOIN meta.source_rank AS k ON k.dataset = 'registry' AND k.field = '*' AND k.source = r.source
    WHERE r.uscc = ANY (ARRAY(SELECT f.uscc FROM firm AS f)) AND r.gone IS NULL
    ORDER BY r.uscc, coalesce(k.rank, 9), r.source
), holder AS MATERIALIZED (
    SELECT f.uscc, f.uscc AS firm FROM firm AS f
    UNION ALL
    SELECT a.uscc, a.firm FROM link.alias AS a WHERE a.firm IN (SELECT f.uscc FROM firm AS f) -- hashed, which a join is not
), title_words (word, name) AS (
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
), title AS MATERIALIZED (
    SELECT h.firm AS uscc, string_agg(DISTINCT w.name || coalesce('（至' || x.valid_to || '）', '（有效期不明）'), '；') AS held
    FROM holder AS h
    JOIN source.title AS x ON x.uscc = h.uscc AND x.gone IS NULL
    JOIN title_words AS w ON w.word = x.title
    CROSS JOIN feature.clock AS k
    WHERE (x.valid_to IS NULL OR x.valid_to >= k.as_of) AND (x.revoked_on IS NULL OR x.revoked_on > k.as_of)
    GROUP BY h.firm
), doubt AS MATERIALIZED (
    -- about the data: errors and questions, each rule once with its years
    SELECT x.uscc, sum(x.records)::integer AS doubts, string_agg(x.title || x.years, '；' ORDER BY x.position) AS words
    FROM (SELECT f.uscc, r.position, count(*) AS records,
                 CASE r.form WHEN 'unit' THEN '金额疑似用错单位，按未知处理' ELSE '不符“' || r.title || '”' END AS title,
                 coalesce('（' || string_agg(DISTINCT f.year::text, '、' ORDER BY f.year::text) || '）', '') AS years
          FROM quality.finding AS f
          JOIN quality.rule AS r ON r.rule = f.rule
          WHERE f.uscc IN (SELECT o.uscc FROM firm AS o) AND r.severity <> 'note'
          GROUP BY f.uscc, r.rule) AS x
    GROUP BY x.uscc
)
SELECT s.county,
       p.title,
       s.place,
       s.county_place,
       r.name,
       s.uscc,
       coalesce(c.name, '区县不明'),
       coalesce(j.industry || ' ' || i.name, j.industry, ''),
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
       -- what the gap of the target says; without one, what is open, at most four: unmet, then unknown, then manual, in the order of the clauses
       coalesce(CASE f.target WHEN s.position THEN j.gap END, (
           SELECT string_agg(w.word || '：' || w.text, '；' ORDER BY w.severity, w.n)
           FROM (SELECT x.text, x.n, o.severity, o.word
                 FROM unnest(p.top_numbers, p.top_texts) AS x (n, text)
                 JOIN (VALUES (1, 1, '不满足'), (2, 2, '未知'), (3, 3, '待人工')) AS o (state, severity, word)
                   ON o.state = get_byte(f.states, (p.state_offset + x.n - 1)::integer)
                 ORDER BY o.severity, x.n LIMIT 4) AS w), ''),
       CASE WHEN s.seated THEN '是' ELSE '否' END,
       coalesce(e.word, ''),
       CASE m.stage WHEN 'reserve' THEN '储备' WHEN 'cultivate' THEN '培育' WHEN 'promote' THEN '提升' WHEN 'applied' THEN '申报'
            WHEN 'recognised' THEN '认定' ELSE '' END,
       CASE WHEN s.tie_at_cut THEN '是' ELSE '' END,
       coalesce(q.doubts, 0),
       coalesce(q.words, ''),
       CASE WHEN s.seated OR s.tie_at_cut THEN 'seated' ELSE 'waiting' END, -- who ties with a seated firm is shown beside it
       CASE f.target WHEN s.position THEN j.gap_lines END, -- whom a person added elsewhere has one gap, that of its own target
       s.position, get_byte(f.verdicts, s.position), get_byte(f.met, s.position), f.points_lo[s.position + 1], f.points_hi[s.position + 1],
       j.industry, i.name, f.size_lo, f.size_hi, encode(substring(f.states FROM p.state_offset::integer + 1 FOR p.conditions_count), 'hex'),
       CASE f.target WHEN s.position THEN j.gap END, CASE f.target WHEN s.position THEN j.gap_cost END,
       CASE f.target WHEN s.position THEN j.gap_months END, s.reason, m.stage
FROM firm AS s
JOIN judged AS j ON j.uscc = s.uscc
JOIN result.pattern AS f ON f.pattern = j.pattern
JOIN placed p ON p.from_run = j.rules_run AND p.position = s.position
LEFT JOIN meta.county c ON c.county = s.county
JOIN meta.verdict v ON v.verdict = get_byte(f.verdicts, s.position)
LEFT JOIN meta.seat_reason e ON e.reason = s.reason
LEFT JOIN pool.member m ON m.uscc = s.uscc AND m.tier = p.tier AND m.from_run <= s.run AND s.run < m.to_run
LEFT JOIN meta.industry i ON i.industry = j.industry
LEFT JOIN (VALUES (1, '微型'), (2, '小型'), (3, '中型'), (4, '大型')) z (size, name) ON z.size = f.size_lo
LEFT JOIN (VALUES (1, '微型'), (2, '小型'), (3, '中型'), (4, '大型')) zz (size, name) ON zz.size = f.size_hi
LEFT JOIN name AS r ON r.uscc = s.uscc
LEFT JOIN title AS t ON t.uscc = s.uscc
LEFT JOIN doubt AS q ON q.uscc = s.uscc
ORDER BY s.position DESC, s.place, s.uscc
