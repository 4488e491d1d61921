-- Equity paid in by qualified investors, by age; writes feature.equity.
-- Reads source.equity, link.alias, meta.source_rank, feature.parameter, feature.work_age, feature.work_scope.
--
-- A round counts when the investor is qualified and no more than the allowed share was sold. When one of
-- the two is not known of a round that could count, the sum of its age is not known.
CREATE UNLOGGED TABLE feature.work_equity_main AS
SELECT source
FROM (SELECT source FROM source.equity TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
      UNION ALL
      (SELECT source FROM source.equity WHERE gone IS NULL LIMIT 100)) AS sample
GROUP BY source
ORDER BY count(*) DESC, source
LIMIT 1;

CREATE UNLOGGED TABLE feature.work_equity_several AS
SELECT uscc FROM source.equity
WHERE gone IS NULL AND source IS DISTINCT FROM (SELECT source FROM feature.work_equity_main)
UNION
SELECT a.firm FROM link.alias a JOIN source.equity r ON r.uscc = a.uscc WHERE r.gone IS NULL;
ANALYZE feature.work_equity_several;

-- One row per unit, day and amount: a round that two sources deliver counts once.
CREATE VIEW feature.work_equity_row AS
SELECT uscc, closed_on, amount, qualified_investor, share_sold
FROM source.equity r
WHERE gone IS NULL
  AND NOT EXISTS (SELECT FROM feature.work_equity_several s WHERE s.uscc = r.uscc)
  AND (current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope))
UNION ALL
SELECT r.firm, r.closed_on, r.amount,
       (array_agg(r.qualified_investor ORDER BY k.qualified_investor, r.source) FILTER (WHERE r.qualified_investor IS NOT NULL))[1],
       (array_agg(r.share_sold ORDER BY k.share_sold, r.source) FILTER (WHERE r.share_sold IS NOT NULL))[1]
FROM (SELECT s.uscc AS firm, d.* FROM feature.work_equity_several s JOIN source.equity d USING (uscc)
      UNION ALL
      SELECT a.firm, d.* FROM link.alias a JOIN source.equity d ON d.uscc = a.uscc) AS r
JOIN (SELECT source,
             feature.source_rank('equity', 'qualified_investor', source) AS qualified_investor,
             feature.source_rank('equity', 'share_sold', source) AS share_sold
      FROM meta.source OFFSET 0) AS k USING (source)
WHERE r.gone IS NULL
  AND (current_setting('tidu.full') = 'on' OR r.firm IN (SELECT uscc FROM feature.work_scope))
GROUP BY r.firm, r.closed_on, r.amount;

CREATE UNLOGGED TABLE feature.work_equity AS
WITH round AS (
    SELECT r.uscc, r.amount,
           r.qualified_investor
           AND r.share_sold <= (SELECT value FROM feature.parameter WHERE name = 'equity_share_sold_max') AS counts,
           CASE WHEN r.closed_on > c.d1 THEN 0 WHEN r.closed_on > c.d2 THEN 1 WHEN r.closed_on > c.d3 THEN 2
                WHEN r.closed_on > c.d4 THEN 3 WHEN r.closed_on > c.d5 THEN 4 ELSE 5 END AS age
    FROM feature.work_equity_row r CROSS JOIN feature.work_age c
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

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        TRUNCATE feature.equity;
        ALTER TABLE feature.equity DROP CONSTRAINT IF EXISTS equity_key;
    ELSE
        DELETE FROM feature.equity WHERE uscc IN (SELECT uscc FROM feature.work_scope);
    END IF;
END
$$;

INSERT INTO feature.equity
SELECT * FROM feature.work_equity;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        ALTER TABLE feature.equity ADD CONSTRAINT equity_key PRIMARY KEY (uscc);
    END IF;
END
$$;
