-- Finance: units whose figures come from several records of a year (two sources, or an alias), and what
-- stands for them. All others are read where they stand (view feature.finance).
-- Writes feature.finance_several, feature.finance_merged. Reads source.finance, link.alias, meta.source_rank,
-- feature.clock, feature.work_scope; setting tidu.full.

DELETE FROM feature.finance_several WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);
DELETE FROM feature.finance_merged WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

-- Units of any source but the main one are merged: more than need be, and the same result. So it does not
-- matter which source is the main one, and a sample is enough to choose by.
INSERT INTO feature.finance_several
WITH main AS MATERIALIZED (
    SELECT source
    FROM (SELECT source FROM source.finance TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
          UNION ALL
          (SELECT source FROM source.finance WHERE gone IS NULL LIMIT 100)) AS sample
    GROUP BY source
    ORDER BY count(*) DESC, source
    LIMIT 1
)
SELECT coalesce(a.firm, r.uscc)
FROM source.finance r
LEFT JOIN link.alias a ON a.uscc = r.uscc
WHERE r.gone IS NULL AND r.source <> (SELECT source FROM main) AND current_setting('tidu.full') = 'on'
UNION
SELECT a.firm -- LIMIT, and OFFSET below, make it one look-up by index each, and not a pass over all records
FROM link.alias a
CROSS JOIN LATERAL (SELECT FROM source.finance r WHERE r.uscc = a.uscc AND r.gone IS NULL LIMIT 1) AS r
WHERE current_setting('tidu.full') = 'on'
UNION
SELECT s.uscc -- touched only
FROM feature.work_scope s
CROSS JOIN LATERAL (SELECT FROM source.finance r
                    WHERE r.uscc = s.uscc AND r.gone IS NULL AND r.source <> (SELECT source FROM main)
                    LIMIT 1) AS r
WHERE current_setting('tidu.full') = 'off'
UNION
SELECT a.firm
FROM feature.work_scope s
JOIN link.alias a ON a.firm = s.uscc
CROSS JOIN LATERAL (SELECT FROM source.finance r WHERE r.uscc = a.uscc AND r.gone IS NULL LIMIT 1) AS r
WHERE current_setting('tidu.full') = 'off'
ORDER BY 1; -- in the order of the key, which then takes each row at its end
ANALYZE feature.finance_several;

INSERT INTO feature.finance_merged
SELECT firm, year,
       feature.standing(revenue_low, revenue_high),
       feature.standing(main_revenue_low, main_revenue_high),
       feature.standing(product_revenue_low, product_revenue_high),
       feature.standing(hightech_revenue_low, hightech_revenue_high),
       feature.standing(cost_low, cost_high),
       feature.standing(net_profit_low, net_profit_high),
       feature.standing(assets_low, assets_high),
       feature.standing(liabilities_low, liabilities_high),
       feature.standing(net_assets_low, net_assets_high),
       feature.standing(rd_expense_low, rd_expense_high),
       feature.standing(rd_domestic_low, rd_domestic_high),
       conflicts
