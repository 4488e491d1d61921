-- Was this file of mended rejects taken in before, under the same profile? $1 delivery, $2 hash. No tables written.
SELECT count(*) FROM meta.batch
WHERE delivery = $1 AND files_hash = $2 AND mode = 'mended' AND status = 'done'
