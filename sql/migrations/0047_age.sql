-- meta.source_age looks at each delivery's newest batches only, by the index batch_delivery. It read every batch that ever
-- was, several times for each of them: after 112 nights 2 seconds of each night.
CREATE OR REPLACE FUNCTION meta.source_age(upto bigint, night date)
RETURNS TABLE (delivery text, dataset text, source integer, title text, delivered date, age_days integer,
               rows bigint, rejects bigint, batch bigint, carried_since date, carried_for text)
LANGUAGE sql STABLE
AS $$
WITH seen AS NOT MATERIALIZED (
    SELECT b.*, b.status = 'failed' OR EXISTS (SELECT 1 FROM meta.contract AS k WHERE k.batch = b.batch AND k.broken) AS bad
    FROM meta.batch AS b
    WHERE b.run <= upto AND b.mode <> 'mended'
), named AS MATERIALIZED (
    SELECT DISTINCT ON (s.delivery) s.delivery, s.dataset, s.source
    FROM seen AS s
    WHERE s.run = (SELECT meta.last_load(upto))
    ORDER BY s.delivery, s.batch DESC
)
SELECT n.delivery, n.dataset, n.source, m.title, d.delivered, night - d.delivered, g.rows, g.rows_rejected, g.batch,
       CASE WHEN w.bad THEN least(c.since, night) END, CASE WHEN w.bad THEN w.rule END
FROM named AS n
JOIN meta.source AS m USING (source)
LEFT JOIN LATERAL (
    SELECT s.batch, s.rows_read - s.rows_skipped AS rows, s.rows_rejected
    FROM seen AS s
    WHERE s.delivery = n.delivery AND s.status = 'done'
    ORDER BY s.batch DESC
    LIMIT 1
) AS g ON true
LEFT JOIN LATERAL (
    SELECT coalesce(s.delivered, r.as_of) AS delivered
    FROM seen AS s
    JOIN meta.run AS r USING (run)
    WHERE s.delivery = n.delivery AND s.status IN ('done', 'same')
    ORDER BY s.batch DESC
    LIMIT 1
) AS d ON true
LEFT JOIN LATERAL ( -- the newest
    SELECT s.bad, coalesce((SELECT k.rule FROM meta.contract AS k WHERE k.batch = s.batch AND k.broken ORDER BY k.n LIMIT 1),
                           'unreadable') AS rule
    FROM seen AS s
    WHERE s.delivery = n.delivery
    ORDER BY s.batch DESC
    LIMIT 1
) AS w ON true
LEFT JOIN LATERAL ( -- the newest that was taken
    SELECT s.batch FROM seen AS s WHERE s.delivery = n.delivery AND NOT s.bad ORDER BY s.batch DESC LIMIT 1
) AS o ON w.bad
LEFT JOIN LATERAL ( -- whatever came behind it was not
    SELECT min(r.as_of) AS since
    FROM seen AS s
    JOIN meta.run AS r USING (run)
    WHERE s.delivery = n.delivery AND s.batch > coalesce(o.batch, 0)
) AS c ON w.bad
ORDER BY n.dataset COLLATE "C", n.delivery COLLATE "C"
$$;
