-- The cultivation pool of tonight (script): stage of each firm and tier by pool.stage_rule, written where it changed. Asked of
-- those for whom anything it depends on may have changed since the last ranking by these rules (tidu_since), else of all.
-- tidu.run    bigint  this run
-- tidu.as_of  date    its as-of date
-- Reads tidu_since, tidu_firm, tidu_program, tidu_excluded, tidu_will, tidu_override of pool_begin, pool.shortlist, pool.excluded,
-- pool.override, pool.stage_rule, link.identity, result.judgement, result.pattern. Writes pool.member.
-- First what was judged alike: a city of 207,455 units has some thousands of these, under one set of rules as a rule.
CREATE TEMP TABLE tidu_class ON COMMIT DROP AS -- confirmed, ready, possible, near
SELECT t.pattern, p.from_run AS rules_run, p.position, p.tier, get_byte(t.verdicts, p.position) AS verdict
FROM (SELECT t.pattern, d.rules_run, t.verdicts
      FROM (SELECT pattern, rules_run FROM result.judgement
            WHERE (SELECT whole FROM tidu_since) AND from_run <= (SELECT current_setting('tidu.run')::bigint)
              AND to_run > (SELECT current_setting('tidu.run')::bigint)
            GROUP BY pattern, rules_run) AS d
      JOIN result.pattern AS t ON t.pattern = d.pattern
      OFFSET 0) AS t -- each is looked up once, and not for each program
JOIN tidu_program AS p ON p.from_run = t.rules_run AND p.position < length(t.verdicts)
WHERE get_byte(t.verdicts, p.position) < 4;
ANALYZE tidu_class;
CREATE TEMP TABLE tidu_some ON COMMIT DROP AS
SELECT uscc, pattern, rules_run FROM tidu_firm WHERE stands AND from_run > (SELECT run FROM tidu_since)
UNION ALL
SELECT uscc, pattern, rules_run FROM result.judgement
WHERE (SELECT whole FROM tidu_since) AND from_run <= (SELECT current_setting('tidu.run')::bigint)
  AND to_run > (SELECT current_setting('tidu.run')::bigint) AND pattern IN (SELECT pattern FROM tidu_class);

-- Beside those who were judged anew: who left, whose seat changed, who is or was excluded or ordered, and who has come into
-- the pool or left it.
INSERT INTO tidu_some
SELECT o.uscc, j.pattern, j.rules_run
FROM (SELECT uscc FROM tidu_firm WHERE NOT stands
      UNION SELECT coalesce(a.uscc, b.uscc)
      FROM (SELECT uscc, position, seated FROM pool.shortlist WHERE run = (SELECT run FROM tidu_since)) AS a
      FULL JOIN (SELECT uscc, position, seated FROM pool.shortlist WHERE run = current_setting('tidu.run')::bigint) AS b
          ON b.uscc = a.uscc AND b.position = a.position
      WHERE a.seated IS DISTINCT FROM b.seated
      UNION SELECT uscc FROM pool.excluded
      WHERE from_run = (SELECT current_setting('tidu.run')::bigint) OR to_run = (SELECT current_setting('tidu.run')::bigint)
      UNION SELECT coalesce(i.firm, x.uscc) FROM pool.override AS x LEFT JOIN link.identity AS i ON i.uscc = x.uscc
      UNION SELECT uscc FROM pool.member WHERE to_run >= (SELECT run FROM tidu_since) AND to_run < 9223372036854775807
      -- who stands by an order: it may belong to another code by now
      UNION SELECT uscc FROM pool.member
      WHERE to_run = 9223372036854775807
        AND stage IN (SELECT stage FROM pool.stage_rule WHERE override IS NOT NULL OR application IS NOT NULL)
      UNION SELECT uscc FROM pool.member
      WHERE to_run = 9223372036854775807
        AND ((SELECT whole FROM tidu_since)
             -- who entered then was no member before, and is one now: where a rule asks for that
             OR from_run >= (SELECT run FROM tidu_since)
                AND stage IN (SELECT x.stage FROM pool.stage_rule AS x
                              WHERE NOT x.member
                                 OR EXISTS (SELECT FROM pool.stage_rule AS m
                                            WHERE m.member AND m.position < x.position AND coalesce(m.verdicts && x.verdicts, true)
                                              AND coalesce(m.seated = x.seated, true) AND coalesce(m.override = x.override, true)
                                              AND coalesce(m.application = x.application, true))))
      EXCEPT SELECT uscc FROM tidu_some) AS o
LEFT JOIN LATERAL (
    SELECT g.pattern, g.rules_run FROM result.judgement AS g
    WHERE g.uscc = o.uscc AND g.from_run <= (SELECT current_setting('tidu.run')::bigint)
      AND g.to_run > (SELECT current_setting('tidu.run')::bigint)
    OFFSET 0 -- each by its key
) AS j ON true;
ANALYZE tidu_some;
INSERT INTO tidu_class
SELECT t.pattern, p.from_run, p.position, p.tier, get_byte(t.verdicts, p.position)
FROM (SELECT pattern, rules_run FROM tidu_some EXCEPT SELECT pattern, rules_run FROM tidu_class) AS d
JOIN result.pattern AS t ON t.pattern = d.pattern
JOIN tidu_program AS p ON p.from_run = d.rules_run AND p.position < length(t.verdicts)
WHERE get_byte(t.verdicts, p.position) < 4;
ANALYZE tidu_class;

