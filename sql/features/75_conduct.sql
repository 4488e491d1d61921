-- Conduct: entries in force and whole years since the last event; writes feature.conduct.
-- Reads source.conduct, link.alias, meta.source_rank, feature.clock, feature.parameter, feature.work_scope.
--
-- In force: from_date has come and to_date has not (on the day of removal it is out).
CREATE UNLOGGED TABLE feature.work_conduct_main AS
SELECT source
FROM (SELECT source FROM source.conduct TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
      UNION ALL
      (SELECT source FROM source.conduct WHERE gone IS NULL LIMIT 100)) AS sample
GROUP BY source
ORDER BY count(*) DESC, source
LIMIT 1;

CREATE UNLOGGED TABLE feature.work_conduct_several AS
SELECT uscc FROM source.conduct
WHERE gone IS NULL AND source IS DISTINCT FROM (SELECT source FROM feature.work_conduct_main)
UNION
SELECT a.firm FROM link.alias a JOIN source.conduct r ON r.uscc = a.uscc WHERE r.gone IS NULL;
ANALYZE feature.work_conduct_several;

-- One row per unit, kind and day: what two sources deliver counts once.
CREATE VIEW feature.work_conduct_row AS
SELECT uscc, kind, from_date, to_date, grade
FROM source.conduct r
WHERE gone IS NULL
  AND NOT EXISTS (SELECT FROM feature.work_conduct_several s WHERE s.uscc = r.uscc)
  AND (current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope))
UNION ALL
SELECT r.firm, r.kind, r.from_date,
       (array_agg(r.to_date ORDER BY k.to_date, r.source) FILTER (WHERE r.to_date IS NOT NULL))[1],
       (array_agg(r.grade ORDER BY k.grade, r.source) FILTER (WHERE r.grade IS NOT NULL))[1]
FROM (SELECT s.uscc AS firm, d.* FROM feature.work_conduct_several s JOIN source.conduct d USING (uscc)
      UNION ALL
      SELECT a.firm, d.* FROM link.alias a JOIN source.conduct d ON d.uscc = a.uscc) AS r
JOIN (SELECT source,
             feature.source_rank('conduct', 'to_date', source) AS to_date,
             feature.source_rank('conduct', 'grade', source) AS grade
      FROM meta.source OFFSET 0) AS k USING (source)
WHERE r.gone IS NULL
  AND (current_setting('tidu.full') = 'on' OR r.firm IN (SELECT uscc FROM feature.work_scope))
GROUP BY r.firm, r.kind, r.from_date;

CREATE UNLOGGED TABLE feature.work_conduct AS
WITH entry AS (
    SELECT r.uscc, r.kind, r.from_date, c.as_of,
           (r.to_date IS NULL OR r.to_date > c.as_of) AS stands,
           CASE r.grade WHEN 'general' THEN 1 WHEN 'larger' THEN 2 WHEN 'major' THEN 3 WHEN 'extreme' THEN 4 END
               AS grade,
           (SELECT value FROM feature.parameter WHERE name = 'accident_grade_min') AS grade_min
    FROM feature.work_conduct_row r CROSS JOIN feature.clock c
    WHERE r.from_date <= c.as_of
    OFFSET 0
)
SELECT uscc,
       (count(*) FILTER (WHERE kind = 'abnormal' AND stands))::integer AS abnormal,
       (count(*) FILTER (WHERE kind = 'dishonest' AND stands))::integer AS dishonest,
       (count(*) FILTER (WHERE kind = 'ban' AND stands))::integer AS banned,
       -- an accident without a grade that is newer than the last one that counts leaves the age open
       CASE WHEN max(from_date) FILTER (WHERE kind = 'accident' AND grade IS NULL)
                 > coalesce(max(from_date) FILTER (WHERE kind = 'accident' AND grade >= grade_min), '-infinity')
            THEN NULL
            ELSE coalesce(feature.years(max(from_date) FILTER (WHERE kind = 'accident' AND grade >= grade_min),
                                        max(as_of)), 999) END AS accident_age,
       -- 重大, 严重: entries whose grade says that they are less do not count; a list without grades is
       -- itself the list of the grave ones
       coalesce(feature.years(max(from_date) FILTER (WHERE kind = 'environment' AND (grade >= 3 OR grade IS NULL)),
                              max(as_of)), 999) AS environment_age,
       coalesce(feature.years(max(from_date) FILTER (WHERE kind = 'quality' AND (grade >= 3 OR grade IS NULL)),
                              max(as_of)), 999) AS quality_age,
       coalesce(feature.years(max(from_date) FILTER (WHERE kind = 'data_security' AND (grade >= 3 OR grade IS NULL)),
                              max(as_of)), 999) AS data_security_age,
       coalesce(feature.years(max(from_date) FILTER (WHERE kind = 'fraud'), max(as_of)), 999) AS fraud_age,
       coalesce(feature.years(max(from_date) FILTER (WHERE kind = 'tax'), max(as_of)), 999) AS tax_age,
       coalesce(feature.years(max(from_date) FILTER (WHERE kind = 'research'), max(as_of)), 999)
           AS research_misconduct_age
FROM entry
GROUP BY uscc;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        TRUNCATE feature.conduct;
        ALTER TABLE feature.conduct DROP CONSTRAINT IF EXISTS conduct_key;
    ELSE
        DELETE FROM feature.conduct WHERE uscc IN (SELECT uscc FROM feature.work_scope);
    END IF;
END
$$;

INSERT INTO feature.conduct
SELECT * FROM feature.work_conduct;

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        ALTER TABLE feature.conduct ADD CONSTRAINT conduct_key PRIMARY KEY (uscc);
    END IF;
END
$$;
