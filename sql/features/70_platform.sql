-- The platform's scores of this year and the year before; writes feature.platform.
-- Reads source.platform, link.alias, meta.source_rank, feature.clock, feature.work_scope.
CREATE UNLOGGED TABLE feature.work_platform_main AS
SELECT source
FROM (SELECT source FROM source.platform TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
      UNION ALL
      (SELECT source FROM source.platform WHERE gone IS NULL LIMIT 100)) AS sample
GROUP BY source
ORDER BY count(*) DESC, source
LIMIT 1;

CREATE UNLOGGED TABLE feature.work_platform_several AS
SELECT uscc FROM source.platform
WHERE gone IS NULL AND source IS DISTINCT FROM (SELECT source FROM feature.work_platform_main)
UNION
SELECT a.firm FROM link.alias a JOIN source.platform r ON r.uscc = a.uscc WHERE r.gone IS NULL;
ANALYZE feature.work_platform_several;

-- One row per unit and year, each field from the source of best rank that has it.
CREATE VIEW feature.work_platform_row AS
SELECT uscc, year, score, scored_on
FROM source.platform r
WHERE gone IS NULL
  AND NOT EXISTS (SELECT FROM feature.work_platform_several s WHERE s.uscc = r.uscc)
  AND (current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope))
UNION ALL
SELECT r.firm, r.year,
       (array_agg(r.score ORDER BY k.score, r.source) FILTER (WHERE r.score IS NOT NULL))[1],
       (array_agg(r.scored_on ORDER BY k.scored_on, r.source) FILTER (WHERE r.scored_on IS NOT NULL))[1]
FROM (SELECT s.uscc AS firm, d.* FROM feature.work_platform_several s JOIN source.platform d USING (uscc)
      UNION ALL
      SELECT a.firm, d.* FROM link.alias a JOIN source.platform d ON d.uscc = a.uscc) AS r
JOIN (SELECT source,
             feature.source_rank('platform', 'score', source) AS score,
             feature.source_rank('platform', 'scored_on', source) AS scored_on
      FROM meta.source OFFSET 0) AS k USING (source)
WHERE r.gone IS NULL
  AND (current_setting('tidu.full') = 'on' OR r.firm IN (SELECT uscc FROM feature.work_scope))
GROUP BY r.firm, r.year;

-- 本年度 is the as-of date's own year; a score of a later day than the as-of date is not known yet.
CREATE UNLOGGED TABLE feature.work_platform AS
SELECT r.uscc,
       max(r.score) FILTER (WHERE r.year = extract(year FROM c.as_of)) AS platform_this,
       max(r.score) FILTER (WHERE r.year = extract(year FROM c.as_of) - 1) AS platform_last
FROM feature.work_platform_row r CROSS JOIN feature.clock c
WHERE r.scored_on IS NULL OR r.scored_on <= c.as_of
GROUP BY r.uscc;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        TRUNCATE feature.platform;
        ALTER TABLE feature.platform DROP CONSTRAINT IF EXISTS platform_key;
    ELSE
        DELETE FROM feature.platform WHERE uscc IN (SELECT uscc FROM feature.work_scope);
    END IF;
END
$$;

INSERT INTO feature.platform
SELECT * FROM feature.work_platform;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        ALTER TABLE feature.platform ADD CONSTRAINT platform_key PRIMARY KEY (uscc);
    END IF;
END
$$;
