-- Keeps what link found: rows that did not change are not written again; holders whose unit changed, and
-- their units before and after, are touched (script).
-- Reads tidu_link, tidu_link_candidate, link.replaced. Writes link.alias, link.queue, link.candidate,
-- link.moved, feature.touched.
INSERT INTO tidu_link (uscc, firm, method, candidates, evidence)
SELECT uscc, firm, cause, '', '该代码已由现在的代码承继' FROM link.replaced; -- registered codes, which are no holders

ANALYZE tidu_link;

CREATE TEMP TABLE tidu_link_gone ON COMMIT DROP AS
SELECT a.uscc, a.firm FROM link.alias a
LEFT JOIN tidu_link n ON n.uscc = a.uscc AND n.firm = a.firm
WHERE n.uscc IS NULL;

CREATE TEMP TABLE tidu_link_new ON COMMIT DROP AS
SELECT n.uscc, n.firm FROM tidu_link n
LEFT JOIN link.alias a ON a.uscc = n.uscc AND a.firm = n.firm
WHERE n.firm IS NOT NULL AND a.uscc IS NULL;

-- What they were when the last ranking was made stays, whatever happens before the next.
INSERT INTO link.moved AS m (uscc, was, became)
SELECT uscc, g.firm, n.firm FROM tidu_link_gone AS g FULL JOIN tidu_link_new AS n USING (uscc)
ON CONFLICT (uscc) DO UPDATE SET became = excluded.became;

-- nothing to add where load says that all units are touched ('*')
INSERT INTO feature.touched (uscc, kinds)
SELECT t.uscc, 2
FROM (SELECT uscc FROM tidu_link_gone
      UNION SELECT firm FROM tidu_link_gone
      UNION SELECT uscc FROM tidu_link_new
      UNION SELECT firm FROM tidu_link_new) AS t
WHERE NOT EXISTS (SELECT FROM feature.touched WHERE uscc = '*' AND kinds & 1 = 1)
ON CONFLICT (uscc) DO UPDATE SET kinds = touched.kinds | 2, datasets = -1;

DELETE FROM link.alias a USING tidu_link_gone g WHERE a.uscc = g.uscc;
INSERT INTO link.alias (uscc, firm, method, score, evidence)
SELECT uscc, firm, method, score, evidence FROM tidu_link WHERE firm IS NOT NULL
ON CONFLICT (uscc) DO UPDATE
SET method = excluded.method, score = excluded.score, evidence = excluded.evidence
WHERE (alias.method, alias.score, alias.evidence) IS DISTINCT FROM (excluded.method, excluded.score, excluded.evidence);

DELETE FROM link.queue q
WHERE NOT EXISTS (SELECT FROM tidu_link n WHERE n.uscc = q.uscc AND n.firm IS NULL);
INSERT INTO link.queue (uscc, reason, candidates)
SELECT uscc, method, string_to_array(candidates, ',') FROM tidu_link WHERE firm IS NULL
ON CONFLICT (uscc) DO UPDATE SET reason = excluded.reason, candidates = excluded.candidates
WHERE (queue.reason, queue.candidates) IS DISTINCT FROM (excluded.reason, excluded.candidates);

DELETE FROM link.candidate c
WHERE NOT EXISTS (SELECT FROM tidu_link_candidate n WHERE n.uscc = c.uscc AND n.firm = c.firm);
INSERT INTO link.candidate (uscc, firm, place, score, evidence)
SELECT uscc, firm, place, score, evidence FROM tidu_link_candidate
ON CONFLICT (uscc, firm) DO UPDATE
SET place = excluded.place, score = excluded.score, evidence = excluded.evidence
WHERE (candidate.place, candidate.score, candidate.evidence)
      IS DISTINCT FROM (excluded.place, excluded.score, excluded.evidence);
