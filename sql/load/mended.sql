-- Lines of a delivery that were mended by hand, a row a cell.
-- $1 text: delivery; $2 boolean: also those that were mended and are still no good. No tables written.
SELECT m.raw_hash, cardinality(m.cells), m.good::integer, m.names[c.n], c.cell
FROM reject.mended AS m
CROSS JOIN LATERAL unnest(m.cells) WITH ORDINALITY AS c (cell, n)
WHERE m.delivery = $1 AND (m.good OR $2::boolean)
ORDER BY m.raw_hash, c.n
