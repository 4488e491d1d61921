-- Registered units that a snapshot no longer has are marked, not deleted; that they stood is kept for the
-- stage identity.
-- $1        bigint   batch of the snapshot
-- $2        integer  meta.source
-- writes: source.registry, tidu_touched, link.before
WITH marked AS (
    UPDATE source.registry AS t
    SET gone = $1::bigint
    FROM tidu_gone AS g
    WHERE t.key_hash = g.key_hash AND t.source = $2::integer AND t.gone IS NULL
    RETURNING t.uscc, t.name, t.former_names, t.old_codes, t.org_kind, t.status, t.county, t.established
), kept AS (
    INSERT INTO link.before (uscc, source, there, gone, name, former_names, old_codes, org_kind, status, county, established)
    SELECT uscc, $2::integer, true, false, name, former_names, old_codes, org_kind, status, county, established FROM marked
    ON CONFLICT DO NOTHING
)
INSERT INTO tidu_touched SELECT uscc FROM marked
