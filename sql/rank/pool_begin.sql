-- What tonight's seats depend on beside the judgements (script): the candidates, who is excluded, what people ordered.
-- tidu.run    bigint  this run
-- tidu.as_of  date    its as-of date
-- tidu.rules  text    hash of the criteria and the program, as in pool.night
-- Reads result.judgement, result.pattern, result.program, pool.night, feature.title, source.title, source.conduct,
-- source.registry, source.equity, link.alias, pool.override, pool.exclusion_rule. Writes temporary tables, pool.excluded,
-- pool.exclusion_count.
SET LOCAL default_statistics_target = 10; -- enough to say how many rows there are
-- Since which ranking the pool's stages stand by these rules: what was not touched since stands. Whole: all are asked anew.
CREATE TEMP TABLE tidu_since ON COMMIT DROP AS
SELECT coalesce(n.run, current_setting('tidu.run')::bigint) AS run, n.run IS NULL AS whole
FROM (SELECT max(run) AS run FROM pool.night WHERE run < current_setting('tidu.run')::bigint) AS b
LEFT JOIN pool.night AS n
  ON n.run = b.run AND n.criteria_hash || ' ' || n.program = current_setting('tidu.rules')
 AND NOT EXISTS (SELECT FROM result.program AS p WHERE p.from_run > n.run);
CREATE TEMP TABLE tidu_program ON COMMIT DROP AS
SELECT from_run, position, tier FROM result.program WHERE kind = 'new' AND from_run <= current_setting('tidu.run')::bigint;
ANALYZE tidu_program;

-- One pass over the judgements: the candidates (who has no target has no key), who was judged anew since then, and who is judged
-- no longer. This run is the last: with from_run <= it as well, the planner would go through the key, at twice the cost. The run
-- is asked for once (SELECT …): once a row, it is half of what the pass costs.
CREATE TEMP TABLE tidu_firm ON COMMIT DROP AS
SELECT j.uscc, j.pattern, j.rules_run, j.from_run, j.to_run > (SELECT current_setting('tidu.run')::bigint) AS stands, j.county,
       j.industry, j.rank_key, t.target
FROM result.judgement AS j
JOIN result.pattern AS t ON t.pattern = j.pattern
WHERE j.to_run > (SELECT current_setting('tidu.run')::bigint) AND j.rank_key IS NOT NULL
   OR j.to_run > (SELECT current_setting('tidu.run')::bigint) AND j.from_run > (SELECT run FROM tidu_since)
   OR j.to_run <= (SELECT current_setting('tidu.run')::bigint) AND j.to_run > (SELECT run FROM tidu_since);
ANALYZE tidu_firm (uscc, pattern, rules_run, from_run, stands, target);

-- ---- exclusions: who is met by a rule at all, then for which tiers -----------------------------------------
CREATE TEMP TABLE tidu_holder ON COMMIT DROP AS -- titles in force; certain NULL: its dates are not all known
SELECT t.uscc, w.word, w.name, bool_or(w.holds = 1) AS certain
FROM feature.title AS t
CROSS JOIN LATERAL (VALUES ('tech_sme', '科技型中小企业', t.holds_tech_sme), ('innovative', '创新型中小企业', t.holds_innovative),
                           ('srdi', '专精特新中小企业', t.holds_srdi), ('little_giant', '专精特新“小巨人”企业', t.holds_little_giant),
                           ('champion', '制造业单项冠军', t.holds_champion), ('high_tech', '高新技术企业', t.holds_high_tech),
                           ('gazelle', '瞪羚企业', t.holds_gazelle), ('young_eagle', '雏鹰企业', t.holds_young_eagle))
    AS w (word, name, holds)
WHERE coalesce(w.holds, 1) <> 0
  AND w.word IN (SELECT unnest(words) FROM pool.exclusion_rule WHERE stands AND kind IN ('title', 'group'))
GROUP BY t.uscc, w.word, w.name;
ANALYZE tidu_holder;

CREATE TEMP TABLE tidu_hit ON COMMIT DROP AS
SELECT h.uscc, r.rule, bool_or(coalesce(h.certain, false)) AS certain,
       '持有' || string_agg(DISTINCT h.name || coalesce('（至 ' || d.valid_to || '）', '（有效期不明）'), '、') AS evidence,
       max(d.valid_to) AS until_date
FROM pool.exclusion_rule AS r
JOIN tidu_holder AS h ON h.word = ANY (r.words)
LEFT JOIN LATERAL (
    SELECT max(t.valid_to) AS valid_to
    FROM (SELECT t.valid_to FROM source.title AS t WHERE t.uscc = h.uscc AND t.title = h.word AND t.gone IS NULL
          UNION ALL
          SELECT t.valid_to FROM link.alias AS a JOIN source.title AS t ON t.uscc = a.uscc AND t.title = h.word AND t.gone IS NULL
          WHERE a.firm = h.uscc) AS t
) AS d ON true
WHERE r.stands AND r.kind = 'title'
GROUP BY h.uscc, r.rule;

