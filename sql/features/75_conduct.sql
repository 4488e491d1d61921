-- Conduct: entries in force and whole years since the last event; writes feature.conduct.
-- Reads source.conduct, link.alias, meta.source_rank, feature.clock, feature.parameter, feature.work_scope; setting tidu.full.
--
-- In force: from_date has come and to_date has not (on the day of removal it is out).
DELETE FROM feature.conduct WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

INSERT INTO feature.conduct
WITH records AS (
    -- One row per unit, kind and day: what two sources deliver counts once.
    SELECT coalesce(a.firm, r.uscc) AS uscc, r.kind,
           r.from_date,
           feature.best_date(min(feature.ranked_date(r.to_date, k.to_date))) AS to_date,
           feature.best_text(min(k.grade || r.grade)) AS grade
    FROM source.conduct r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    JOIN (SELECT source,
                 feature.source_rank('conduct', 'to_date', source) AS to_date,
                 feature.source_rank('conduct', 'grade', source) AS grade
          FROM meta.source OFFSET 0) AS k USING (source)
    WHERE r.gone IS NULL
      AND (current_setting('tidu.full') = 'on'
           OR coalesce(a.firm, r.uscc) IN (SELECT uscc FROM feature.work_scope))
    GROUP BY coalesce(a.firm, r.uscc), r.kind, r.from_date
), entry AS (
    SELECT r.uscc, r.kind, r.from_date, c.as_of,
           (r.to_date IS NULL OR r.to_date > c.as_of) AS stands,
           CASE r.grade WHEN 'general' THEN 1 WHEN 'larger' THEN 2 WHEN 'major' THEN 3 WHEN 'extreme' THEN 4 END
               AS grade,
           (SELECT value FROM feature.parameter WHERE name = 'accident_grade_min') AS grade_min
    FROM records r CROSS JOIN feature.clock c
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
