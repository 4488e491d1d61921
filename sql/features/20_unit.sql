-- Units that two sources deliver, each field from the source of best rank that has it; all others are read
-- where they stand (view feature.unit). Writes feature.unit_merged.
-- Reads source.registry, meta.source_rank, feature.work_scope; setting tidu.full.
DELETE FROM feature.unit_merged WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

-- Units of any source but the main one are merged: more than need be, and the same result. So it does not
-- matter which source is the main one, and a sample is enough to choose by.
INSERT INTO feature.unit_merged (uscc, name, org_kind, status, established, industry, county)
WITH main AS MATERIALIZED (
    SELECT source
    FROM (SELECT source FROM source.registry TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
          UNION ALL
          (SELECT source FROM source.registry WHERE gone IS NULL LIMIT 100)) AS sample
    GROUP BY source
    ORDER BY count(*) DESC, source
    LIMIT 1
), several AS (
    SELECT uscc FROM source.registry
    WHERE gone IS NULL AND source <> (SELECT source FROM main)
      AND current_setting('tidu.full') = 'on'
    GROUP BY uscc
    UNION ALL
    SELECT s.uscc -- touched only: LIMIT makes it one look-up by index each, and not a pass over all
    FROM feature.work_scope s
    CROSS JOIN LATERAL (SELECT FROM source.registry r
                        WHERE r.uscc = s.uscc AND r.gone IS NULL AND r.source <> (SELECT source FROM main)
                        LIMIT 1) AS r
    WHERE current_setting('tidu.full') = 'off'
)
SELECT r.uscc,
       feature.best_text(min(k.name || r.name)),
       feature.best_text(min(k.org_kind || r.org_kind)),
       feature.best_text(min(k.status || r.status)),
       feature.best_date(min(feature.ranked_date(r.established, k.established))),
       feature.best_text(min(k.industry || r.industry)),
       feature.best_text(min(k.county || r.county))
FROM several s
JOIN source.registry r USING (uscc)
JOIN (SELECT source,
             feature.source_rank('registry', 'name', source) AS name,
             feature.source_rank('registry', 'org_kind', source) AS org_kind,
             feature.source_rank('registry', 'status', source) AS status,
             feature.source_rank('registry', 'established', source) AS established,
             feature.source_rank('registry', 'industry', source) AS industry,
             feature.source_rank('registry', 'county', source) AS county
      FROM meta.source OFFSET 0) AS k USING (source)
WHERE r.gone IS NULL
GROUP BY r.uscc;
