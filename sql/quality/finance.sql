-- Records of source.finance for the check: the firm, source, batch, line, no key (that is the year), then the
-- numbers and dates of the dataset in its order (td_quality_own), the year first.
-- tidu.full  text  'on': all records; 'off': those of quality.pending, by index
COPY (
    SELECT coalesce(a.firm, r.uscc), r.source, r.batch, r.line, NULL::text,
           r.year, r.revenue, r.main_revenue, r.product_revenue, r.hightech_revenue, r.cost, r.net_profit,
           r.assets, r.liabilities, r.net_assets, r.rd_expense, r.rd_domestic, r.audited
    FROM source.finance r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'on'
    UNION ALL
    SELECT h.firm, r.source, r.batch, r.line, NULL::text,
           r.year, r.revenue, r.main_revenue, r.product_revenue, r.hightech_revenue, r.cost, r.net_profit,
           r.assets, r.liabilities, r.net_assets, r.rd_expense, r.rd_domestic, r.audited
    FROM quality.holder h
    CROSS JOIN LATERAL (SELECT * FROM source.finance WHERE uscc = h.holder OFFSET 0) AS r
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'off'
) TO STDOUT (FORMAT binary)
