-- Titles of the two tracks and lists that firms have or had, each grant once, the newest of each title. In force on
-- the as-of date of the features: 1 yes, 0 no, NULL = its end is not known. No tables written.
-- $1  text  codes, with line feeds between
WITH words (word, name, place) AS (
    VALUES ('champion', '制造业单项冠军', 1), ('little_giant', '专精特新“小巨人”', 2), ('provincial_little_giant', '省级小巨人', 3),
           ('srdi', '专精特新中小企业', 4), ('innovative', '创新型中小企业', 5), ('tech_sme', '科技型中小企业', 6),
           ('high_tech', '高新技术企业', 7), ('gazelle', '瞪羚企业', 8), ('young_eagle', '雏鹰企业', 9),
           ('above_scale', '规上企业', 10)
), wanted AS (
    SELECT w COLLATE "C" AS uscc FROM unnest(string_to_array($1::text, E'\n')) AS w
), record AS (
    SELECT t.uscc, t.title, t.granted, t.valid_to, t.revoked_on
    FROM source.title AS t WHERE t.uscc = ANY (ARRAY(SELECT uscc FROM wanted)) AND t.gone IS NULL
    UNION ALL
    SELECT a.firm, t.title, t.granted, t.valid_to, t.revoked_on
    FROM link.alias AS a JOIN source.title AS t ON t.uscc = a.uscc AND t.gone IS NULL
    WHERE a.firm = ANY (ARRAY(SELECT uscc FROM wanted))
), newest AS (
    SELECT DISTINCT ON (r.uscc, r.title) r.*
    FROM record AS r CROSS JOIN (SELECT as_of FROM feature.clock) AS c
    WHERE r.granted <= c.as_of
    ORDER BY r.uscc, r.title, r.granted DESC, r.valid_to DESC NULLS LAST, r.revoked_on NULLS LAST
)
SELECT n.uscc, w.name, n.granted::text, coalesce(n.valid_to::text, ''),
       CASE WHEN n.revoked_on <= c.as_of THEN '已撤销' WHEN n.valid_to < c.as_of THEN '已过期'
            WHEN n.valid_to IS NULL AND n.title <> 'above_scale' THEN '有效期不明' ELSE '' END
FROM newest AS n
JOIN words AS w ON w.word = n.title
CROSS JOIN (SELECT as_of FROM feature.clock) AS c
ORDER BY n.uscc, w.place
