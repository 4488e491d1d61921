-- For the ledger: units; merged records; fields of these in which two records differ. Load counted the records that stand
-- in its comparison (meta.batch.notes, "stands"); where it did not, they are counted here.
-- Reads meta.batch, source.registry, link.replaced, feature.unit_merged, feature.finance_merged, feature.staff_merged.
WITH last AS (
    SELECT DISTINCT ON (source) (notes ->> 'stands')::bigint AS stands
    FROM meta.batch
    WHERE dataset = 'registry' AND status = 'done'
    ORDER BY source, batch DESC
)
SELECT (SELECT CASE WHEN count(*) > 0 AND count(*) = count(stands) THEN sum(stands)::bigint
                    ELSE (SELECT count(*) FROM source.registry WHERE gone IS NULL) END FROM last)
       - (SELECT count(*) FROM feature.unit_merged JOIN source.registry USING (uscc) WHERE gone IS NULL)
       + (SELECT count(*) FROM feature.unit_merged) - (SELECT count(*) FROM link.replaced),
       f.records + s.records, f.conflicts + s.conflicts
FROM (SELECT count(*) AS records, coalesce(sum(conflicts), 0) AS conflicts FROM feature.finance_merged) AS f,
     (SELECT count(*) AS records, coalesce(sum(conflicts), 0) AS conflicts FROM feature.staff_merged) AS s
