-- Records of source.staff for the check: the firm, source, batch, line, no key (that is the year), then the
-- numbers and dates of the dataset in its order (td_quality_own), the year first.
-- tidu.full  text  'on': all records; 'range': those of the firms from tidu.from to before tidu.until, by index; 'off': those of
-- quality.pending, by index
COPY (
    SELECT r.firm, r.source, r.batch, r.line, NULL::text,
           r.year, r.employees, r.insured, r.rd_staff, r.sci_staff, r.college_staff
    FROM (
        SELECT coalesce(a.firm, r.uscc) AS firm, r.* FROM source.staff r
        LEFT JOIN link.alias a ON a.uscc = r.uscc
        WHERE (SELECT current_setting('tidu.full')) = 'on'
        UNION ALL
        SELECT r.uscc, r.* FROM source.staff r
        LEFT JOIN link.alias a ON a.uscc = r.uscc
        WHERE (SELECT current_setting('tidu.full')) = 'range' AND a.uscc IS NULL
          AND r.uscc >= (SELECT current_setting('tidu.from')) AND r.uscc < (SELECT current_setting('tidu.until'))
        UNION ALL
        SELECT a.firm, r.* FROM link.alias a
        JOIN source.staff r ON r.uscc = a.uscc
        WHERE (SELECT current_setting('tidu.full')) = 'range'
          AND a.firm >= (SELECT current_setting('tidu.from')) AND a.firm < (SELECT current_setting('tidu.until'))
        UNION ALL
        SELECT h.firm, r.* FROM quality.holder h
        CROSS JOIN LATERAL (SELECT * FROM source.staff WHERE uscc = h.holder OFFSET 0) AS r
        WHERE (SELECT current_setting('tidu.full')) = 'off'
    ) AS r
    WHERE r.gone IS NULL
) TO STDOUT (FORMAT binary)
