-- What a delivery that failed had the last time (tidu_gone) and a neighbour has marked gone since stands again: the
-- one that has it could not say so. The neighbours' counts follow.
-- :"table"  text     source.<dataset>
-- $1        integer  meta.source
-- $2        text     the delivery that failed
-- $3        text     dataset
-- writes: :"table", feature.touched, link.basis, meta.batch
WITH last AS (
    SELECT max(batch) FILTER (WHERE delivery = $2 AND mode <> 'mended') AS own, max(batch) AS newest
    FROM meta.batch
    WHERE dataset = $3 AND source = $1::integer AND status = 'done'
), dropped AS (
    SELECT t.uscc, t.key_hash, t.gone AS batch
    FROM :"table" AS t
    JOIN tidu_gone AS g USING (key_hash)
    WHERE t.source = $1::integer AND t.gone > (SELECT own FROM last)
), kept AS (
    UPDATE :"table" AS t
    SET gone = NULL
    FROM dropped AS d
    WHERE t.uscc = d.uscc AND t.key_hash = d.key_hash AND t.source = $1::integer
    RETURNING d.uscc, d.batch
), touched AS (
    INSERT INTO feature.touched (uscc)
    SELECT uscc FROM kept GROUP BY uscc ORDER BY uscc
    ON CONFLICT (uscc) DO UPDATE SET kinds = touched.kinds | 1, datasets = -1
    WHERE touched.kinds & 1 = 0 OR touched.datasets <> -1
), moved AS ( -- units that come back this way are not in link.before
    UPDATE link.basis SET moved = true WHERE $3 = 'registry'
), by_batch AS (
    SELECT batch, count(*) AS n FROM kept GROUP BY batch
)
UPDATE meta.batch AS b
SET rows_gone = b.rows_gone - coalesce(k.n, 0),
    notes = b.notes || jsonb_strip_nulls(jsonb_build_object(
        'kept', k.n,
        'stands', CASE WHEN b.batch = (SELECT newest FROM last) AND b.notes ? 'stands'
                       THEN (b.notes ->> 'stands')::bigint + (SELECT sum(n) FROM by_batch) END))
FROM meta.batch AS o
LEFT JOIN by_batch AS k ON k.batch = o.batch
WHERE b.batch = o.batch AND EXISTS (SELECT FROM by_batch)
  AND (k.batch IS NOT NULL OR o.batch = (SELECT newest FROM last))
