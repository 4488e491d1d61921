-- The delivery of a batch that has rejects. $1 bigint: batch. No tables written.
SELECT delivery, status FROM meta.batch WHERE batch = $1::bigint AND mode <> 'mended'
