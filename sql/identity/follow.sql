-- Which code follows which (script). Four grounds, the first of them that speaks decides:
--   judged    a person says that two registered units are one
--   old_code  the registry gives the one among the old codes of the other
--   org_code  the organisation code within (characters 9 to 17) is the same, and of the two only one is active
--   none      name and date of founding are the same, the one ended, the other appeared tonight: a suggestion
-- Several codes of the best ground for one that ended: a suggestion as well, never a guess. An individual
-- business, a co-operative and a company never follow each other by number.
-- tidu.all    text    'on': all units are looked at (the first night, or a table was loaded for the first time), else
--                     those that load changed
-- tidu.run    bigint  this run
-- tidu.as_of  date    its as-of date
-- Reads source.registry, link.before, link.judged, link.judgement, link.event, link.identity, link.suggestion, tidu_event.
-- Writes tidu_follow, link.suggestion, temporary tables that keep reads.
ANALYZE tidu_event;
-- What was said last of two codes, whichever was the holder: of "A is B" and a later "B is A" the later stands, else
-- the two would change places every night; and "A is not B" parts them also where B was followed to A.
CREATE TEMP TABLE tidu_said ON COMMIT DROP AS
SELECT DISTINCT ON (least(uscc, firm), greatest(uscc, firm)) uscc, firm, answers, verdict
FROM link.judged
WHERE firm <> ''
ORDER BY least(uscc, firm), greatest(uscc, firm), answers DESC, uscc;
CREATE TEMP TABLE tidu_denied ON COMMIT DROP AS
SELECT uscc, firm, verdict FROM tidu_said WHERE verdict <> 'same'
UNION ALL
SELECT firm, uscc, verdict FROM tidu_said WHERE verdict <> 'same';
INSERT INTO tidu_follow (uscc, firm, rank)
SELECT DISTINCT ON (j.uscc) j.uscc, j.firm, 0
FROM tidu_said AS j
WHERE j.verdict = 'same' AND j.uscc <> j.firm
  AND (EXISTS (SELECT FROM source.registry AS r WHERE r.uscc = j.uscc) -- or was registered once, as we know
       OR EXISTS (SELECT FROM link.judgement AS o WHERE o.firm = j.uscc)
       OR EXISTS (SELECT FROM link.event AS e WHERE e.uscc = j.uscc))
  AND EXISTS (SELECT FROM source.registry AS r WHERE r.uscc = j.firm)
ORDER BY j.uscc, j.answers DESC, j.firm;

-- Old codes as the registry writes them now, and those that it wrote yesterday and no longer does: what was
-- known of a firm stays known. Codes that it gives now and that no unit ever had are found by link. Who claimed a code
-- on an earlier night claims it still: beside a new claim there are two, as there are when all units are looked at.
CREATE TEMP TABLE tidu_old_code ON COMMIT DROP AS
SELECT DISTINCT CASE WHEN length(p.code) = 18 THEN p.code ELSE '#' || p.code END COLLATE "C" AS uscc, p.firm, p.present
FROM (
    SELECT upper(regexp_replace(normalize(piece, NFKC), '[^0-9A-Za-z]', '', 'g')) AS code, c.uscc AS firm, c.present
    FROM (SELECT r.uscc, r.old_codes, true AS present
          FROM source.registry AS r
          WHERE r.gone IS NULL AND octet_length(r.old_codes) >= 18 AND current_setting('tidu.all') = 'on'
          UNION ALL
          SELECT r.uscc, r.old_codes, true
          FROM link.before AS b JOIN source.registry AS r ON r.uscc = b.uscc
          WHERE r.gone IS NULL AND r.old_codes IS NOT NULL
          UNION ALL
          SELECT r.uscc, r.old_codes, true
          FROM (SELECT via AS firm FROM link.identity WHERE cause = 'old_code'
                UNION SELECT firm FROM link.suggestion) AS k
          JOIN source.registry AS r ON r.uscc = k.firm
          WHERE r.gone IS NULL AND r.old_codes IS NOT NULL AND current_setting('tidu.all') <> 'on'
          UNION ALL
          SELECT b.uscc, b.old_codes, false FROM link.before AS b WHERE b.old_codes IS NOT NULL) AS c
    CROSS JOIN LATERAL regexp_split_to_table(c.old_codes, '[;；、|,，\n]') AS piece
) AS p
WHERE length(p.code) IN (9, 15, 18) AND p.code <> p.firm;

