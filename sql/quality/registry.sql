-- Records of source.registry for the check: the firm, source, batch, line, the record's key, then the
-- numbers and dates of the dataset in its order and the firm's county and industry (td_quality_own).
-- tidu.full  text  'on': all records; 'off': those of quality.pending, by index
COPY (
    SELECT r.uscc, r.source, r.batch, r.line, '',
           r.established, r.approved, r.capital, r.county, r.industry
    FROM source.registry r
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'on'
    UNION ALL
    SELECT h.firm, r.source, r.batch, r.line, '',
           r.established, r.approved, r.capital, r.county, r.industry
    FROM quality.holder h
    CROSS JOIN LATERAL (SELECT * FROM source.registry WHERE uscc = h.holder OFFSET 0) AS r
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'off'
) TO STDOUT (FORMAT binary)
