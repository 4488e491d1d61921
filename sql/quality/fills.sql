-- The filled and empty fields that stand: dataset, field, county, source, both numbers.
-- Reads quality.basis, quality.fill. No parameters.
SELECT f.dataset, f.field, f.county, f.source, f.filled, f.empty
FROM quality.basis AS b
JOIN quality.fill AS f ON f.run = b.run
