-- Firms by class, division, figure (0 revenue, 1 assets) and bucket, as they were checked the last time, and how many of them
-- are pending; in one pass. Reads quality.unit, quality.pending. No parameters.
SELECT individual::integer, division, grouping(revenue) AS figure,
       CASE WHEN grouping(revenue) = 0 THEN revenue ELSE assets END AS bucket, count(*), count(p.uscc)
FROM quality.unit AS u
LEFT JOIN quality.pending AS p USING (uscc)
GROUP BY GROUPING SETS ((individual, division, revenue), (individual, division, assets))
HAVING CASE WHEN grouping(revenue) = 0 THEN revenue ELSE assets END >= 0
