-- May link rely on what it found the last time: for its holders beside those of feature.touched (1 or 0), and did a
-- unit move since (1 or 0)?
-- $1  text  what the links depend on beside the data
-- Reads link.basis, meta.batch, feature.touched.
SELECT (b.basis = $1 AND b.batch IS NOT NULL AND b.vetted IS NOT DISTINCT FROM s.batch AND coalesce(b.cleared, 0) <= b.batch
        AND NOT EXISTS (SELECT FROM feature.touched WHERE uscc = '*'))::integer,
       b.moved::integer
FROM link.basis AS b
CROSS JOIN (SELECT max(batch) AS batch FROM meta.batch
            WHERE status = 'done' AND rows_new + rows_changed + rows_gone > 0) AS s
