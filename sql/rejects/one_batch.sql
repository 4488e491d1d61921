-- The delivery of a batch that has rejects, and the batch of its last good load. $1 bigint: batch. No tables written.
SELECT b.delivery, b.status,
       coalesce((SELECT max(n.batch) FROM meta.batch AS n
                 WHERE n.delivery = b.delivery AND n.mode <> 'mended' AND n.status = 'done'), 0)
FROM meta.batch AS b
WHERE b.batch = $1::bigint AND b.mode <> 'mended'
