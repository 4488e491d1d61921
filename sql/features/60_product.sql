-- Main products by unit; writes feature.product.
-- Reads source.product, link.alias, meta.source_rank, feature.clock, feature.work_scope; setting tidu.full.
--
-- A unit with several main products is taken by the best of each figure: the criteria speak of one
-- product, and it is enough that one fits. A flag is true if it is true of one of them.
DELETE FROM feature.product WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

INSERT INTO feature.product
WITH records AS (
    -- One row per unit and product, each field from the source of best rank that has it.
    SELECT coalesce(a.firm, r.uscc) AS uscc, r.name,
           feature.best_date(min(feature.ranked_date(r.niche_since, k.niche_since))) AS niche_since,
           feature.best_int(min(feature.ranked_int(r.niche_years, k.niche_years))) AS niche_years,
           feature.best_int(min(feature.ranked_int(r.share_domestic, k.share_domestic))) AS share_domestic,
           feature.best_int(min(feature.ranked_int(r.share_global, k.share_global))) AS share_global,
           feature.best_int(min(feature.ranked_int(r.rank_domestic, k.rank_domestic))) AS rank_domestic,
           feature.best_int(min(feature.ranked_int(r.rank_global, k.rank_global))) AS rank_global,
           feature.best_bool(min(feature.ranked_bool(r.emerging, k.emerging))) AS emerging,
           feature.best_bool(min(feature.ranked_bool(r.six_bases, k.six_bases))) AS six_bases,
           feature.best_text(min(k.chain_role || r.chain_role)) AS chain_role,
           feature.best_bool(min(feature.ranked_bool(r.key_chain_customer, k.key_chain_customer))) AS key_chain_customer
    FROM source.product r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    JOIN (SELECT source,
                 feature.source_rank('product', 'niche_since', source) AS niche_since,
                 feature.source_rank('product', 'niche_years', source) AS niche_years,
                 feature.source_rank('product', 'share_domestic', source) AS share_domestic,
                 feature.source_rank('product', 'share_global', source) AS share_global,
                 feature.source_rank('product', 'rank_domestic', source) AS rank_domestic,
                 feature.source_rank('product', 'rank_global', source) AS rank_global,
                 feature.source_rank('product', 'emerging', source) AS emerging,
                 feature.source_rank('product', 'six_bases', source) AS six_bases,
                 feature.source_rank('product', 'chain_role', source) AS chain_role,
                 feature.source_rank('product', 'key_chain_customer', source) AS key_chain_customer
          FROM meta.source OFFSET 0) AS k USING (source)
    WHERE r.gone IS NULL
      AND (current_setting('tidu.full') = 'on'
           OR coalesce(a.firm, r.uscc) IN (SELECT uscc FROM feature.work_scope))
    GROUP BY coalesce(a.firm, r.uscc), r.name
)
SELECT uscc,
       -- whole years up to 31 December of 上年度; a start after that day is 0 years
       max(CASE WHEN r.niche_since IS NULL THEN r.niche_years
                ELSE greatest(feature.years(r.niche_since, make_date(c.y, 12, 31)), 0) END) AS niche_years,
       max(share_domestic) AS share_domestic,
       max(share_global) AS share_global,
       min(rank_domestic) AS rank_domestic,
       min(rank_global) AS rank_global,
       bool_or(emerging) AS emerging,
       bool_or(six_bases) AS six_bases,
       bool_or(chain_role IN ('fill_short', 'extend_long', 'fill_blank')) AS chain_role,
       bool_or(key_chain_customer) AS key_chain_customer
FROM records r CROSS JOIN feature.clock c
GROUP BY uscc;
