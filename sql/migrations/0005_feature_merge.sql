-- What sql/features needs to choose between sources, and the list of what they disagree about.

-- Rank of a source for a field of a dataset: its own, else that of '*', else the last.
CREATE FUNCTION feature.source_rank(of_dataset text, of_field text, of_source integer) RETURNS integer
LANGUAGE sql STABLE AS $$
    SELECT coalesce(
        (SELECT rank FROM meta.source_rank WHERE dataset = of_dataset AND field = of_field AND source = of_source),
        (SELECT rank FROM meta.source_rank WHERE dataset = of_dataset AND field = '*' AND source = of_source),
        6)
$$;

-- A figure (|value| <= 2^53) under the rank of its source, as one integer that orders by rank, then by
-- value: rank * 2^60 + value + 2^59. So the least of a group is a figure of the best source that has
-- one, and min() finds it without sorting or joining the group to itself.
CREATE FUNCTION feature.ranked(value bigint, rank integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (rank::bigint << 60) + value + 576460752303423488
$$;

-- The figure that stands: lowest = min(ranked(value, rank)), highest = min(ranked(-value, rank)). When
-- sources of equal rank (or two records of one source) disagree, nothing is known: NULL.
CREATE FUNCTION feature.standing(lowest bigint, highest bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN (lowest & 1152921504606846975) - 576460752303423488
                   = 576460752303423488 - (highest & 1152921504606846975)
                THEN (lowest & 1152921504606846975) - 576460752303423488 END
$$;

-- Whole years between two dates, as td_date_years counts: one is full on the same month and day, a
-- 29 February on 1 March.
CREATE FUNCTION feature.years(since date, until date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT date_part('year', age(until::timestamp, since::timestamp))::integer
$$;

-- Figures on which two sources differ; computed when it is read. Firms by the code that the features
-- use (link.alias), 上年度 and the two years before it.
CREATE VIEW feature.conflict AS
WITH firm AS (
    SELECT uscc, uscc AS holder FROM feature.firm
    UNION ALL
    SELECT firm, uscc FROM link.alias
), finance AS (
    SELECT k.uscc, f.source, f.year, v.field, v.value
    FROM firm k
    JOIN source.finance f ON f.uscc = k.holder AND f.gone IS NULL
    CROSS JOIN LATERAL (VALUES
        ('revenue', f.revenue), ('main_revenue', f.main_revenue), ('product_revenue', f.product_revenue),
        ('hightech_revenue', f.hightech_revenue), ('cost', f.cost), ('net_profit', f.net_profit),
        ('assets', f.assets), ('liabilities', f.liabilities), ('net_assets', f.net_assets),
        ('rd_expense', f.rd_expense), ('rd_domestic', f.rd_domestic)) AS v (field, value)
    WHERE v.value IS NOT NULL
), staff AS (
    SELECT k.uscc, f.source, f.year, v.field, v.value::bigint AS value
    FROM firm k
    JOIN source.staff f ON f.uscc = k.holder AND f.gone IS NULL
    CROSS JOIN LATERAL (VALUES
        ('employees', f.employees), ('insured', f.insured), ('rd_staff', f.rd_staff),
        ('sci_staff', f.sci_staff), ('college_staff', f.college_staff)) AS v (field, value)
    WHERE v.value IS NOT NULL
)
SELECT a.uscc, 'finance' AS dataset, a.year, a.field, a.source AS source_a, b.source AS source_b,
       a.value AS value_a, b.value AS value_b
FROM finance a JOIN finance b USING (uscc, year, field)
WHERE (a.source, a.value) < (b.source, b.value) AND a.value <> b.value
  AND a.year BETWEEN (SELECT y - 2 FROM feature.clock) AND (SELECT y FROM feature.clock)
UNION ALL
SELECT a.uscc, 'staff', a.year, a.field, a.source, b.source, a.value, b.value
FROM staff a JOIN staff b USING (uscc, year, field)
WHERE (a.source, a.value) < (b.source, b.value) AND a.value <> b.value
  AND a.year BETWEEN (SELECT y - 2 FROM feature.clock) AND (SELECT y FROM feature.clock);
COMMENT ON VIEW feature.conflict IS '同一企业同一年度同一指标，两个来源数值不一致的清单（读取时计算）';
COMMENT ON COLUMN feature.conflict.source_a IS '来源甲（meta.source）';
COMMENT ON COLUMN feature.conflict.source_b IS '来源乙（meta.source）';
