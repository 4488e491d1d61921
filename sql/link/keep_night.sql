-- Keeps the night's counts; the units of touched holder ids are touched (script).
-- Reads tidu_link_summary, link.alias. Writes link.summary, feature.touched.
DELETE FROM link.summary;
INSERT INTO link.summary (dataset, source, method, records)
SELECT dataset, source, method, records FROM tidu_link_summary;

-- a record under a name or an old code was touched: its unit is
INSERT INTO feature.touched (uscc, kinds, datasets)
SELECT a.firm, bit_or(t.kinds), bit_or(t.datasets) FROM feature.touched t JOIN link.alias a ON a.uscc = t.uscc GROUP BY a.firm
ON CONFLICT (uscc) DO UPDATE SET kinds = touched.kinds | excluded.kinds, datasets = touched.datasets | excluded.datasets;
