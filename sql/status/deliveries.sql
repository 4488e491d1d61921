-- The last word on every delivery: its newest batch, and what stands of it.
SELECT DISTINCT ON (b.delivery) b.delivery, b.dataset, s.title, b.status, b.rows_read, b.rows_new, b.rows_changed,
       b.rows_same, b.rows_gone, b.rows_rejected, coalesce(b.seconds, 0), coalesce(b.error, ''), b.run
FROM meta.batch b JOIN meta.source s USING (source)
WHERE b.mode <> 'mended'
ORDER BY b.delivery, b.batch DESC
