-- A firm's figures that come from a delivery that was carried forward. $1 uscc. No tables written.
SELECT dataset, field, year, source, delivered, carried_since, carried_for
FROM api.carried
WHERE uscc = $1
ORDER BY dataset, source, year, field COLLATE "C"
