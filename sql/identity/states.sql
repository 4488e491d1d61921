-- How the units that load changed stood before and how they stand now, each field from the source of best rank
-- that has it, of records that stand before those that have gone. Read by COPY.
-- Reads link.before, source.registry, meta.source, meta.source_rank.
COPY (
WITH unit AS MATERIALIZED (
    SELECT uscc FROM link.before GROUP BY uscc
), present AS MATERIALIZED (
    SELECT u.uscc, r.source, r.gone, r.batch, r.name, r.county, r.status, r.org_kind
    FROM unit AS u
    CROSS JOIN LATERAL (SELECT * FROM source.registry WHERE uscc = u.uscc OFFSET 0) AS r
), record AS (
    SELECT b.uscc, b.source, true AS old, NOT b.gone AS stands, b.name, b.county, b.status, b.org_kind, NULL::bigint AS batch
    FROM link.before AS b
    WHERE b.there
    UNION ALL -- another department's record, which did not change
    SELECT p.uscc, p.source, true, p.gone IS NULL, p.name, p.county, p.status, p.org_kind, NULL
    FROM present AS p
    WHERE NOT EXISTS (SELECT FROM link.before AS b WHERE b.uscc = p.uscc AND b.source = p.source)
    UNION ALL
    SELECT p.uscc, p.source, false, p.gone IS NULL, p.name, p.county, p.status, p.org_kind,
           CASE WHEN EXISTS (SELECT FROM link.before AS b WHERE b.uscc = p.uscc AND b.source = p.source)
                THEN coalesce(p.gone, p.batch) END
    FROM present AS p
)
SELECT r.uscc,
       coalesce(bool_or(r.old), false) AS was_there,
       coalesce(bool_or(r.old AND r.stands), false) AS was_standing,
       coalesce(bool_or(NOT r.old), false) AS is_there,
       coalesce(bool_or(NOT r.old AND r.stands), false) AS is_standing,
       coalesce(substr(min(k.name || r.name) FILTER (WHERE r.old AND r.stands), 2),
                substr(min(k.name || r.name) FILTER (WHERE r.old), 2)) AS was_name,
       coalesce(substr(min(k.county || r.county) FILTER (WHERE r.old AND r.stands), 2),
                substr(min(k.county || r.county) FILTER (WHERE r.old), 2)) AS was_county,
       coalesce(substr(min(k.status || r.status) FILTER (WHERE r.old AND r.stands), 2),
                substr(min(k.status || r.status) FILTER (WHERE r.old), 2)) AS was_status,
       coalesce(substr(min(k.org_kind || r.org_kind) FILTER (WHERE r.old AND r.stands), 2),
                substr(min(k.org_kind || r.org_kind) FILTER (WHERE r.old), 2)) AS was_form,
       substr(min(k.name || r.name) FILTER (WHERE NOT r.old AND r.stands), 2) AS name,
       substr(min(k.county || r.county) FILTER (WHERE NOT r.old AND r.stands), 2) AS county,
       substr(min(k.status || r.status) FILTER (WHERE NOT r.old AND r.stands), 2) AS status,
       substr(min(k.org_kind || r.org_kind) FILTER (WHERE NOT r.old AND r.stands), 2) AS form,
       max(r.batch) AS batch
FROM record AS r
JOIN (SELECT source,
             feature.source_rank('registry', 'name', source) AS name,
             feature.source_rank('registry', 'org_kind', source) AS org_kind,
             feature.source_rank('registry', 'status', source) AS status,
             feature.source_rank('registry', 'county', source) AS county
      FROM meta.source OFFSET 0) AS k USING (source)
GROUP BY r.uscc
ORDER BY r.uscc
) TO STDOUT (FORMAT binary)
