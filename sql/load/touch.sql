-- Holders whose records are new, changed or gone: the later stages look at these only. In order, so
-- that two workers never wait for each other in a circle.
-- $1  integer  the dataset, as a bit of feature.touched.datasets
-- writes: feature.touched
INSERT INTO feature.touched (uscc, datasets)
SELECT DISTINCT uscc, $1::integer
FROM (SELECT uscc FROM tidu_touched UNION ALL SELECT uscc FROM tidu_changed) AS t
ORDER BY uscc
-- touched by link on a night that was stopped: by data as well
ON CONFLICT (uscc) DO UPDATE SET kinds = touched.kinds | 1, datasets = touched.datasets | excluded.datasets
WHERE touched.kinds & 1 = 0 OR touched.datasets & excluded.datasets = 0
