-- For the ledger: units; records that were merged; fields of these in which two records differ.
-- Reads feature.unit, feature.finance_merged, feature.staff_merged.
SELECT (SELECT count(*) FROM feature.unit),
       (SELECT count(*) FROM feature.finance_merged) + (SELECT count(*) FROM feature.staff_merged),
       (SELECT coalesce(sum(conflicts), 0) FROM feature.finance_merged)
       + (SELECT coalesce(sum(conflicts), 0) FROM feature.staff_merged)
