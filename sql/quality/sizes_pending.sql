-- The same as quality/sizes of the firms that are pending. Reads quality.unit, quality.pending. No parameters.
SELECT individual::integer, division, 0 AS figure, revenue AS bucket, count(*)
FROM quality.unit JOIN quality.pending USING (uscc) WHERE revenue >= 0 GROUP BY individual, division, revenue
UNION ALL
SELECT individual::integer, division, 1, assets, count(*)
FROM quality.unit JOIN quality.pending USING (uscc) WHERE assets >= 0 GROUP BY individual, division, assets
