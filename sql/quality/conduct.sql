-- Records of source.conduct for the check: the firm, source, batch, line, the record's key, then the
-- numbers and dates of the dataset in its order (td_quality_own).
-- tidu.full  text  'on': all records; 'range': those of the firms from tidu.from to before tidu.until, by index; 'off': those of
-- quality.pending, by index
COPY (
    SELECT r.firm, r.source, r.batch, r.line, r.kind || ' ' || r.from_date,
           r.from_date, r.to_date
    FROM (
        SELECT coalesce(a.firm, r.uscc) AS firm, r.* FROM source.conduct r
        LEFT JOIN link.alias a ON a.uscc = r.uscc
        WHERE (SELECT current_setting('tidu.full')) = 'on'
        UNION ALL
        SELECT r.uscc, r.* FROM source.conduct r
        LEFT JOIN link.alias a ON a.uscc = r.uscc
        WHERE (SELECT current_setting('tidu.full')) = 'range' AND a.uscc IS NULL
          AND r.uscc >= (SELECT current_setting('tidu.from')) AND r.uscc < (SELECT current_setting('tidu.until'))
        UNION ALL
        SELECT a.firm, r.* FROM link.alias a
        JOIN source.conduct r ON r.uscc = a.uscc
        WHERE (SELECT current_setting('tidu.full')) = 'range'
          AND a.firm >= (SELECT current_setting('tidu.from')) AND a.firm < (SELECT current_setting('tidu.until'))
        UNION ALL
        SELECT h.firm, r.* FROM quality.holder h
        CROSS JOIN LATERAL (SELECT * FROM source.conduct WHERE uscc = h.holder OFFSET 0) AS r
        WHERE (SELECT current_setting('tidu.full')) = 'off'
    ) AS r
    WHERE r.gone IS NULL
) TO STDOUT (FORMAT binary)
