-- The last load of a delivery that has rejects of its own. $1 text: delivery. No tables written.
SELECT b.batch, b.status
FROM meta.batch AS b
WHERE b.delivery = $1 AND b.mode <> 'mended'
  AND (b.status = 'done' OR (b.status = 'failed' AND EXISTS (SELECT FROM reject.row AS j WHERE j.batch = b.batch)))
ORDER BY b.batch DESC
LIMIT 1
