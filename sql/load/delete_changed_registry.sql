-- The versions of registered units that tonight's changed rows replace; how they stood is kept for the stage
-- identity, which tells from it what happened to firms.
-- $1        integer  meta.source
-- writes: source.registry, link.before
WITH changed AS MATERIALIZED (
    SELECT uscc, key_hash FROM tidu_changed
), old AS (
    DELETE FROM source.registry AS t
    USING changed AS c
    WHERE t.uscc = c.uscc AND t.key_hash = c.key_hash AND t.source = $1::integer
    RETURNING t.uscc, t.gone, t.name, t.former_names, t.old_codes, t.org_kind, t.status, t.county, t.established
)
INSERT INTO link.before (uscc, source, there, gone, name, former_names, old_codes, org_kind, status, county, established)
SELECT DISTINCT ON (c.uscc) c.uscc, $1::integer, o.uscc IS NOT NULL, o.gone IS NOT NULL, o.name, o.former_names, o.old_codes, o.org_kind, o.status, o.county,
       o.established
FROM changed AS c LEFT JOIN old AS o ON o.uscc = c.uscc
ORDER BY c.uscc, o.uscc IS NULL
ON CONFLICT DO NOTHING
