-- Are the links what they were (1 or 0)? No holder moved, nobody judged (what was said is looked at anew each time),
-- and no record was touched that may part a likeness (link/one_to_one). No parameters.
-- Reads tidu_link_moved (link/refresh), link.judgement, link.alias, link.queue, feature.touched.
WITH alike AS MATERIALIZED (
    SELECT firm, uscc FROM link.alias WHERE method = 'fuzzy'
    UNION
    SELECT f.firm, q.uscc FROM link.queue AS q CROSS JOIN LATERAL unnest(q.candidates) AS f (firm) WHERE q.reason = 'near'
)
SELECT ((SELECT holders FROM tidu_link_moved) = 0
        AND NOT EXISTS (SELECT FROM link.judgement)
        AND NOT EXISTS (SELECT FROM alike AS k JOIN feature.touched AS t ON t.uscc IN (k.firm, k.uscc))
        AND NOT EXISTS (SELECT FROM alike AS k JOIN link.alias AS a USING (firm) JOIN feature.touched AS t ON t.uscc = a.uscc)
       )::integer
