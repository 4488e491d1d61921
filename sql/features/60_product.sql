-- Main products by unit; writes feature.product.
-- Reads source.product, link.alias, meta.source_rank, feature.clock, feature.work_scope.
--
-- A unit with several main products is taken by the best of each figure: the criteria speak of one
-- product, and it is enough that one fits. A flag is true if it is true of one of them.
CREATE UNLOGGED TABLE feature.work_product_main AS
SELECT source
FROM (SELECT source FROM source.product TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
      UNION ALL
      (SELECT source FROM source.product WHERE gone IS NULL LIMIT 100)) AS sample
GROUP BY source
ORDER BY count(*) DESC, source
LIMIT 1;

CREATE UNLOGGED TABLE feature.work_product_several AS
SELECT uscc FROM source.product
WHERE gone IS NULL AND source IS DISTINCT FROM (SELECT source FROM feature.work_product_main)
UNION
SELECT a.firm FROM link.alias a JOIN source.product r ON r.uscc = a.uscc WHERE r.gone IS NULL;
ANALYZE feature.work_product_several;

-- One row per unit and product, each field from the source of best rank that has it.
CREATE VIEW feature.work_product_row AS
SELECT uscc, name, niche_since, niche_years, share_domestic, share_global, rank_domestic, rank_global, emerging, six_bases, chain_role, key_chain_customer
FROM source.product r
WHERE gone IS NULL
  AND NOT EXISTS (SELECT FROM feature.work_product_several s WHERE s.uscc = r.uscc)
  AND (current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope))
UNION ALL
SELECT r.firm, r.name,
       (array_agg(r.niche_since ORDER BY k.niche_since, r.source) FILTER (WHERE r.niche_since IS NOT NULL))[1],
       (array_agg(r.niche_years ORDER BY k.niche_years, r.source) FILTER (WHERE r.niche_years IS NOT NULL))[1],
       (array_agg(r.share_domestic ORDER BY k.share_domestic, r.source) FILTER (WHERE r.share_domestic IS NOT NULL))[1],
       (array_agg(r.share_global ORDER BY k.share_global, r.source) FILTER (WHERE r.share_global IS NOT NULL))[1],
       (array_agg(r.rank_domestic ORDER BY k.rank_domestic, r.source) FILTER (WHERE r.rank_domestic IS NOT NULL))[1],
       (array_agg(r.rank_global ORDER BY k.rank_global, r.source) FILTER (WHERE r.rank_global IS NOT NULL))[1],
       (array_agg(r.emerging ORDER BY k.emerging, r.source) FILTER (WHERE r.emerging IS NOT NULL))[1],
       (array_agg(r.six_bases ORDER BY k.six_bases, r.source) FILTER (WHERE r.six_bases IS NOT NULL))[1],
       (array_agg(r.chain_role ORDER BY k.chain_role, r.source) FILTER (WHERE r.chain_role IS NOT NULL))[1],
       (array_agg(r.key_chain_customer ORDER BY k.key_chain_customer, r.source) FILTER (WHERE r.key_chain_customer IS NOT NULL))[1]
FROM (SELECT s.uscc AS firm, d.* FROM feature.work_product_several s JOIN source.product d USING (uscc)
      UNION ALL
      SELECT a.firm, d.* FROM link.alias a JOIN source.product d ON d.uscc = a.uscc) AS r
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
  AND (current_setting('tidu.full') = 'on' OR r.firm IN (SELECT uscc FROM feature.work_scope))
GROUP BY r.firm, r.name;

CREATE UNLOGGED TABLE feature.work_product AS
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
FROM feature.work_product_row r CROSS JOIN feature.clock c
GROUP BY uscc;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        TRUNCATE feature.product;
        ALTER TABLE feature.product DROP CONSTRAINT IF EXISTS product_key;
    ELSE
        DELETE FROM feature.product WHERE uscc IN (SELECT uscc FROM feature.work_scope);
    END IF;
END
$$;

INSERT INTO feature.product
SELECT * FROM feature.work_product;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        ALTER TABLE feature.product ADD CONSTRAINT product_key PRIMARY KEY (uscc);
    END IF;
END
$$;
