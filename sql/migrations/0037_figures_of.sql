-- Figures of some firms, such as the candidates. The views of all firms come upon every record of a firm before they leave it
-- for the merged figures, and nearly every candidate has merged ones: so the views are two, and who asks by firm asks each
-- for its own firms only.

CREATE VIEW feature.finance_single AS
SELECT r.uscc, r.year,
       nullif(r.revenue, b.revenue) AS revenue, nullif(r.main_revenue, b.main_revenue) AS main_revenue,
       nullif(r.product_revenue, b.product_revenue) AS product_revenue,
       nullif(r.hightech_revenue, b.hightech_revenue) AS hightech_revenue, nullif(r.cost, b.cost) AS cost,
       nullif(r.net_profit, b.net_profit) AS net_profit, nullif(r.assets, b.assets) AS assets,
       nullif(r.liabilities, b.liabilities) AS liabilities, nullif(r.net_assets, b.net_assets) AS net_assets,
       nullif(r.rd_expense, b.rd_expense) AS rd_expense, nullif(r.rd_domestic, b.rd_domestic) AS rd_domestic
FROM source.finance r CROSS JOIN feature.clock c
LEFT JOIN quality.block b ON b.uscc = r.uscc AND b.year = r.year
WHERE r.gone IS NULL AND r.year BETWEEN c.y - 2 AND c.y
  AND NOT EXISTS (SELECT FROM feature.finance_several s WHERE s.uscc = r.uscc);
COMMENT ON VIEW feature.finance_single IS '财务：只有一个来源、没有别名的主体';

CREATE VIEW feature.finance_joint AS
SELECT r.uscc, r.year,
       nullif(r.revenue, b.revenue) AS revenue, nullif(r.main_revenue, b.main_revenue) AS main_revenue,
       nullif(r.product_revenue, b.product_revenue) AS product_revenue,
       nullif(r.hightech_revenue, b.hightech_revenue) AS hightech_revenue, nullif(r.cost, b.cost) AS cost,
       nullif(r.net_profit, b.net_profit) AS net_profit, nullif(r.assets, b.assets) AS assets,
       nullif(r.liabilities, b.liabilities) AS liabilities, nullif(r.net_assets, b.net_assets) AS net_assets,
       nullif(r.rd_expense, b.rd_expense) AS rd_expense, nullif(r.rd_domestic, b.rd_domestic) AS rd_domestic
FROM feature.finance_merged r
LEFT JOIN quality.block b ON b.uscc = r.uscc AND b.year = r.year;
COMMENT ON VIEW feature.finance_joint IS '财务：多来源合并后的数值，存疑的除外';

CREATE OR REPLACE VIEW feature.finance AS
SELECT * FROM feature.finance_single
UNION ALL
SELECT * FROM feature.finance_joint;

CREATE FUNCTION feature.finance_of(firms text[]) RETURNS SETOF feature.finance
LANGUAGE sql STABLE AS $$
    SELECT * FROM feature.finance_single
    WHERE uscc = ANY (ARRAY(SELECT u FROM unnest(firms) AS u
                            WHERE NOT EXISTS (SELECT FROM feature.finance_several AS s WHERE s.uscc = u)))
    UNION ALL
    SELECT * FROM feature.finance_joint WHERE uscc = ANY (firms)
$$;
COMMENT ON FUNCTION feature.finance_of IS '若干主体的财务，同 feature.finance';

CREATE VIEW feature.staff_single AS
SELECT r.uscc, r.year,
       r.employees, r.insured, r.rd_staff, r.sci_staff, r.college_staff
FROM source.staff r CROSS JOIN feature.clock c
WHERE r.gone IS NULL AND r.year BETWEEN c.y - 2 AND c.y
  AND NOT EXISTS (SELECT FROM feature.staff_several s WHERE s.uscc = r.uscc);
COMMENT ON VIEW feature.staff_single IS '人员：只有一个来源、没有别名的主体';

CREATE VIEW feature.staff_joint AS
SELECT uscc, year,
       employees, insured, rd_staff, sci_staff, college_staff
FROM feature.staff_merged;
COMMENT ON VIEW feature.staff_joint IS '人员：多个来源或经别名，合并后的数值';

CREATE OR REPLACE VIEW feature.staff AS
SELECT * FROM feature.staff_single
UNION ALL
SELECT * FROM feature.staff_joint;

CREATE FUNCTION feature.staff_of(firms text[]) RETURNS SETOF feature.staff
LANGUAGE sql STABLE AS $$
    SELECT * FROM feature.staff_single
    WHERE uscc = ANY (ARRAY(SELECT u FROM unnest(firms) AS u
                            WHERE NOT EXISTS (SELECT FROM feature.staff_several AS s WHERE s.uscc = u)))
    UNION ALL
    SELECT * FROM feature.staff_joint WHERE uscc = ANY (firms)
$$;
COMMENT ON FUNCTION feature.staff_of IS '若干主体的人员，同 feature.staff';
