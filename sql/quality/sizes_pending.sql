-- The same as quality/sizes of the firms that are pending, in one pass. Reads quality.unit, quality.pending. No parameters.
SELECT individual::integer, division, grouping(revenue) AS figure,
       CASE WHEN grouping(revenue) = 0 THEN revenue ELSE assets END AS bucket, count(*)
FROM quality.unit JOIN quality.pending USING (uscc)
GROUP BY GROUPING SETS ((individual, division, revenue), (individual, division, assets))
HAVING CASE WHEN grouping(revenue) = 0 THEN revenue ELSE assets END >= 0
