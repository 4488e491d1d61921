-- Records of source.product for the check: the firm, source, batch, line, the record's key, then the
-- numbers and dates of the dataset in its order (td_quality_own).
-- tidu.full  text  'on': all records; 'off': those of quality.pending, by index
COPY (
    SELECT coalesce(a.firm, r.uscc), r.source, r.batch, r.line, r.name,
           r.niche_since, r.niche_years, r.share_domestic, r.share_global, r.rank_domestic, r.rank_global,
           r.emerging, r.six_bases, r.key_chain_customer
    FROM source.product r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'on'
    UNION ALL
    SELECT h.firm, r.source, r.batch, r.line, r.name,
           r.niche_since, r.niche_years, r.share_domestic, r.share_global, r.rank_domestic, r.rank_global,
           r.emerging, r.six_bases, r.key_chain_customer
    FROM quality.holder h
    CROSS JOIN LATERAL (SELECT * FROM source.product WHERE uscc = h.holder OFFSET 0) AS r
    WHERE r.gone IS NULL AND (SELECT current_setting('tidu.full')) = 'off'
) TO STDOUT (FORMAT binary)
