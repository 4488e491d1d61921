-- Staff: units whose figures come from several records of a year (two sources, or an alias), and what
-- stands for them. All others are read where they stand (view feature.staff).
-- Writes feature.staff_several, feature.staff_merged. Reads source.staff, link.alias, meta.source_rank,
-- feature.clock, feature.work_scope; setting tidu.full.

DELETE FROM feature.staff_several WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);
DELETE FROM feature.staff_merged WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

-- Units of any source but the main one are merged: more than need be, and the same result. So it does not
-- matter which source is the main one, and a sample is enough to choose by.
INSERT INTO feature.staff_several
WITH main AS MATERIALIZED (
    SELECT source
    FROM (SELECT source FROM source.staff TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
          UNION ALL
          (SELECT source FROM source.staff WHERE gone IS NULL LIMIT 100)) AS sample
    GROUP BY source
    ORDER BY count(*) DESC, source
    LIMIT 1
)
SELECT coalesce(a.firm, r.uscc)
FROM source.staff r
LEFT JOIN link.alias a ON a.uscc = r.uscc
WHERE r.gone IS NULL AND r.source <> (SELECT source FROM main) AND current_setting('tidu.full') = 'on'
UNION
SELECT a.firm -- LIMIT, and OFFSET below, make it one look-up by index each, and not a pass over all records
FROM link.alias a
CROSS JOIN LATERAL (SELECT FROM source.staff r WHERE r.uscc = a.uscc AND r.gone IS NULL LIMIT 1) AS r
WHERE current_setting('tidu.full') = 'on'
UNION
SELECT s.uscc -- touched only
FROM feature.work_scope s
CROSS JOIN LATERAL (SELECT FROM source.staff r
                    WHERE r.uscc = s.uscc AND r.gone IS NULL AND r.source <> (SELECT source FROM main)
                    LIMIT 1) AS r
WHERE current_setting('tidu.full') = 'off'
UNION
SELECT a.firm
FROM feature.work_scope s
JOIN link.alias a ON a.firm = s.uscc
CROSS JOIN LATERAL (SELECT FROM source.staff r WHERE r.uscc = a.uscc AND r.gone IS NULL LIMIT 1) AS r
WHERE current_setting('tidu.full') = 'off'
ORDER BY 1; -- in the order of the key, which then takes each row at its end
ANALYZE feature.staff_several;

INSERT INTO feature.staff_merged
SELECT firm, year,
       feature.standing(employees_low, employees_high)::integer,
       feature.standing(insured_low, insured_high)::integer,
       feature.standing(rd_staff_low, rd_staff_high)::integer,
       feature.standing(sci_staff_low, sci_staff_high)::integer,
       feature.standing(college_staff_low, college_staff_high)::integer,
       conflicts
FROM (
    SELECT r.firm, r.year,
           min(feature.ranked(r.employees, k.employees)) AS employees_low, min(feature.ranked(-r.employees, k.employees)) AS employees_high,
           min(feature.ranked(r.insured, k.insured)) AS insured_low, min(feature.ranked(-r.insured, k.insured)) AS insured_high,
           min(feature.ranked(r.rd_staff, k.rd_staff)) AS rd_staff_low, min(feature.ranked(-r.rd_staff, k.rd_staff)) AS rd_staff_high,
           min(feature.ranked(r.sci_staff, k.sci_staff)) AS sci_staff_low, min(feature.ranked(-r.sci_staff, k.sci_staff)) AS sci_staff_high,
           min(feature.ranked(r.college_staff, k.college_staff)) AS college_staff_low, min(feature.ranked(-r.college_staff, k.college_staff)) AS college_staff_high,
           (coalesce((min(r.employees) <> max(r.employees))::integer, 0)
            + coalesce((min(r.insured) <> max(r.insured))::integer, 0)
            + coalesce((min(r.rd_staff) <> max(r.rd_staff))::integer, 0)
            + coalesce((min(r.sci_staff) <> max(r.sci_staff))::integer, 0)
            + coalesce((min(r.college_staff) <> max(r.college_staff))::integer, 0))::smallint AS conflicts
    FROM (SELECT s.uscc AS firm, d.* -- in full: one pass over the records, and the aliases by index
          FROM feature.staff_several s JOIN source.staff d USING (uscc)
          WHERE current_setting('tidu.full') = 'on'
          UNION ALL
          SELECT a.firm, d.*
          FROM link.alias a CROSS JOIN LATERAL (SELECT * FROM source.staff WHERE uscc = a.uscc OFFSET 0) AS d
          WHERE current_setting('tidu.full') = 'on'
          UNION ALL
          SELECT h.firm, d.* -- touched only: by index
          FROM (SELECT s.uscc AS firm, s.uscc AS holder
                FROM feature.work_scope t JOIN feature.staff_several s USING (uscc)
                UNION ALL
                SELECT a.firm, a.uscc FROM feature.work_scope t JOIN link.alias a ON a.firm = t.uscc) AS h
          CROSS JOIN LATERAL (SELECT * FROM source.staff WHERE uscc = h.holder OFFSET 0) AS d
          WHERE current_setting('tidu.full') = 'off') AS r
    JOIN (SELECT source,
                 feature.source_rank('staff', 'employees', source) AS employees,
                 feature.source_rank('staff', 'insured', source) AS insured,
                 feature.source_rank('staff', 'rd_staff', source) AS rd_staff,
                 feature.source_rank('staff', 'sci_staff', source) AS sci_staff,
                 feature.source_rank('staff', 'college_staff', source) AS college_staff
          FROM meta.source OFFSET 0) AS k USING (source)
    WHERE r.gone IS NULL
    GROUP BY r.firm, r.year
) AS best
-- the years are chosen last: a range that the planner cannot estimate would make it hash the larger side
CROSS JOIN feature.clock c
WHERE best.year BETWEEN c.y - 2 AND c.y
ORDER BY firm, year;
