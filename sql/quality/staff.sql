-- Records of source.staff for the check: the firm, source, batch, line, no key (that is the year), then the
-- numbers and dates of the dataset in its order (td_quality_own), the year first.
-- tidu.full  text  'on': all records; 'off': those of quality.pending, by index
COPY (
    SELECT coalesce(a.firm, r.uscc), r.source, r.batch, r.line, NULL::text,
           r.year, r.employees, r.insured, r.rd_staff, r.sci_staff, r.college_staff
    FROM source.staff r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'on'
    UNION ALL
    SELECT h.firm, r.source, r.batch, r.line, NULL::text,
           r.year, r.employees, r.insured, r.rd_staff, r.sci_staff, r.college_staff
    FROM quality.holder h
    CROSS JOIN LATERAL (SELECT * FROM source.staff WHERE uscc = h.holder OFFSET 0) AS r
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'off'
) TO STDOUT (FORMAT binary)
