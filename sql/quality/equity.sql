-- Records of source.equity for the check: the firm, source, batch, line, the record's key, then the
-- numbers and dates of the dataset in its order (td_quality_own).
-- tidu.full  text  'on': all records; 'off': those of quality.pending, by index
COPY (
    SELECT coalesce(a.firm, r.uscc), r.source, r.batch, r.line, r.closed_on::text,
           r.closed_on, r.amount, r.qualified_investor, r.share_sold
    FROM source.equity r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'on'
    UNION ALL
    SELECT h.firm, r.source, r.batch, r.line, r.closed_on::text,
           r.closed_on, r.amount, r.qualified_investor, r.share_sold
    FROM quality.holder h
    CROSS JOIN LATERAL (SELECT * FROM source.equity WHERE uscc = h.holder OFFSET 0) AS r
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'off'
) TO STDOUT (FORMAT binary)
