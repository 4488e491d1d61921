-- Which registered unit is meant: its code, an old code, its name, a former name, or a part of the name.
-- $1 what was typed, $2 its name key. The best kind of hit first; at most eleven of it. The names are passed
-- over only when no index knew what was typed. A code that another one replaced means the other; the last column
-- says ('t') that the unit is registered no longer, which is only looked at when no other has the code.
WITH coded AS MATERIALIZED (
    SELECT r.uscc, r.name, r.county, r.industry, r.status, 1 AS kind
    FROM source.registry r
    WHERE r.uscc = upper($1) AND r.gone IS NULL AND NOT EXISTS (SELECT FROM link.alias a WHERE a.uscc = r.uscc)
    UNION ALL
    SELECT r.uscc, r.name, r.county, r.industry, r.status, 2
    FROM link.alias a JOIN source.registry r ON r.uscc = a.firm AND r.gone IS NULL
    WHERE a.uscc IN (upper($1), '#' || upper($1), '~' || $2)
    UNION ALL
    SELECT r.uscc, r.name, r.county, r.industry, r.status, 2
    FROM link.identity i JOIN source.registry r ON r.uscc = i.firm AND r.gone IS NULL
    WHERE i.uscc IN (upper($1), '#' || upper($1))
    UNION ALL
    SELECT r.uscc, r.name, r.county, r.industry, r.status, 5
    FROM source.registry r WHERE r.uscc = upper($1) AND r.gone IS NOT NULL
), hits AS MATERIALIZED (
    SELECT * FROM coded
    UNION ALL
    SELECT r.uscc, r.name, r.county, r.industry, r.status, CASE WHEN r.name = $1 THEN 3 ELSE 4 END
    FROM source.registry r
    WHERE NOT EXISTS (SELECT FROM coded) AND r.gone IS NULL
      AND (r.name = $1 OR (length($1) >= 2 AND strpos(r.name, $1) > 0))
)
SELECT DISTINCT h.uscc, h.name, coalesce(c.name, h.county, ''), coalesce(h.industry || ' ' || i.name, h.industry, ''),
       coalesce(h.status, ''), h.kind = 5
FROM hits h
LEFT JOIN meta.county c ON c.county = h.county
LEFT JOIN meta.industry i ON i.industry = h.industry
WHERE h.kind = (SELECT min(kind) FROM hits)
ORDER BY h.uscc, h.name
LIMIT 11
