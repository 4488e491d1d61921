-- What changed of the specialists and of their firms (script). Writes pool.assignment, pool.specialist.
-- tidu.run           bigint   run
-- tidu.role_unknown  boolean  as in follow/specialists
ANALYZE pg_temp.follow_assignment;
UPDATE pool.assignment AS a SET to_run = current_setting('tidu.run')::bigint
WHERE a.to_run = 9223372036854775807
  AND NOT EXISTS (SELECT FROM pg_temp.follow_assignment AS n
                  WHERE n.uscc = a.uscc AND n.specialist = a.specialist AND n.county = a.county AND n.fits = a.fits);
INSERT INTO pool.assignment
SELECT n.* FROM pg_temp.follow_assignment AS n
WHERE NOT EXISTS (SELECT FROM pool.assignment AS a WHERE a.uscc = n.uscc AND a.to_run = 9223372036854775807);

CREATE TEMP TABLE IF NOT EXISTS follow_specialist (uscc text COLLATE "C", county text COLLATE "C", field text) ON COMMIT DELETE ROWS;
TRUNCATE pg_temp.follow_specialist;
INSERT INTO pg_temp.follow_specialist
SELECT e.uscc, coalesce(e.county, ''), coalesce(e.field, '')
FROM (SELECT x.uscc, min(x.county) AS county, min(x.field) AS field, bool_and(x.available) AS available, min(x.role) AS role
      FROM source.expert AS x WHERE x.gone IS NULL GROUP BY x.uscc) AS e
WHERE e.available AND (e.role = 'specialist' OR (e.role IS NULL AND current_setting('tidu.role_unknown')::boolean));
UPDATE pool.specialist AS s SET to_run = current_setting('tidu.run')::bigint
WHERE s.to_run = 9223372036854775807
  AND NOT EXISTS (SELECT FROM pg_temp.follow_specialist AS n WHERE n.uscc = s.uscc AND n.county = s.county AND n.field = s.field);
INSERT INTO pool.specialist (uscc, from_run, to_run, county, field)
SELECT n.uscc, current_setting('tidu.run')::bigint, 9223372036854775807, n.county, n.field FROM pg_temp.follow_specialist AS n
WHERE NOT EXISTS (SELECT FROM pool.specialist AS s WHERE s.uscc = n.uscc AND s.to_run = 9223372036854775807);
