-- Finance: one row per unit and year for 上年度 and the two years before it, in feature.work_finance.
-- Reads source.finance, link.alias, meta.source_rank, feature.clock, feature.work_unit; setting tidu.full.
--
-- Most units have one record a year, of the source that delivers most: those rows are taken as they
-- stand (feature.work_finance_main holds that source; any choice gives the same result, so a sample is
-- enough to choose by). Units with records of another source, or by way of an alias, are in
-- feature.work_finance_several, and there every field is chosen by rank. On a touched-only run all units
-- take that way: reading their records by index is cheaper than to scan for exceptions.
CREATE UNLOGGED TABLE feature.work_finance_main AS
SELECT source
FROM (SELECT source FROM source.finance TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
      UNION ALL
      (SELECT source FROM source.finance WHERE gone IS NULL LIMIT 100)) AS sample
GROUP BY source
ORDER BY count(*) DESC, source
LIMIT 1;

CREATE UNLOGGED TABLE feature.work_finance_several AS
SELECT uscc FROM feature.work_unit WHERE current_setting('tidu.full') = 'off'
UNION
SELECT uscc FROM source.finance
WHERE gone IS NULL AND source IS DISTINCT FROM (SELECT source FROM feature.work_finance_main)
  AND current_setting('tidu.full') = 'on'
UNION
SELECT a.firm FROM link.alias a JOIN source.finance r ON r.uscc = a.uscc
WHERE r.gone IS NULL AND current_setting('tidu.full') = 'on';
ANALYZE feature.work_finance_several;

CREATE UNLOGGED TABLE feature.work_finance_rank AS
SELECT source,
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
FROM meta.source;

CREATE UNLOGGED TABLE feature.work_finance_merged AS
SELECT r.firm AS uscc, r.year,
       feature.standing(min(feature.ranked(r.revenue, k.revenue)),
                        min(feature.ranked(-r.revenue, k.revenue))) AS revenue,
       feature.standing(min(feature.ranked(r.main_revenue, k.main_revenue)),
                        min(feature.ranked(-r.main_revenue, k.main_revenue))) AS main_revenue,
       feature.standing(min(feature.ranked(r.product_revenue, k.product_revenue)),
                        min(feature.ranked(-r.product_revenue, k.product_revenue))) AS product_revenue,
       feature.standing(min(feature.ranked(r.hightech_revenue, k.hightech_revenue)),
                        min(feature.ranked(-r.hightech_revenue, k.hightech_revenue))) AS hightech_revenue,
       feature.standing(min(feature.ranked(r.cost, k.cost)),
                        min(feature.ranked(-r.cost, k.cost))) AS cost,
       feature.standing(min(feature.ranked(r.net_profit, k.net_profit)),
                        min(feature.ranked(-r.net_profit, k.net_profit))) AS net_profit,
       feature.standing(min(feature.ranked(r.assets, k.assets)),
                        min(feature.ranked(-r.assets, k.assets))) AS assets,
       feature.standing(min(feature.ranked(r.liabilities, k.liabilities)),
                        min(feature.ranked(-r.liabilities, k.liabilities))) AS liabilities,
       feature.standing(min(feature.ranked(r.net_assets, k.net_assets)),
                        min(feature.ranked(-r.net_assets, k.net_assets))) AS net_assets,
       feature.standing(min(feature.ranked(r.rd_expense, k.rd_expense)),
                        min(feature.ranked(-r.rd_expense, k.rd_expense))) AS rd_expense,
       feature.standing(min(feature.ranked(r.rd_domestic, k.rd_domestic)),
                        min(feature.ranked(-r.rd_domestic, k.rd_domestic))) AS rd_domestic
FROM (SELECT s.uscc AS firm, d.*
      FROM feature.work_finance_several s JOIN source.finance d USING (uscc)
      UNION ALL
      SELECT s.uscc, d.*
      FROM feature.work_finance_several s
      JOIN link.alias a ON a.firm = s.uscc
      JOIN source.finance d ON d.uscc = a.uscc) AS r
JOIN feature.work_finance_rank k USING (source)
WHERE r.gone IS NULL
  AND r.year BETWEEN (SELECT y - 2 FROM feature.clock) AND (SELECT y FROM feature.clock)
GROUP BY r.firm, r.year;
ANALYZE feature.work_finance_merged;

CREATE VIEW feature.work_finance_0 AS
SELECT uscc,
       revenue, main_revenue, product_revenue, hightech_revenue, cost, net_profit, assets,
       liabilities, net_assets, rd_expense, rd_domestic
FROM source.finance f
WHERE gone IS NULL AND year = (SELECT y FROM feature.clock)
  AND source = (SELECT source FROM feature.work_finance_main) AND current_setting('tidu.full') = 'on'
  AND NOT EXISTS (SELECT FROM feature.work_finance_several s WHERE s.uscc = f.uscc)
UNION ALL
SELECT uscc,
       revenue, main_revenue, product_revenue, hightech_revenue, cost, net_profit, assets,
       liabilities, net_assets, rd_expense, rd_domestic
FROM feature.work_finance_merged
WHERE year = (SELECT y FROM feature.clock);

CREATE VIEW feature.work_finance_1 AS
SELECT uscc,
       revenue, main_revenue, product_revenue, hightech_revenue, cost, net_profit, assets,
       liabilities, net_assets, rd_expense, rd_domestic
FROM source.finance f
WHERE gone IS NULL AND year = (SELECT y - 1 FROM feature.clock)
  AND source = (SELECT source FROM feature.work_finance_main) AND current_setting('tidu.full') = 'on'
  AND NOT EXISTS (SELECT FROM feature.work_finance_several s WHERE s.uscc = f.uscc)
UNION ALL
SELECT uscc,
       revenue, main_revenue, product_revenue, hightech_revenue, cost, net_profit, assets,
       liabilities, net_assets, rd_expense, rd_domestic
FROM feature.work_finance_merged
WHERE year = (SELECT y - 1 FROM feature.clock);

CREATE VIEW feature.work_finance_2 AS
SELECT uscc,
       revenue, main_revenue, product_revenue, hightech_revenue, cost, net_profit, assets,
       liabilities, net_assets, rd_expense, rd_domestic
FROM source.finance f
WHERE gone IS NULL AND year = (SELECT y - 2 FROM feature.clock)
  AND source = (SELECT source FROM feature.work_finance_main) AND current_setting('tidu.full') = 'on'
  AND NOT EXISTS (SELECT FROM feature.work_finance_several s WHERE s.uscc = f.uscc)
UNION ALL
SELECT uscc,
       revenue, main_revenue, product_revenue, hightech_revenue, cost, net_profit, assets,
       liabilities, net_assets, rd_expense, rd_domestic
FROM feature.work_finance_merged
WHERE year = (SELECT y - 2 FROM feature.clock);
