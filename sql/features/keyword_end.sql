-- Sets of found entries that were not there before; the work table goes. Writes feature.keyword_found.
INSERT INTO feature.keyword_found SELECT * FROM feature.work_keyword ON CONFLICT DO NOTHING;
DROP TABLE feature.work_keyword;
