-- Staff: one row per unit and year for 上年度 and the two years before it, in feature.work_staff.
-- Reads source.staff, link.alias, meta.source_rank, feature.clock, feature.work_unit; setting tidu.full.
--
-- Most units have one record a year, of the source that delivers most: those rows are taken as they
-- stand (feature.work_staff_main holds that source; any choice gives the same result, so a sample is
-- enough to choose by). Units with records of another source, or by way of an alias, are in
-- feature.work_staff_several, and there every field is chosen by rank. On a touched-only run all units
-- take that way: reading their records by index is cheaper than to scan for exceptions.
CREATE UNLOGGED TABLE feature.work_staff_main AS
SELECT source
FROM (SELECT source FROM source.staff TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
      UNION ALL
      (SELECT source FROM source.staff WHERE gone IS NULL LIMIT 100)) AS sample
GROUP BY source
ORDER BY count(*) DESC, source
LIMIT 1;

CREATE UNLOGGED TABLE feature.work_staff_several AS
SELECT uscc FROM feature.work_unit WHERE current_setting('tidu.full') = 'off'
UNION
SELECT uscc FROM source.staff
WHERE gone IS NULL AND source IS DISTINCT FROM (SELECT source FROM feature.work_staff_main)
  AND current_setting('tidu.full') = 'on'
UNION
SELECT a.firm FROM link.alias a JOIN source.staff r ON r.uscc = a.uscc
WHERE r.gone IS NULL AND current_setting('tidu.full') = 'on';
ANALYZE feature.work_staff_several;

CREATE UNLOGGED TABLE feature.work_staff_rank AS
SELECT source,
       feature.source_rank('staff', 'employees', source) AS employees,
       feature.source_rank('staff', 'insured', source) AS insured,
       feature.source_rank('staff', 'rd_staff', source) AS rd_staff,
       feature.source_rank('staff', 'sci_staff', source) AS sci_staff,
       feature.source_rank('staff', 'college_staff', source) AS college_staff
FROM meta.source;

CREATE UNLOGGED TABLE feature.work_staff_merged AS
SELECT r.firm AS uscc, r.year,
       feature.standing(min(feature.ranked(r.employees, k.employees)),
                        min(feature.ranked(-r.employees, k.employees)))::integer AS employees,
       feature.standing(min(feature.ranked(r.insured, k.insured)),
                        min(feature.ranked(-r.insured, k.insured)))::integer AS insured,
       feature.standing(min(feature.ranked(r.rd_staff, k.rd_staff)),
                        min(feature.ranked(-r.rd_staff, k.rd_staff)))::integer AS rd_staff,
       feature.standing(min(feature.ranked(r.sci_staff, k.sci_staff)),
                        min(feature.ranked(-r.sci_staff, k.sci_staff)))::integer AS sci_staff,
       feature.standing(min(feature.ranked(r.college_staff, k.college_staff)),
                        min(feature.ranked(-r.college_staff, k.college_staff)))::integer AS college_staff
FROM (SELECT s.uscc AS firm, d.*
      FROM feature.work_staff_several s JOIN source.staff d USING (uscc)
      UNION ALL
      SELECT s.uscc, d.*
      FROM feature.work_staff_several s
      JOIN link.alias a ON a.firm = s.uscc
      JOIN source.staff d ON d.uscc = a.uscc) AS r
JOIN feature.work_staff_rank k USING (source)
WHERE r.gone IS NULL
  AND r.year BETWEEN (SELECT y - 2 FROM feature.clock) AND (SELECT y FROM feature.clock)
GROUP BY r.firm, r.year;
ANALYZE feature.work_staff_merged;

CREATE VIEW feature.work_staff_0 AS
SELECT uscc,
       employees, insured, rd_staff, sci_staff, college_staff
FROM source.staff f
WHERE gone IS NULL AND year = (SELECT y FROM feature.clock)
  AND source = (SELECT source FROM feature.work_staff_main) AND current_setting('tidu.full') = 'on'
  AND NOT EXISTS (SELECT FROM feature.work_staff_several s WHERE s.uscc = f.uscc)
UNION ALL
SELECT uscc,
       employees, insured, rd_staff, sci_staff, college_staff
FROM feature.work_staff_merged
WHERE year = (SELECT y FROM feature.clock);

CREATE VIEW feature.work_staff_1 AS
SELECT uscc,
       employees, insured, rd_staff, sci_staff, college_staff
FROM source.staff f
WHERE gone IS NULL AND year = (SELECT y - 1 FROM feature.clock)
  AND source = (SELECT source FROM feature.work_staff_main) AND current_setting('tidu.full') = 'on'
  AND NOT EXISTS (SELECT FROM feature.work_staff_several s WHERE s.uscc = f.uscc)
UNION ALL
SELECT uscc,
       employees, insured, rd_staff, sci_staff, college_staff
FROM feature.work_staff_merged
WHERE year = (SELECT y - 1 FROM feature.clock);

CREATE VIEW feature.work_staff_2 AS
SELECT uscc,
       employees, insured, rd_staff, sci_staff, college_staff
FROM source.staff f
WHERE gone IS NULL AND year = (SELECT y - 2 FROM feature.clock)
  AND source = (SELECT source FROM feature.work_staff_main) AND current_setting('tidu.full') = 'on'
  AND NOT EXISTS (SELECT FROM feature.work_staff_several s WHERE s.uscc = f.uscc)
UNION ALL
SELECT uscc,
       employees, insured, rd_staff, sci_staff, college_staff
FROM feature.work_staff_merged
WHERE year = (SELECT y - 2 FROM feature.clock);
