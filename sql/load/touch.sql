-- Holders whose records are new, changed or gone: the later stages look at these only. In order, so
-- that two workers never wait for each other in a circle.
-- writes: feature.touched
INSERT INTO feature.touched (uscc)
SELECT DISTINCT uscc
FROM (SELECT uscc FROM tidu_touched UNION ALL SELECT uscc FROM tidu_changed) AS t
ORDER BY uscc
ON CONFLICT DO NOTHING
