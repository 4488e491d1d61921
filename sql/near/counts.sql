-- Near misses by condition (and county): of whom nothing else is unknown, and with unknowns.
-- $1  bigint  run
-- $2  text    tier, NULL = all
-- $3  text    condition, NULL = all
-- $4  text    county code, NULL = all
-- $5  text    'county': a row per county as well
SELECT n.tier, n.title, n.kind, n.version, n.step, n.id, n.clause, n.text,
       count(*) FILTER (WHERE n.unknown = 0), count(*) FILTER (WHERE n.unknown > 0),
       CASE WHEN $5 = 'county' THEN coalesce(n.county, '') END,
       CASE WHEN $5 = 'county' THEN coalesce(min(c.name), '区县不明') END,
       CASE n.kind WHEN 'new' THEN '新申报' ELSE '复核' END,
       CASE WHEN n.unconfirmed THEN '含未证实数值' ELSE '' END
FROM result.near_of($1::bigint, $2, $3, $4) AS n
LEFT JOIN meta.county AS c ON c.county = n.county
GROUP BY n.position, n.tier, n.title, n.kind, n.version, n.step, n.id, n.clause, n.text, n.unconfirmed, 11
ORDER BY n.position, n.step, min(c.position), 11
