-- Deliveries that were loaded, in the order of loading.
SELECT batch, delivery, files_hash
FROM meta.batch
WHERE status = 'done'
ORDER BY batch
