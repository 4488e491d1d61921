-- A table was loaded for the first time: every firm is concerned.
-- writes: feature.touched
INSERT INTO feature.touched (uscc) VALUES ('*') ON CONFLICT (uscc) DO UPDATE SET kinds = touched.kinds | 1 WHERE touched.kinds & 1 = 0
