-- Deliveries that were loaded, in the order of loading. A mended one is rows of another, brought in by hand.
SELECT b.batch, b.delivery, b.files_hash, coalesce(b.content_hash, ''), coalesce(b.delivered, r.as_of),
       (b.mode = 'mended')::integer
FROM meta.batch AS b
JOIN meta.run AS r USING (run)
WHERE b.status = 'done'
ORDER BY b.batch
