-- Records of source.registry for the check: the firm, source, batch, line, the record's key, then the
-- numbers and dates of the dataset in its order and the firm's county and industry (td_quality_own).
-- tidu.full  text  'on': all records; 'range': those of the firms from tidu.from to before tidu.until, by index; 'off': those of
-- quality.pending, by index
COPY (
    SELECT r.firm, r.source, r.batch, r.line, '',
           r.established, r.approved, r.capital, r.county, r.industry
    FROM (
        SELECT r.uscc AS firm, r.* FROM source.registry r
        WHERE (SELECT current_setting('tidu.full')) = 'on'
        UNION ALL
        SELECT r.uscc, r.* FROM source.registry r
        WHERE (SELECT current_setting('tidu.full')) = 'range'
          AND r.uscc >= (SELECT current_setting('tidu.from')) AND r.uscc < (SELECT current_setting('tidu.until'))
        UNION ALL
        SELECT h.firm, r.* FROM quality.holder h
        CROSS JOIN LATERAL (SELECT * FROM source.registry WHERE uscc = h.holder OFFSET 0) AS r
        WHERE (SELECT current_setting('tidu.full')) = 'off'
    ) AS r
    WHERE r.gone IS NULL
) TO STDOUT (FORMAT binary)