CREATE TEMP TABLE tidu_known ON COMMIT DROP AS
SELECT s.uscc, c.tier, c.position, c.verdict
FROM tidu_some AS s JOIN tidu_class AS c ON c.pattern = s.pattern AND c.rules_run = s.rules_run;
INSERT INTO tidu_known
SELECT k.uscc, k.tier, p.position, coalesce(get_byte(t.verdicts, p.position), -1) -- -1: judged no longer
FROM (SELECT uscc, tier FROM pool.member WHERE to_run = 9223372036854775807 AND uscc IN (SELECT uscc FROM tidu_some)
      UNION SELECT uscc, tier FROM tidu_override WHERE action <> 'remove'
      EXCEPT SELECT uscc, tier FROM tidu_known) AS k
JOIN tidu_some AS s ON s.uscc = k.uscc
LEFT JOIN LATERAL (SELECT x.verdicts FROM result.pattern AS x WHERE x.pattern = s.pattern OFFSET 0) AS t ON true
LEFT JOIN tidu_program AS p ON p.from_run = s.rules_run AND p.tier = k.tier;
ANALYZE tidu_known;

CREATE TEMP TABLE tidu_facts ON COMMIT DROP AS
SELECT k.uscc, k.tier, k.verdict, coalesce(s.seated, false) AS seated, coalesce(w.will IN (3, 4, 5, 6), false) AS override,
       a.uscc IS NOT NULL AS application, m.uscc IS NOT NULL AS member, x.rule
FROM tidu_known AS k
LEFT JOIN pool.shortlist AS s ON s.uscc = k.uscc AND s.run = current_setting('tidu.run')::bigint AND s.position = k.position
LEFT JOIN tidu_will AS w ON w.uscc = k.uscc AND w.tier = k.tier
LEFT JOIN tidu_override AS a ON a.uscc = k.uscc AND a.tier = k.tier AND a.action = 'apply'
LEFT JOIN pool.member AS m ON m.uscc = k.uscc AND m.tier = k.tier AND m.to_run = 9223372036854775807
LEFT JOIN (SELECT uscc, tier, min(rule) AS rule FROM tidu_excluded WHERE certain GROUP BY uscc, tier) AS x
    ON x.uscc = k.uscc AND x.tier = k.tier;

-- The rules are asked once for all that are alike.
CREATE TEMP TABLE tidu_alike ON COMMIT DROP AS
SELECT f.*, r.stage
FROM (SELECT DISTINCT verdict, seated, override, application, member FROM tidu_facts WHERE rule IS NULL AND verdict >= 0) AS f
LEFT JOIN LATERAL (
    SELECT s.stage FROM pool.stage_rule AS s
    WHERE (s.verdicts IS NULL OR f.verdict = ANY (s.verdicts)) AND (s.seated IS NULL OR s.seated = f.seated)
      AND (s.override IS NULL OR s.override = f.override) AND (s.application IS NULL OR s.application = f.application)
      AND (s.member IS NULL OR s.member = f.member)
    ORDER BY s.position LIMIT 1
) AS r ON true;
CREATE TEMP TABLE tidu_stage ON COMMIT DROP AS
SELECT f.uscc, f.tier, a.stage,
       CASE WHEN f.verdict < 0 THEN 'gone' WHEN f.rule = 'removed' THEN 'removed' WHEN f.rule IS NOT NULL THEN 'excluded:' || f.rule
            WHEN f.verdict = 5 THEN 'holds' WHEN f.verdict = 6 THEN 'not_subject' WHEN f.verdict = 7 THEN 'insufficient' ELSE 'unmet' END AS otherwise
FROM tidu_facts AS f
LEFT JOIN tidu_alike AS a ON f.rule IS NULL AND a.verdict = f.verdict AND a.seated = f.seated AND a.override = f.override
    AND a.application = f.application AND a.member = f.member;
ANALYZE tidu_stage;

UPDATE pool.member AS m
SET to_run = current_setting('tidu.run')::bigint, to_date = current_setting('tidu.as_of')::date,
    exit_reason = CASE WHEN s.stage IS NULL THEN s.otherwise END
FROM tidu_stage AS s
WHERE m.to_run = 9223372036854775807 AND s.uscc = m.uscc AND s.tier = m.tier AND s.stage IS DISTINCT FROM m.stage;
INSERT INTO pool.member (uscc, tier, from_run, to_run, stage, from_date)
SELECT s.uscc, s.tier, current_setting('tidu.run')::bigint, 9223372036854775807, s.stage, current_setting('tidu.as_of')::date
FROM tidu_stage AS s
WHERE s.stage IS NOT NULL
  AND NOT EXISTS (SELECT FROM pool.member AS m WHERE m.uscc = s.uscc AND m.tier = s.tier AND m.to_run = 9223372036854775807)
ORDER BY s.uscc, s.tier;
