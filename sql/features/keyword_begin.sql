-- Keywords: what stood of the units that are searched again goes. Writes feature.keyword_unit,
-- feature.keyword_found (of a full run; else sets that nobody has any more stay until the next).
-- tidu.full  text  'on': all units
DELETE FROM feature.keyword_unit WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);
DELETE FROM feature.keyword_found WHERE current_setting('tidu.full') = 'on';
CREATE UNLOGGED TABLE feature.work_keyword (LIKE feature.keyword_found);