FROM (
    SELECT r.firm, r.year,
           min(feature.ranked(r.revenue, k.revenue)) AS revenue_low, min(feature.ranked(-r.revenue, k.revenue)) AS revenue_high,
           min(feature.ranked(r.main_revenue, k.main_revenue)) AS main_revenue_low, min(feature.ranked(-r.main_revenue, k.main_revenue)) AS main_revenue_high,
           min(feature.ranked(r.product_revenue, k.product_revenue)) AS product_revenue_low, min(feature.ranked(-r.product_revenue, k.product_revenue)) AS product_revenue_high,
           min(feature.ranked(r.hightech_revenue, k.hightech_revenue)) AS hightech_revenue_low, min(feature.ranked(-r.hightech_revenue, k.hightech_revenue)) AS hightech_revenue_high,
           min(feature.ranked(r.cost, k.cost)) AS cost_low, min(feature.ranked(-r.cost, k.cost)) AS cost_high,
           min(feature.ranked(r.net_profit, k.net_profit)) AS net_profit_low, min(feature.ranked(-r.net_profit, k.net_profit)) AS net_profit_high,
           min(feature.ranked(r.assets, k.assets)) AS assets_low, min(feature.ranked(-r.assets, k.assets)) AS assets_high,
           min(feature.ranked(r.liabilities, k.liabilities)) AS liabilities_low, min(feature.ranked(-r.liabilities, k.liabilities)) AS liabilities_high,
           min(feature.ranked(r.net_assets, k.net_assets)) AS net_assets_low, min(feature.ranked(-r.net_assets, k.net_assets)) AS net_assets_high,
           min(feature.ranked(r.rd_expense, k.rd_expense)) AS rd_expense_low, min(feature.ranked(-r.rd_expense, k.rd_expense)) AS rd_expense_high,
           min(feature.ranked(r.rd_domestic, k.rd_domestic)) AS rd_domestic_low, min(feature.ranked(-r.rd_domestic, k.rd_domestic)) AS rd_domestic_high,
           (coalesce((min(r.revenue) <> max(r.revenue))::integer, 0)
            + coalesce((min(r.main_revenue) <> max(r.main_revenue))::integer, 0)
            + coalesce((min(r.product_revenue) <> max(r.product_revenue))::integer, 0)
            + coalesce((min(r.hightech_revenue) <> max(r.hightech_revenue))::integer, 0)
            + coalesce((min(r.cost) <> max(r.cost))::integer, 0)
            + coalesce((min(r.net_profit) <> max(r.net_profit))::integer, 0)
            + coalesce((min(r.assets) <> max(r.assets))::integer, 0)
            + coalesce((min(r.liabilities) <> max(r.liabilities))::integer, 0)
            + coalesce((min(r.net_assets) <> max(r.net_assets))::integer, 0)
            + coalesce((min(r.rd_expense) <> max(r.rd_expense))::integer, 0)
            + coalesce((min(r.rd_domestic) <> max(r.rd_domestic))::integer, 0))::smallint AS conflicts
    FROM (SELECT s.uscc AS firm, d.* -- in full: one pass over the records, and the aliases by index
          FROM feature.finance_several s JOIN source.finance d USING (uscc)
          WHERE current_setting('tidu.full') = 'on'
          UNION ALL
          SELECT a.firm, d.*
          FROM link.alias a CROSS JOIN LATERAL (SELECT * FROM source.finance WHERE uscc = a.uscc OFFSET 0) AS d
          WHERE current_setting('tidu.full') = 'on'
          UNION ALL
          SELECT h.firm, d.* -- touched only: by index
          FROM (SELECT s.uscc AS firm, s.uscc AS holder
                FROM feature.work_scope t JOIN feature.finance_several s USING (uscc)
                UNION ALL
                SELECT a.firm, a.uscc FROM feature.work_scope t JOIN link.alias a ON a.firm = t.uscc) AS h
          CROSS JOIN LATERAL (SELECT * FROM source.finance WHERE uscc = h.holder OFFSET 0) AS d
          WHERE current_setting('tidu.full') = 'off') AS r
    JOIN (SELECT source,
                 feature.source_rank('finance', 'revenue', source) AS revenue,
                 feature.source_rank('finance', 'main_revenue', source) AS main_revenue,
                 feature.source_rank('finance', 'product_revenue', source) AS product_revenue,
                 feature.source_rank('finance', 'hightech_revenue', source) AS hightech_revenue,
                 feature.source_rank('finance', 'cost', source) AS cost,
                 feature.source_rank('finance', 'net_profit', source) AS net_profit,
                 feature.source_rank('finance', 'assets', source) AS assets,
                 feature.source_rank('finance', 'liabilities', source) AS liabilities,
                 feature.source_rank('finance', 'net_assets', source) AS net_assets,
                 feature.source_rank('finance', 'rd_expense', source) AS rd_expense,
                 feature.source_rank('finance', 'rd_domestic', source) AS rd_domestic
          FROM meta.source OFFSET 0) AS k USING (source)
    WHERE r.gone IS NULL
    GROUP BY r.firm, r.year
) AS best
-- the years are chosen last: a range that the planner cannot estimate would make it hash the larger side
CROSS JOIN feature.clock c
WHERE best.year BETWEEN c.y - 2 AND c.y
ORDER BY firm, year;
