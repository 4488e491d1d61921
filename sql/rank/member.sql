-- The cultivation pool of tonight (script): stage of each firm and tier by pool.stage_rule, written where it changed.
-- tidu.run    bigint  this run
-- tidu.as_of  date    its as-of date
-- Reads tidu_pair, tidu_excluded, tidu_override, tidu_program of pool_begin, pool.shortlist, pool.stage_rule,
-- result.judgement, result.pattern. Writes pool.member.
CREATE TEMP TABLE tidu_known ON COMMIT DROP AS
SELECT uscc, tier, position, verdict FROM tidu_pair
UNION ALL
SELECT k.uscc, k.tier, p.position, coalesce(get_byte(j.verdicts, p.position), -1) -- -1: judged no longer
FROM (SELECT uscc, tier FROM pool.member WHERE to_run = 9223372036854775807
      UNION SELECT uscc, tier FROM tidu_override WHERE action <> 'remove') AS k
LEFT JOIN LATERAL (
    SELECT g.rules_run, t.verdicts FROM result.judgement AS g JOIN result.pattern AS t ON t.pattern = g.pattern
    WHERE g.uscc = k.uscc AND g.from_run <= (SELECT current_setting('tidu.run')::bigint)
      AND g.to_run > (SELECT current_setting('tidu.run')::bigint)
    OFFSET 0 -- each by its key: few leave in a night
) AS j ON true
LEFT JOIN tidu_program AS p ON p.from_run = j.rules_run AND p.tier = k.tier
WHERE NOT EXISTS (SELECT FROM tidu_pair AS x WHERE x.uscc = k.uscc AND x.tier = k.tier);
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
