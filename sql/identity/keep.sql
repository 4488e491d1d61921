-- Keeps which code follows which and what happened tonight; what load kept for this run goes (script).
-- What is found of units that load did not change (a registry that is there for the first time) is how things
-- stand and no event.
-- tidu.run    bigint  this run
-- tidu.as_of  date    its as-of date
-- Reads tidu_event, tidu_follow, tidu_denied, tidu_old_code (identity/follow), source.registry. Writes link.identity, link.event, feature.touched, link.basis, link.before.

-- What no longer holds: denied or doubted by a person; by number only, and both are active again; an old code that
-- the registry takes back while both stand and the one is active; turned round tonight, on a ground that is as good.
CREATE TEMP TABLE tidu_withdrawn ON COMMIT DROP AS
SELECT o.uscc, o.firm
FROM tidu_old_code AS o
WHERE NOT o.present
  AND NOT EXISTS (SELECT FROM tidu_old_code AS n WHERE n.uscc = o.uscc AND n.firm = o.firm AND n.present)
  AND EXISTS (SELECT FROM source.registry AS r WHERE r.uscc = o.uscc AND r.gone IS NULL AND r.status = 'active')
  AND EXISTS (SELECT FROM source.registry AS r WHERE r.uscc = o.firm AND r.gone IS NULL);
CREATE TEMP TABLE tidu_parted ON COMMIT DROP AS
SELECT i.uscc, i.via, i.firm, i.cause,
       CASE WHEN j.verdict = 'not' THEN '人工判断：不是同一企业'
            WHEN j.verdict = 'unsure' THEN '人工判断：不确定'
            WHEN r.uscc IS NOT NULL THEN '两个代码都有效'
            WHEN w.uscc IS NOT NULL THEN '登记部门不再给出该旧代码，且两个代码都在册' END AS evidence
FROM link.identity AS i
LEFT JOIN tidu_denied AS j
  ON j.uscc = i.uscc AND j.firm = CASE WHEN EXISTS (SELECT FROM tidu_denied AS v
                                                    WHERE v.uscc = i.uscc AND v.firm = i.via)
                                       THEN i.via ELSE i.firm END
LEFT JOIN (SELECT DISTINCT uscc FROM source.registry
           WHERE uscc IN (SELECT b.uscc FROM link.before AS b JOIN link.identity AS o USING (uscc) WHERE o.cause = 'org_code')
             AND gone IS NULL AND status = 'active') AS r
  ON r.uscc = i.uscc AND i.cause = 'org_code'
LEFT JOIN tidu_withdrawn AS w ON w.uscc = i.uscc AND w.firm = i.via AND i.cause = 'old_code'
WHERE j.uscc IS NOT NULL OR r.uscc IS NOT NULL OR w.uscc IS NOT NULL
   OR EXISTS (SELECT FROM tidu_follow AS f
              WHERE f.firm = i.uscc AND f.uscc IN (i.via, i.firm)
                AND f.rank <= CASE i.cause WHEN 'judged' THEN 0 WHEN 'old_code' THEN 1 ELSE 2 END);
DELETE FROM link.identity AS i USING tidu_parted AS p WHERE p.uscc = i.uscc;
INSERT INTO link.event (uscc, run, kind, was, became, as_of, evidence)
SELECT uscc, current_setting('tidu.run')::bigint, 'split', via, uscc, current_setting('tidu.as_of')::date, evidence
FROM tidu_parted
WHERE evidence IS NOT NULL
ORDER BY uscc;

CREATE TEMP TABLE tidu_joined ON COMMIT DROP AS
SELECT f.uscc, f.firm, f.rank
FROM tidu_follow AS f
LEFT JOIN link.identity AS i ON i.uscc = f.uscc
WHERE (i.uscc IS NULL
       OR (f.firm NOT IN (i.via, i.firm)
           AND f.rank <= CASE i.cause WHEN 'judged' THEN 0 WHEN 'old_code' THEN 1 ELSE 2 END))
  AND NOT EXISTS (SELECT FROM tidu_follow AS g WHERE g.uscc = i.via AND g.firm = f.firm) -- by way of it, as before
  AND NOT EXISTS (SELECT FROM link.identity AS x WHERE x.uscc = f.firm AND f.uscc IN (x.via, x.firm));
