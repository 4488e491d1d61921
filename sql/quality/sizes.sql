-- Firms by class, division, figure (0 revenue, 1 assets) and bucket, as they were checked the last time.
-- Reads quality.unit. No parameters.
SELECT individual::integer, division, 0 AS figure, revenue AS bucket, count(*)
FROM quality.unit WHERE revenue >= 0 GROUP BY individual, division, revenue
UNION ALL
SELECT individual::integer, division, 1, assets, count(*)
FROM quality.unit WHERE assets >= 0 GROUP BY individual, division, assets