INSERT INTO tidu_hit
SELECT c.uscc, r.rule, bool_or(coalesce(c.grade >= r.grade, r.grade IS NULL)),
       CASE WHEN r.years IS NULL THEN '列入 ' ELSE '发生 ' END || string_agg(DISTINCT c.from_date::text, '、'),
       max(CASE WHEN r.years IS NULL THEN c.to_date - 1
                ELSE (c.from_date + make_interval(years => r.years))::date - 1 END)
FROM pool.exclusion_rule AS r
JOIN (
    SELECT coalesce(a.firm, d.uscc) AS uscc, d.kind, d.from_date,
           feature.best_date(min(feature.ranked_date(d.to_date, k.to_date))) AS to_date,
           max(CASE d.grade WHEN 'general' THEN 1 WHEN 'larger' THEN 2 WHEN 'major' THEN 3 WHEN 'extreme' THEN 4 END) AS grade
    FROM source.conduct AS d
    LEFT JOIN link.alias AS a ON a.uscc = d.uscc
    JOIN (SELECT source, feature.source_rank('conduct', 'to_date', source) AS to_date FROM meta.source OFFSET 0) AS k USING (source)
    WHERE d.gone IS NULL AND d.kind IN (SELECT unnest(words) FROM pool.exclusion_rule WHERE stands AND kind = 'conduct')
    GROUP BY coalesce(a.firm, d.uscc), d.kind, d.from_date
) AS c ON c.kind = ANY (r.words)
WHERE r.stands AND r.kind = 'conduct' AND c.from_date <= current_setting('tidu.as_of')::date
  AND CASE WHEN r.years IS NULL THEN c.to_date IS NULL OR c.to_date > current_setting('tidu.as_of')::date
           ELSE c.from_date + make_interval(years => r.years) > current_setting('tidu.as_of')::date END
  AND (r.grade IS NULL OR coalesce(c.grade >= r.grade, true)) -- without a grade: shown, not excluded
GROUP BY c.uscc, r.rule, r.years;

-- One group: the parent holds the title, a subsidiary does, or a firm of the same parent. A parent counts by its code
-- only (one that is given by its name alone is not looked for); an investor, known by name, leaves it open.
-- Few cities are told of any: by the index of those, which the planner, without statistics of the column, would not take
-- (207,455 rows read through to find none were a third of all that rank took).
SET LOCAL enable_seqscan = off;
CREATE TEMP TABLE tidu_parent ON COMMIT DROP AS
SELECT DISTINCT r.uscc, coalesce(a.firm, r.parent_uscc) AS parent
FROM source.registry AS r
LEFT JOIN link.alias AS a ON a.uscc = r.parent_uscc
WHERE r.parent_uscc IS NOT NULL AND r.gone IS NULL AND r.parent_uscc <> r.uscc;
RESET enable_seqscan;
ANALYZE tidu_parent;
INSERT INTO tidu_hit
SELECT g.uscc, r.rule, bool_or(g.sure AND coalesce(h.certain, false)),
       string_agg(DISTINCT g.tie || ' ' || h.uscc || ' 持有' || h.name, '、'), NULL
FROM pool.exclusion_rule AS r
JOIN tidu_holder AS h ON h.word = ANY (r.words)
CROSS JOIN LATERAL (
    SELECT p.uscc, true AS sure, '上级企业' AS tie FROM tidu_parent AS p WHERE p.parent = h.uscc
    UNION ALL
    SELECT p.parent, true, '下属企业' FROM tidu_parent AS p WHERE p.uscc = h.uscc
    UNION ALL
    SELECT q.uscc, true, '同一上级的企业' FROM tidu_parent AS p JOIN tidu_parent AS q ON q.parent = p.parent
    WHERE p.uscc = h.uscc
    UNION ALL
    SELECT coalesce(a.firm, e.uscc), false, '投资方'
    FROM source.registry AS n
    JOIN source.equity AS e ON e.investor = n.name AND e.gone IS NULL
    LEFT JOIN link.alias AS a ON a.uscc = e.uscc
    WHERE n.uscc = h.uscc AND n.gone IS NULL
) AS g
WHERE r.stands AND r.kind = 'group' AND g.uscc <> h.uscc
GROUP BY g.uscc, r.rule;
ANALYZE tidu_hit;

-- What people ordered; the latest of a firm and tier.
CREATE TEMP TABLE tidu_override ON COMMIT DROP AS
SELECT * FROM pool.override_on(current_setting('tidu.as_of')::date);
ANALYZE tidu_override;

