-- What people said of holders and firms, the latest of each pair, in the order in which it was said. Of a firm whose
-- code was replaced the present one; does it stand in the registry; does the holder id stand for a registered unit
-- (then identity follows it, and link has nothing to do). Reads link.judged, link.identity, source.registry.
SELECT j.uscc, j.firm, j.name_key, j.verdict, f.firm AS present,
       (EXISTS (SELECT FROM source.registry AS r WHERE r.uscc = f.firm AND r.gone IS NULL))::integer AS stands,
       CASE WHEN NOT EXISTS (SELECT FROM source.registry AS r WHERE r.uscc = j.uscc) THEN 0
            WHEN EXISTS (SELECT FROM link.judged AS o -- as identity/follow has it
                         WHERE o.uscc = j.firm AND o.firm = j.uscc
                           AND (o.answers > j.answers OR (o.answers = j.answers AND o.uscc < j.uscc))) THEN 3
            WHEN j.verdict <> 'same' OR EXISTS (SELECT FROM link.identity AS i WHERE i.uscc = j.uscc AND f.firm IN (i.firm, i.via)) THEN 1
            ELSE 2 END AS unit -- 1: followed as said; 2: not; 3: said otherwise since, the other way round
FROM link.judged AS j
LEFT JOIN link.identity AS n ON n.uscc = j.firm
CROSS JOIN LATERAL (SELECT coalesce(n.firm, j.firm) AS firm) AS f
ORDER BY j.answers, j.uscc, j.firm
