-- Finance: units whose figures come from several records of a year (two sources, or an alias), and what
-- stands for them. All others are read where they stand (view feature.finance).
-- Writes feature.finance_several, feature.finance_merged. Reads source.finance, link.alias, meta.source_rank,
-- feature.clock, feature.work_scope; setting tidu.full.

-- In full, units of any source but the main one are merged: more than need be, and the same result.
CREATE UNLOGGED TABLE feature.work_finance_main AS
SELECT source
FROM (SELECT source FROM source.finance TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
      UNION ALL
      (SELECT source FROM source.finance WHERE gone IS NULL LIMIT 100)) AS sample
GROUP BY source
ORDER BY count(*) DESC, source
LIMIT 1;

CREATE UNLOGGED TABLE feature.work_finance_several AS
SELECT uscc FROM source.finance
WHERE gone IS NULL AND source <> (SELECT source FROM feature.work_finance_main)
  AND current_setting('tidu.full') = 'on'
UNION
SELECT r.uscc FROM feature.work_scope s JOIN source.finance r USING (uscc)
WHERE r.gone IS NULL AND r.source <> (SELECT source FROM feature.work_finance_main)
  AND current_setting('tidu.full') = 'off'
UNION
SELECT a.firm FROM link.alias a JOIN source.finance r ON r.uscc = a.uscc
WHERE r.gone IS NULL
  AND (current_setting('tidu.full') = 'on' OR a.firm IN (SELECT uscc FROM feature.work_scope));
ANALYZE feature.work_finance_several;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        TRUNCATE feature.finance_several, feature.finance_merged;
    ELSE
        DELETE FROM feature.finance_several WHERE uscc IN (SELECT uscc FROM feature.work_scope);
        DELETE FROM feature.finance_merged WHERE uscc IN (SELECT uscc FROM feature.work_scope);
    END IF;
END
$$;

INSERT INTO feature.finance_several
SELECT uscc FROM feature.work_finance_several;

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

INSERT INTO feature.finance_merged
SELECT r.firm, r.year,
       feature.standing(min(feature.ranked(r.revenue, k.revenue)), min(feature.ranked(-r.revenue, k.revenue))),
       feature.standing(min(feature.ranked(r.main_revenue, k.main_revenue)), min(feature.ranked(-r.main_revenue, k.main_revenue))),
       feature.standing(min(feature.ranked(r.product_revenue, k.product_revenue)), min(feature.ranked(-r.product_revenue, k.product_revenue))),
       feature.standing(min(feature.ranked(r.hightech_revenue, k.hightech_revenue)), min(feature.ranked(-r.hightech_revenue, k.hightech_revenue))),
       feature.standing(min(feature.ranked(r.cost, k.cost)), min(feature.ranked(-r.cost, k.cost))),
       feature.standing(min(feature.ranked(r.net_profit, k.net_profit)), min(feature.ranked(-r.net_profit, k.net_profit))),
       feature.standing(min(feature.ranked(r.assets, k.assets)), min(feature.ranked(-r.assets, k.assets))),
       feature.standing(min(feature.ranked(r.liabilities, k.liabilities)), min(feature.ranked(-r.liabilities, k.liabilities))),
       feature.standing(min(feature.ranked(r.net_assets, k.net_assets)), min(feature.ranked(-r.net_assets, k.net_assets))),
       feature.standing(min(feature.ranked(r.rd_expense, k.rd_expense)), min(feature.ranked(-r.rd_expense, k.rd_expense))),
       feature.standing(min(feature.ranked(r.rd_domestic, k.rd_domestic)), min(feature.ranked(-r.rd_domestic, k.rd_domestic))),
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
        + coalesce((min(r.rd_domestic) <> max(r.rd_domestic))::integer, 0))::smallint
FROM (SELECT s.uscc AS firm, d.*
      FROM feature.work_finance_several s JOIN source.finance d USING (uscc)
      UNION ALL
      SELECT s.uscc, d.*
      FROM feature.work_finance_several s
      JOIN link.alias a ON a.firm = s.uscc
      JOIN source.finance d ON d.uscc = a.uscc) AS r
JOIN feature.work_finance_rank k USING (source)
CROSS JOIN feature.clock c
WHERE r.gone IS NULL AND r.year BETWEEN c.y - 2 AND c.y
GROUP BY r.firm, r.year;
