-- A table was loaded for the first time: every firm is concerned.
-- writes: feature.touched
INSERT INTO feature.touched (uscc) VALUES ('*') ON CONFLICT DO NOTHING
