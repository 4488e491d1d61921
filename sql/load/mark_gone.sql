-- Records that a snapshot no longer has are marked, not deleted.
-- :"table"  text     source.<dataset>
-- $1        bigint   batch of the snapshot
-- $2        integer  meta.source
-- writes: :"table", tidu_touched
WITH marked AS (
    UPDATE :"table" AS t
    SET gone = $1::bigint
    FROM tidu_gone AS g
    WHERE t.key_hash = g.key_hash AND t.source = $2::integer AND t.gone IS NULL
    RETURNING t.uscc
)
INSERT INTO tidu_touched SELECT uscc FROM marked
