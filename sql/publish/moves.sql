-- What moved since the ranking before, over 7 and over 31 days (net, with its cause), for the sheet 变动: county's code, whether it
-- is the firm's own (else one that it left), then as people read it. Spans that begin with the same ranking are told once.
-- $1 bigint run whose shortlist stands. Reads pool.night, pool.move, pool.shortlist, result.judgement, result.pattern, result.program.
-- What is looked up by its key stands behind OFFSET 0; the rest is hashed (from_with).
WITH span AS (
    SELECT string_agg(d.word, '、' ORDER BY d.days) AS words, min(d.days) AS days, b.run AS base
    FROM pool.night AS n
    CROSS JOIN (VALUES (1, '一天'), (7, '7 天'), (31, '31 天')) AS d (days, word)
    CROSS JOIN LATERAL (SELECT CASE d.days WHEN 1 THEN n.before ELSE pool.night_before(n.run, d.days) END AS run) AS b
    WHERE n.run = $1::bigint AND b.run IS NOT NULL
    GROUP BY b.run
), program AS MATERIALIZED (
    SELECT DISTINCT ON (tier, kind) tier, kind, position, tier || CASE kind WHEN 'new' THEN '' ELSE '/' || kind END AS list,
           title || CASE kind WHEN 'new' THEN '' ELSE '（复核）' END AS title
    FROM result.program WHERE from_run <= $1::bigint ORDER BY tier, kind, from_run DESC
), moved AS MATERIALIZED ( -- with the counties where the firm stood and stands, under whichever code, and the list that the move is of
    SELECT s.words, s.days, s.base, m.*, t.counties, coalesce(p.title, m.tier) AS title, p.position, p.kind, row_number() OVER () AS number
    FROM span AS s
    CROSS JOIN LATERAL pool.moves_shown((SELECT s.base), $1::bigint) AS m -- planned for itself
    CROSS JOIN LATERAL (
        SELECT array_agg(DISTINCT l.county) AS counties, array_agg(l.position) FILTER (WHERE l.run = $1::bigint) AS positions
        FROM (SELECT m.uscc UNION ALL SELECT i.uscc FROM link.identity AS i WHERE i.firm = m.uscc) AS c
        CROSS JOIN LATERAL (SELECT x.county, x.position, x.run FROM pool.shortlist AS x
                            WHERE x.uscc = c.uscc AND x.run IN (s.base, $1::bigint) OFFSET 0) AS l
    ) AS t
    LEFT JOIN LATERAL (
        SELECT q.* FROM program AS q
        WHERE CASE WHEN m.aspect IN ('tier', 'seat') THEN q.list = coalesce(m.became, m.was)
                   ELSE q.tier = m.tier AND q.position = ANY (t.positions) END
        ORDER BY q.position LIMIT 1
    ) AS p ON true
), word (aspect, id, word) AS MATERIALIZED (
    SELECT a.id, p.list, p.title FROM program AS p CROSS JOIN (VALUES ('tier'), ('seat')) AS a (id)
    UNION ALL SELECT 'verdict', v.id, v.word FROM meta.verdict AS v
    UNION ALL SELECT 'county', c.county, c.name FROM meta.county AS c
    UNION ALL VALUES ('county', '', '区县不明')
), judged AS MATERIALIZED ( -- at both ends, who moved by itself
    SELECT m.number, m.tier, m.kind, a.rules_run AS rules_was, x.states AS was, b.rules_run AS rules_is, y.states AS is
    FROM moved AS m
    CROSS JOIN LATERAL (SELECT j.rules_run, j.pattern FROM result.judgement AS j
                        WHERE j.uscc = m.uscc AND j.from_run <= m.base AND m.base < j.to_run OFFSET 0) AS a
    CROSS JOIN LATERAL (SELECT j.rules_run, j.pattern FROM result.judgement AS j
                        WHERE j.uscc = m.uscc AND j.from_run <= $1::bigint AND $1::bigint < j.to_run OFFSET 0) AS b
    CROSS JOIN LATERAL (SELECT t.states FROM result.pattern AS t WHERE t.pattern = a.pattern OFFSET 0) AS x
    CROSS JOIN LATERAL (SELECT t.states FROM result.pattern AS t WHERE t.pattern = b.pattern OFFSET 0) AS y
    WHERE m.direct
), rules AS MATERIALIZED (
    SELECT DISTINCT rules_was, rules_is FROM judged
), condition AS MATERIALIZED ( -- of both ends' rules
    SELECT r.*, b.tier, b.kind, a.state_at AS at_was, b.state_at AS at_is, b.n, b.text
    FROM rules AS r
    JOIN result.condition AS a ON a.from_run = r.rules_was AND a.parent = -1
    JOIN result.condition AS b ON b.from_run = r.rules_is AND b.parent = -1 AND b.tier = a.tier AND b.kind = a.kind AND b.id = a.id
), said AS MATERIALIZED ( -- which conditions say something else
    SELECT j.number, string_agg(c.text || '：' || v.word || '→' || w.word, '；' ORDER BY c.n) AS words
    FROM judged AS j
    JOIN condition AS c ON c.rules_was = j.rules_was AND c.rules_is = j.rules_is AND c.tier = j.tier AND c.kind = j.kind
    JOIN meta.state AS v ON v.state = get_byte(j.was, c.at_was)
    JOIN meta.state AS w ON w.state = get_byte(j.is, c.at_is)
    WHERE get_byte(j.was, c.at_was) <> get_byte(j.is, c.at_is)
    GROUP BY j.number
)
SELECT c.county, c.own, m.words, coalesce(m.name, ''), m.uscc, m.county_name, m.title, m.aspect_word,
       coalesce(x.word, m.was, CASE m.aspect WHEN 'tier' THEN '不在名单' ELSE '无名额' END),
       coalesce(y.word, m.became, CASE m.aspect WHEN 'tier' THEN '不在名单' ELSE '无名额' END),
       m.direction_word, w.word, CASE WHEN m.direct THEN '本企业' ELSE '其他企业或名额' END, coalesce(s.words, ''), m.place_was, m.place, m.since
FROM moved AS m
CROSS JOIN LATERAL (SELECT m.county, true AS own
                    UNION ALL SELECT o.county, false FROM unnest(m.counties) AS o (county) WHERE o.county <> m.county) AS c
JOIN meta.move_word AS w ON w.kind = 'cause' AND w.id = m.cause
LEFT JOIN word AS x ON x.aspect = m.aspect AND x.id = m.was
LEFT JOIN word AS y ON y.aspect = m.aspect AND y.id = m.became
LEFT JOIN said AS s ON s.number = m.number
ORDER BY m.days, m.position DESC, array_position(ARRAY['tier', 'seat', 'verdict', 'county'], m.aspect), m.direction, m.county, m.uscc,
         m.was, m.became, c.own DESC, c.county
