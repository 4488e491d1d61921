-- What the report's pictures of shares and rates count: kept where it is judged, so that what a share is stands in the criteria
-- alone and nobody reads the figures of all units again to publish.
ALTER TABLE result.judgement ADD COLUMN spread bytea;
COMMENT ON COLUMN result.judgement.spread IS '各项占比、增长率所在区间（按指标各一字节：0 未知，1 基数不为正，2 低于第一个界）；空：全部未知';
