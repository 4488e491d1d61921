-- Holders whose records are new, changed or gone: the later stages look at these only. In order, so
-- that two workers never wait for each other in a circle.
-- writes: feature.touched
INSERT INTO feature.touched (uscc)
SELECT DISTINCT uscc
FROM (SELECT uscc FROM tidu_touched UNION ALL SELECT uscc FROM tidu_changed) AS t
ORDER BY uscc
-- touched by link on a night that was stopped: by data as well
ON CONFLICT (uscc) DO UPDATE SET kinds = touched.kinds | 1 WHERE touched.kinds & 1 = 0
