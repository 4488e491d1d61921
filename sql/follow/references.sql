-- criteria/follow.yaml as reference tables. Writes pool.track, pool.horizon, pool.field_industry.
-- $1  jsonb  {"tracks": [{title, track, place, name}], "horizons": [{days, name}], "fields": [{word, industry}]}
WITH no_track AS (
    DELETE FROM pool.track AS t
    WHERE NOT EXISTS (SELECT FROM jsonb_to_recordset($1::jsonb -> 'tracks') AS n (title text) WHERE n.title = t.title)
), no_horizon AS (
    DELETE FROM pool.horizon AS h
    WHERE NOT EXISTS (SELECT FROM jsonb_to_recordset($1::jsonb -> 'horizons') AS n (days integer) WHERE n.days = h.days)
), no_field AS (
    DELETE FROM pool.field_industry AS f
    WHERE NOT EXISTS (SELECT FROM jsonb_to_recordset($1::jsonb -> 'fields') AS n (word text, industry text)
                      WHERE n.word = f.word AND n.industry = f.industry)
), track AS (
    INSERT INTO pool.track (title, track, place, name)
    SELECT n.title, n.track, n.place, n.name
    FROM jsonb_to_recordset($1::jsonb -> 'tracks') AS n (title text, track text, place integer, name text)
    ON CONFLICT (title) DO UPDATE SET track = excluded.track, place = excluded.place, name = excluded.name
), field AS (
    INSERT INTO pool.field_industry (word, industry)
    SELECT DISTINCT n.word, n.industry FROM jsonb_to_recordset($1::jsonb -> 'fields') AS n (word text, industry text)
    ON CONFLICT (word, industry) DO NOTHING
)
INSERT INTO pool.horizon (days, name)
SELECT n.days, n.name FROM jsonb_to_recordset($1::jsonb -> 'horizons') AS n (days integer, name text)
ON CONFLICT (days) DO UPDATE SET name = excluded.name
