-- A figure that is in a wrong unit is not known to the judge: its value as delivered stands in quality.block, and
-- feature.finance leaves it out. What another department delivers, or the figure once it is corrected, is not it.
CREATE TABLE quality.block (
    uscc text COLLATE "C" NOT NULL,
    year integer NOT NULL,
    revenue bigint,
    main_revenue bigint,
    product_revenue bigint,
    hightech_revenue bigint,
    cost bigint,
    net_profit bigint,
    assets bigint,
    liabilities bigint,
    net_assets bigint,
    rd_expense bigint,
    rd_domestic bigint,
    CONSTRAINT block_key PRIMARY KEY (uscc, year)
);
COMMENT ON TABLE quality.block IS '疑似用错单位、判定按未知处理的数值（交付原值）；NULL 为没有疑点';

CREATE OR REPLACE VIEW feature.finance AS
SELECT r.uscc, r.year,
       nullif(r.revenue, b.revenue) AS revenue, nullif(r.main_revenue, b.main_revenue) AS main_revenue,
       nullif(r.product_revenue, b.product_revenue) AS product_revenue, nullif(r.hightech_revenue,
       b.hightech_revenue) AS hightech_revenue, nullif(r.cost, b.cost) AS cost, nullif(r.net_profit,
       b.net_profit) AS net_profit, nullif(r.assets, b.assets) AS assets, nullif(r.liabilities, b.liabilities)
       AS liabilities, nullif(r.net_assets, b.net_assets) AS net_assets, nullif(r.rd_expense, b.rd_expense) AS
       rd_expense, nullif(r.rd_domestic, b.rd_domestic) AS rd_domestic
FROM source.finance r CROSS JOIN feature.clock c
LEFT JOIN quality.block b ON b.uscc = r.uscc AND b.year = r.year
WHERE r.gone IS NULL AND r.year BETWEEN c.y - 2 AND c.y
  AND NOT EXISTS (SELECT FROM feature.finance_several s WHERE s.uscc = r.uscc)
UNION ALL
SELECT r.uscc, r.year,
       nullif(r.revenue, b.revenue), nullif(r.main_revenue, b.main_revenue), nullif(r.product_revenue,
       b.product_revenue), nullif(r.hightech_revenue, b.hightech_revenue), nullif(r.cost, b.cost),
       nullif(r.net_profit, b.net_profit), nullif(r.assets, b.assets), nullif(r.liabilities, b.liabilities),
       nullif(r.net_assets, b.net_assets), nullif(r.rd_expense, b.rd_expense), nullif(r.rd_domestic,
       b.rd_domestic)
FROM feature.finance_merged r
LEFT JOIN quality.block b ON b.uscc = r.uscc AND b.year = r.year;
