-- Equity paid in by qualified investors, by age; writes feature.equity.
-- Reads source.equity, link.alias, meta.source_rank, feature.parameter, feature.work_day, feature.work_scope; setting tidu.full.
--
-- A round counts when the investor is qualified and no more than the allowed share was sold. When one of
-- the two is not known of a round that could count, the sum of its age is not known.
DELETE FROM feature.equity WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

INSERT INTO feature.equity
WITH records AS (
    -- One row per unit, day and amount: a round that two sources deliver counts once.
    SELECT coalesce(a.firm, r.uscc) AS uscc, r.closed_on,
           r.amount,
           feature.best_bool(min(feature.ranked_bool(r.qualified_investor, k.qualified_investor))) AS qualified_investor,
           feature.best_int(min(feature.ranked_int(r.share_sold, k.share_sold))) AS share_sold
    FROM source.equity r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    JOIN (SELECT source,
                 feature.source_rank('equity', 'qualified_investor', source) AS qualified_investor,
                 feature.source_rank('equity', 'share_sold', source) AS share_sold
          FROM meta.source OFFSET 0) AS k USING (source)
    WHERE r.gone IS NULL
      AND (current_setting('tidu.full') = 'on'
           OR coalesce(a.firm, r.uscc) IN (SELECT uscc FROM feature.work_scope))
    GROUP BY coalesce(a.firm, r.uscc), r.closed_on, r.amount
), round AS (
    SELECT r.uscc, r.amount,
           r.qualified_investor
           AND r.share_sold <= (SELECT value FROM feature.parameter WHERE name = 'equity_share_sold_max') AS counts,
           CASE WHEN r.closed_on > c.d1 THEN 0 WHEN r.closed_on > c.d2 THEN 1 WHEN r.closed_on > c.d3 THEN 2
                WHEN r.closed_on > c.d4 THEN 3 WHEN r.closed_on > c.d5 THEN 4 ELSE 5 END AS age
    FROM records r CROSS JOIN feature.work_day c
    WHERE r.closed_on <= c.as_of
    OFFSET 0
)
SELECT uscc,
       CASE WHEN count(*) FILTER (WHERE age = 0 AND counts IS NULL) = 0
            THEN coalesce(sum(amount) FILTER (WHERE age = 0 AND counts), 0)::bigint END AS equity_0,
       CASE WHEN count(*) FILTER (WHERE age = 1 AND counts IS NULL) = 0
            THEN coalesce(sum(amount) FILTER (WHERE age = 1 AND counts), 0)::bigint END AS equity_1,
       CASE WHEN count(*) FILTER (WHERE age = 2 AND counts IS NULL) = 0
            THEN coalesce(sum(amount) FILTER (WHERE age = 2 AND counts), 0)::bigint END AS equity_2,
       CASE WHEN count(*) FILTER (WHERE age = 3 AND counts IS NULL) = 0
            THEN coalesce(sum(amount) FILTER (WHERE age = 3 AND counts), 0)::bigint END AS equity_3,
       CASE WHEN count(*) FILTER (WHERE age = 4 AND counts IS NULL) = 0
            THEN coalesce(sum(amount) FILTER (WHERE age = 4 AND counts), 0)::bigint END AS equity_4
FROM round
GROUP BY uscc;
