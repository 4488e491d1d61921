-- Units: every code that stands in the registry, and what the registry says of it. Writes feature.unit.
-- Reads source.registry, meta.source_rank, feature.work_scope; setting tidu.full.

-- Codes that two sources deliver: every field is taken from the source of best rank that has it. All other
-- rows are taken as they stand. Which source is the main one only decides how many rows take the slow way,
-- never the result, so a sample is enough to choose by.
CREATE UNLOGGED TABLE feature.work_registry_main AS
SELECT source
FROM (SELECT source FROM source.registry TABLESAMPLE SYSTEM (1) REPEATABLE (0) WHERE gone IS NULL
      UNION ALL
      (SELECT source FROM source.registry WHERE gone IS NULL LIMIT 100)) AS sample
GROUP BY source
ORDER BY count(*) DESC, source
LIMIT 1;

CREATE UNLOGGED TABLE feature.work_registry_several AS
SELECT uscc FROM source.registry
WHERE gone IS NULL AND source <> (SELECT source FROM feature.work_registry_main)
GROUP BY uscc;
ANALYZE feature.work_registry_several;

CREATE VIEW feature.work_registry AS
SELECT uscc, name, org_kind, status, established, industry, county
FROM source.registry r
WHERE gone IS NULL AND NOT EXISTS (SELECT FROM feature.work_registry_several s WHERE s.uscc = r.uscc)
UNION ALL
SELECT r.uscc,
       (array_agg(r.name ORDER BY k.name, r.source))[1],
       (array_agg(r.org_kind ORDER BY k.org_kind, r.source) FILTER (WHERE r.org_kind IS NOT NULL))[1],
       (array_agg(r.status ORDER BY k.status, r.source) FILTER (WHERE r.status IS NOT NULL))[1],
       (array_agg(r.established ORDER BY k.established, r.source) FILTER (WHERE r.established IS NOT NULL))[1],
       (array_agg(r.industry ORDER BY k.industry, r.source) FILTER (WHERE r.industry IS NOT NULL))[1],
       (array_agg(r.county ORDER BY k.county, r.source) FILTER (WHERE r.county IS NOT NULL))[1]
FROM feature.work_registry_several s
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

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        TRUNCATE feature.unit;
        ALTER TABLE feature.unit DROP CONSTRAINT IF EXISTS unit_key;
    ELSE
        DELETE FROM feature.unit WHERE uscc IN (SELECT uscc FROM feature.work_scope);
    END IF;
END
$$;

-- A unit is a legal person when it is a company. Individual businesses (92) and co-operatives (93) never
-- are, branches never are, partnerships and sole proprietorships are enterprises without being legal
-- persons. Where the registry does not say the kind, the code's class and the end of the name may.
INSERT INTO feature.unit (uscc, county, legal_person, active, established, industry)
SELECT uscc, county,
       CASE WHEN left(uscc, 2) IN ('92', '93') THEN false
            WHEN org_kind = 'company' THEN true
            WHEN org_kind IN ('branch', 'individual', 'cooperative', 'partnership', 'sole') THEN false
            WHEN left(uscc, 1) <> '9' THEN false -- institutions, associations, funds: no enterprises
            WHEN name ~ '(分公司|分店|分厂|分部|分社|分行|支行|支公司|办事处|代表处|营业部|营业厅|经营部|门市部|项目部|分支机构)[)）]?$' THEN false
            WHEN name ~ '合伙' THEN false
            WHEN name ~ '(有限公司|有限责任公司|股份公司)$' THEN true
       END,
       CASE WHEN status IS NOT NULL THEN status = 'active' END,
       established, industry
FROM feature.work_registry
WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

DO $$
BEGIN
    IF current_setting('tidu.full') = 'on' THEN
        ALTER TABLE feature.unit ADD CONSTRAINT unit_key PRIMARY KEY (uscc);
    END IF;
END
$$;