-- For the tiers that the firm was judged for and neither has nor can have as no subject.
CREATE TEMP TABLE tidu_excluded ON COMMIT DROP AS
SELECT h.uscc, p.tier, h.rule, bool_or(h.certain) AS certain, string_agg(h.evidence, '；' ORDER BY h.evidence) AS evidence,
       max(h.until_date) AS until_date
FROM tidu_hit AS h
JOIN pool.exclusion_rule AS r ON r.rule = h.rule
JOIN (
    SELECT d.uscc, g.pattern, g.rules_run
    FROM (SELECT DISTINCT uscc FROM tidu_hit) AS d
    CROSS JOIN LATERAL (SELECT x.pattern, x.rules_run FROM result.judgement AS x
                        WHERE x.uscc = d.uscc AND x.from_run <= (SELECT current_setting('tidu.run')::bigint)
                          AND x.to_run > (SELECT current_setting('tidu.run')::bigint)
                        OFFSET 0) AS g -- each by its key: one in a hundred units is met by a rule
    OFFSET 0
) AS j ON j.uscc = h.uscc
JOIN result.pattern AS t ON t.pattern = j.pattern
JOIN tidu_program AS p ON p.from_run = j.rules_run AND (r.tiers = '{}' OR p.tier = ANY (r.tiers))
WHERE get_byte(t.verdicts, p.position) <= 4
GROUP BY h.uscc, p.tier, h.rule;
INSERT INTO tidu_excluded
SELECT o.uscc, o.tier, 'removed', true, '人工移出第 ' || o.number || ' 号', o.until_date
FROM tidu_override AS o
JOIN result.judgement AS j ON j.uscc = o.uscc AND j.from_run <= (SELECT current_setting('tidu.run')::bigint)
    AND j.to_run > (SELECT current_setting('tidu.run')::bigint)
WHERE o.action = 'remove';
ANALYZE tidu_excluded;

UPDATE pool.excluded AS e SET to_run = current_setting('tidu.run')::bigint
WHERE e.to_run = 9223372036854775807
  AND NOT EXISTS (SELECT FROM tidu_excluded AS x
                  WHERE x.uscc = e.uscc AND x.tier = e.tier AND x.rule = e.rule AND x.certain = e.certain
                    AND x.evidence = e.evidence AND x.until_date IS NOT DISTINCT FROM e.until_date);
INSERT INTO pool.excluded (uscc, tier, rule, from_run, to_run, certain, evidence, until_date)
SELECT x.uscc, x.tier, x.rule, current_setting('tidu.run')::bigint, 9223372036854775807, x.certain, x.evidence, x.until_date
FROM tidu_excluded AS x
WHERE NOT EXISTS (SELECT FROM pool.excluded AS e WHERE e.uscc = x.uscc AND e.tier = x.tier AND e.rule = x.rule
                  AND e.to_run = 9223372036854775807)
ORDER BY x.uscc, x.tier, x.rule;

INSERT INTO pool.exclusion_count (run, rule, certain, unsure, complete)
SELECT current_setting('tidu.run')::bigint, r.rule,
       (SELECT count(DISTINCT x.uscc) FROM tidu_excluded AS x WHERE x.rule = r.rule AND x.certain),
       (SELECT count(DISTINCT x.uscc) FROM tidu_excluded AS x WHERE x.rule = r.rule AND NOT x.certain),
       r.kind = 'removed' OR (r.kind <> 'group' OR EXISTS (SELECT FROM tidu_parent)) AND NOT EXISTS (
           SELECT FROM unnest(r.words) AS w (word)
           WHERE NOT EXISTS (
               SELECT FROM (SELECT DISTINCT ON (delivery) dataset, complete, complete_kinds
                            FROM meta.batch WHERE status = 'done' ORDER BY delivery, batch DESC) AS b
               WHERE b.dataset = CASE r.kind WHEN 'conduct' THEN 'conduct' ELSE 'title' END
                 AND (b.complete OR w.word = ANY (b.complete_kinds))))
FROM pool.exclusion_rule AS r
WHERE r.stands
ORDER BY r.rule;

-- What the seating is told of a candidate: td_pool_will.
CREATE TEMP TABLE tidu_will ON COMMIT DROP AS
SELECT uscc, tier, CASE WHEN bool_or(rule <> 'removed') THEN 1 ELSE 2 END AS will, NULL::integer AS held_place
FROM tidu_excluded WHERE certain GROUP BY uscc, tier;
INSERT INTO tidu_will
SELECT o.uscc, o.tier, CASE WHEN o.action = 'add' AND o.beside THEN 4 WHEN o.action = 'add' THEN 3 WHEN o.held_seated THEN 5 ELSE 6 END,
       coalesce(o.held_place, 1)
FROM tidu_override AS o
WHERE o.action IN ('add', 'hold')
  AND NOT EXISTS (SELECT FROM tidu_excluded AS x WHERE x.uscc = o.uscc AND x.tier = o.tier AND x.certain);
ANALYZE tidu_will;
