-- What one firm was called and which codes it had: kind ('name', 'code'), value, on what ground.
-- Reads source.registry, link.event, link.identity, api.identity.
-- $1  text  uscc
SELECT f.kind, f.value, min(f.ground)
FROM (
    SELECT 'name' AS kind, trim(piece) AS value, '登记' AS ground -- u003B: a semicolon
    FROM source.registry AS r CROSS JOIN LATERAL regexp_split_to_table(r.former_names, '[\u003B；、|\n]') AS piece
    WHERE r.uscc = $1
    UNION
    SELECT 'name', e.was, '变更记录'
    FROM link.event AS e
    WHERE e.kind = 'rename' AND (e.uscc = $1 OR e.uscc IN (SELECT i.uscc FROM link.identity AS i WHERE i.firm = $1))
    UNION
    SELECT 'code', ltrim(i.former, '#'), i.word FROM api.identity AS i WHERE i.uscc = $1
) AS f
WHERE f.value <> ''
GROUP BY f.kind, f.value
ORDER BY f.kind, f.value