INSERT INTO tidu_follow (uscc, firm, rank)
SELECT o.uscc, o.firm, 1
FROM tidu_old_code AS o
WHERE o.present AND EXISTS (SELECT FROM source.registry AS r WHERE r.uscc = o.uscc)
UNION
SELECT o.uscc, o.firm, 1
FROM tidu_old_code AS o
WHERE NOT o.present -- and the registry neither gives it to another firm now nor has it as an active unit: then it erred
  AND NOT EXISTS (SELECT FROM tidu_old_code AS n WHERE n.uscc = o.uscc AND n.present)
  AND NOT EXISTS (SELECT FROM source.registry AS r
                  WHERE r.uscc = o.uscc AND r.gone IS NULL AND (r.status IS NULL OR r.status = 'active'));

-- One pass over the registry's key, and none on a night on which no unit came, ended or came back.
CREATE TEMP TABLE tidu_number ON COMMIT DROP AS
SELECT DISTINCT substr(uscc, 9, 9) AS number
FROM tidu_event WHERE kind IN ('birth', 'gone', 'return', 'status') AND length(uscc) = 18;
ANALYZE tidu_number;
CREATE TEMP TABLE tidu_unit ON COMMIT DROP AS
SELECT DISTINCT r.uscc, n.number
FROM source.registry AS r JOIN tidu_number AS n ON n.number = substr(r.uscc, 9, 9)
WHERE (SELECT count(*) FROM tidu_number) > 0;
ANALYZE tidu_unit;
CREATE TEMP TABLE tidu_pair ON COMMIT DROP AS
SELECT a.uscc AS ended, b.uscc AS active
FROM tidu_unit AS a JOIN tidu_unit AS b ON b.number = a.number AND b.uscc <> a.uscc;

CREATE TEMP TABLE tidu_pair_first ON COMMIT DROP AS -- a table of its own: an INSERT would get no workers
SELECT e.uscc AS ended, r.uscc AS active
FROM source.registry AS r JOIN source.registry AS e ON substr(e.uscc, 9, 9) = substr(r.uscc, 9, 9) AND e.uscc <> r.uscc
WHERE r.gone IS NULL AND r.status = 'active' AND (e.gone IS NOT NULL OR e.status <> 'active')
  AND (SELECT current_setting('tidu.all')) = 'on';

INSERT INTO tidu_follow (uscc, firm, rank)
SELECT DISTINCT p.ended, p.active, 2
FROM (SELECT * FROM tidu_pair UNION ALL SELECT * FROM tidu_pair_first) AS p
WHERE length(p.ended) = 18 AND length(p.active) = 18
  AND (left(p.ended, 2) = left(p.active, 2)
       OR (left(p.ended, 2) NOT IN ('92', '93') AND left(p.active, 2) NOT IN ('92', '93')))
  AND EXISTS (SELECT FROM source.registry AS r WHERE r.uscc = p.active AND r.gone IS NULL AND r.status = 'active')
  -- a status that is not known may be "active": then there are two, and nothing is guessed
  AND NOT EXISTS (SELECT FROM source.registry AS r
                  WHERE r.uscc = p.ended AND r.gone IS NULL AND (r.status IS NULL OR r.status = 'active'));

-- What a person denied does not follow.
DELETE FROM tidu_follow AS f USING tidu_denied AS j
WHERE j.uscc = f.uscc AND j.firm = f.firm;

