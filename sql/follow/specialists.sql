-- Who serves: experts who are available, and are specialists or may be by criteria/follow.yaml. Reads source.expert.
-- $1  boolean  an expert whose role nobody delivered serves
SELECT e.uscc, coalesce(e.county, ''), coalesce(e.field, '')
FROM (SELECT x.uscc, min(x.county) AS county, min(x.field) AS field, bool_and(x.available) AS available, min(x.role) AS role
      FROM source.expert AS x WHERE x.gone IS NULL GROUP BY x.uscc) AS e
WHERE e.available AND (e.role = 'specialist' OR (e.role IS NULL AND $1::boolean))
ORDER BY e.uscc
