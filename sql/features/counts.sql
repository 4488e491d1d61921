-- For the ledger: units; merged records; fields of these in which two records differ.
-- Reads source.registry, link.replaced, feature.unit_merged, feature.finance_merged, feature.staff_merged.
SELECT (SELECT count(*) FROM source.registry WHERE gone IS NULL)
       - (SELECT count(*) FROM feature.unit_merged JOIN source.registry USING (uscc) WHERE gone IS NULL)
       + (SELECT count(*) FROM feature.unit_merged) - (SELECT count(*) FROM link.replaced),
       (SELECT count(*) FROM feature.finance_merged) + (SELECT count(*) FROM feature.staff_merged),
       (SELECT coalesce(sum(conflicts), 0) FROM feature.finance_merged)
       + (SELECT coalesce(sum(conflicts), 0) FROM feature.staff_merged)
