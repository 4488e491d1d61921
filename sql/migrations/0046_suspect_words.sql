-- What a suspect field is now: of several the fewest that could mend the record, by their titles.
COMMENT ON COLUMN quality.finding.suspect IS '疑似有误的字段（名称，一个或几个）：改动它们即可使能核对的规则全部通过的最少字段；空为不能判断';
