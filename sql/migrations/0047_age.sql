-- meta.source_age looks at each delivery's newest batches only, by the index batch_delivery. It read every batch that ever
-- was, several times for each of them: after 112 nights 2 seconds of each night.
CREATE OR REPLACE FUNCTION meta.source_age(upto bigint, night date)
RETURNS TABLE (delivery text, dataset text, source integer, title text, delivered date, age_days integer,
               rows bigint, rejects bigint, batch bigint, carried_since date, carried_for text)
LANGUAGE sql STABLE
AS $$
WITH named AS MATERIALIZED (
    SELECT DISTINCT ON (b.delivery) b.delivery, b.dataset, b.source
    FROM meta.batch AS b
    WHERE b.run = (SELECT meta.last_load(upto)) AND b.mode <> 'mended'
    ORDER BY b.delivery, b.batch DESC
)
SELECT n.delivery, n.dataset, n.source, m.title, d.delivered, night - d.delivered, g.rows, g.rows_rejected, g.batch,
       CASE WHEN w.bad THEN least(c.since, night) END, CASE WHEN w.bad THEN w.rule END
FROM named AS n
JOIN meta.source AS m USING (source)
LEFT JOIN LATERAL (
    SELECT b.batch, b.rows_read - b.rows_skipped AS rows, b.rows_rejected
    FROM meta.batch AS b
    WHERE b.delivery = n.delivery AND b.run <= upto AND b.mode <> 'mended' AND b.status = 'done'
    ORDER BY b.batch DESC
    LIMIT 1
) AS g ON true
LEFT JOIN LATERAL (
    SELECT coalesce(b.delivered, r.as_of) AS delivered
    FROM meta.batch AS b
    JOIN meta.run AS r USING (run)
    WHERE b.delivery = n.delivery AND b.run <= upto AND b.mode <> 'mended' AND b.status IN ('done', 'same')
    ORDER BY b.batch DESC
    LIMIT 1
) AS d ON true
LEFT JOIN LATERAL ( -- the newest
    SELECT b.status = 'failed' OR k.rule IS NOT NULL AS bad, coalesce(k.rule, 'unreadable') AS rule
    FROM meta.batch AS b
    LEFT JOIN LATERAL (
        SELECT k.rule FROM meta.contract AS k WHERE k.batch = b.batch AND k.broken ORDER BY k.n LIMIT 1
    ) AS k ON true
    WHERE b.delivery = n.delivery AND b.run <= upto AND b.mode <> 'mended'
    ORDER BY b.batch DESC
    LIMIT 1
) AS w ON true
LEFT JOIN LATERAL ( -- the newest that was taken
    SELECT b.batch
    FROM meta.batch AS b
    WHERE b.delivery = n.delivery AND b.run <= upto AND b.mode <> 'mended' AND b.status <> 'failed'
      AND NOT EXISTS (SELECT 1 FROM meta.contract AS k WHERE k.batch = b.batch AND k.broken)
    ORDER BY b.batch DESC
    LIMIT 1
) AS o ON w.bad
LEFT JOIN LATERAL ( -- whatever came behind it was not
    SELECT min(r.as_of) AS since
    FROM meta.batch AS b
    JOIN meta.run AS r USING (run)
    WHERE b.delivery = n.delivery AND b.run <= upto AND b.mode <> 'mended' AND b.batch > coalesce(o.batch, 0)
) AS c ON w.bad
ORDER BY n.dataset COLLATE "C", n.delivery COLLATE "C"
$$;