INSERT INTO link.identity (uscc, via, firm, cause, run, as_of)
SELECT uscc, firm, firm, (ARRAY['judged', 'old_code', 'org_code'])[rank + 1], current_setting('tidu.run')::bigint,
       current_setting('tidu.as_of')::date
FROM tidu_joined
ORDER BY uscc
ON CONFLICT (uscc) DO UPDATE
SET via = excluded.via, firm = excluded.firm, cause = excluded.cause, run = excluded.run, as_of = excluded.as_of;
-- A code that another one replaced, tonight or on an earlier night, has not gone when the registry drops it and does
-- not come back when it names it again, and the other is no new firm.
INSERT INTO link.event (uscc, run, kind, was, became, as_of, batch)
SELECT e.uscc, current_setting('tidu.run')::bigint, e.kind, e.was, e.became, current_setting('tidu.as_of')::date, e.batch
FROM tidu_event AS e
WHERE NOT (e.kind = 'birth' AND EXISTS (SELECT FROM tidu_joined AS j WHERE j.firm = e.uscc))
  AND NOT (e.kind = 'gone' AND EXISTS (SELECT FROM tidu_joined AS j WHERE j.uscc = e.uscc))
  AND NOT ((e.kind = 'gone' OR (e.kind = 'return' AND e.was = ''))
           AND EXISTS (SELECT FROM link.identity AS i JOIN source.registry AS r ON r.uscc = i.firm AND r.gone IS NULL
                       WHERE i.uscc = e.uscc))
ORDER BY e.uscc, e.kind, e.was;
INSERT INTO link.event (uscc, run, kind, was, became, as_of, evidence)
SELECT j.firm, current_setting('tidu.run')::bigint,
       CASE WHEN j.rank = 0 AND EXISTS (SELECT FROM source.registry AS r
                                        WHERE r.uscc = j.uscc AND r.gone IS NULL AND r.status = 'active')
            THEN 'merge' ELSE 'code' END,
       j.uscc, j.firm, current_setting('tidu.as_of')::date,
       (ARRAY['人工判断：是同一企业', '登记部门给出的旧代码', '组织机构代码相同'])[j.rank + 1]
FROM tidu_joined AS j
WHERE left(j.uscc, 1) <> '#'
  AND (j.rank = 0 OR EXISTS (SELECT FROM link.before AS b WHERE b.uscc IN (j.uscc, j.firm)))
ORDER BY j.firm, j.uscc;

-- The codes of whom something was found are looked at by the later stages.
INSERT INTO feature.touched (uscc, kinds)
SELECT t.uscc, 2
FROM (SELECT uscc FROM tidu_joined UNION SELECT firm FROM tidu_joined
      UNION SELECT uscc FROM tidu_parted UNION SELECT firm FROM tidu_parted) AS t
WHERE NOT EXISTS (SELECT FROM feature.touched WHERE uscc = '*' AND kinds & 1 = 1)
ON CONFLICT (uscc) DO UPDATE SET kinds = touched.kinds | 2, datasets = -1;

-- Did anything move that link reads of units?
UPDATE link.basis
SET vetted = (SELECT max(batch) FROM meta.batch WHERE status = 'done' AND rows_new + rows_changed + rows_gone > 0),
    moved = moved OR EXISTS (SELECT FROM tidu_joined) OR EXISTS (SELECT FROM tidu_parted)
            OR EXISTS (
                SELECT FROM link.before AS b
                LEFT JOIN LATERAL (SELECT * FROM source.registry WHERE uscc = b.uscc AND source = b.source OFFSET 0) AS r ON true
                WHERE NOT b.there OR r.uscc IS NULL OR b.gone <> (r.gone IS NOT NULL)
                   OR (b.name, b.former_names, b.old_codes, b.org_kind, b.status, b.county)
                      IS DISTINCT FROM (r.name, r.former_names, r.old_codes, r.org_kind, r.status, r.county));

DELETE FROM link.before;