-- Two that point at each other on one ground, or one that points at several.
CREATE TEMP TABLE tidu_unclear ON COMMIT DROP AS
SELECT f.uscc, f.firm, f.rank
FROM tidu_follow AS f
WHERE f.rank = (SELECT min(g.rank) FROM tidu_follow AS g WHERE g.uscc = f.uscc)
  AND f.rank > 0
  AND (EXISTS (SELECT FROM tidu_follow AS g WHERE g.uscc = f.firm AND g.firm = f.uscc)
       OR EXISTS (SELECT FROM tidu_follow AS g WHERE g.uscc = f.uscc AND g.rank = f.rank AND g.firm <> f.firm));
DELETE FROM tidu_follow AS f USING tidu_follow AS g WHERE g.uscc = f.uscc AND g.rank < f.rank;
DELETE FROM tidu_follow AS f USING tidu_unclear AS u WHERE u.uscc = f.uscc;

INSERT INTO link.suggestion (uscc, firm, run, as_of, evidence)
SELECT u.uscc, u.firm, current_setting('tidu.run')::bigint, current_setting('tidu.as_of')::date,
       CASE u.rank WHEN 1 THEN '登记部门给出的旧代码，但不止一个企业' ELSE '组织机构代码相同，但不止一个企业' END
FROM tidu_unclear AS u
WHERE left(u.uscc, 1) <> '#'
ORDER BY u.uscc, u.firm
ON CONFLICT DO NOTHING;

CREATE TEMP TABLE tidu_born ON COMMIT DROP AS
SELECT DISTINCT n.uscc, n.established, upper(regexp_replace(normalize(n.name, NFKC), '\s', '', 'g')) AS name
FROM tidu_event AS b
JOIN source.registry AS n ON n.uscc = b.uscc AND n.gone IS NULL
WHERE b.kind = 'birth' AND n.established IS NOT NULL;
ANALYZE tidu_born;
CREATE TEMP TABLE tidu_left ON COMMIT DROP AS -- units that left, on whatever night, and those that ended tonight
SELECT o.uscc, o.established, upper(regexp_replace(normalize(o.name, NFKC), '\s', '', 'g')) AS name
FROM (SELECT DISTINCT established FROM tidu_born) AS b
CROSS JOIN LATERAL (SELECT * FROM source.registry AS r
                    WHERE r.established = b.established AND r.gone IS NOT NULL OFFSET 0) AS o
UNION
SELECT r.uscc, r.established, upper(regexp_replace(normalize(r.name, NFKC), '\s', '', 'g'))
FROM tidu_event AS e JOIN source.registry AS r ON r.uscc = e.uscc
WHERE e.kind = 'status' AND r.status <> 'active';
INSERT INTO link.suggestion (uscc, firm, run, as_of, evidence)
SELECT o.uscc, n.uscc, current_setting('tidu.run')::bigint, current_setting('tidu.as_of')::date,
       '名称与成立日期（' || n.established || '）相同，原代码不再有效，新代码本次出现'
FROM tidu_left AS o
JOIN tidu_born AS n ON n.established = o.established AND n.name = o.name AND n.uscc <> o.uscc
WHERE NOT EXISTS (SELECT FROM tidu_follow AS f WHERE f.uscc = o.uscc)
  AND NOT EXISTS (SELECT FROM link.identity AS i WHERE i.uscc = o.uscc)
ORDER BY o.uscc, n.uscc
ON CONFLICT DO NOTHING;
DELETE FROM link.suggestion AS s
WHERE EXISTS (SELECT FROM link.judged AS j WHERE j.uscc = s.uscc AND j.firm = s.firm AND j.verdict <> 'unsure')
   OR EXISTS (SELECT FROM tidu_follow AS f WHERE f.uscc = s.uscc AND f.firm = s.firm);
