-- The counts that stand: the rule's position, county, source, passes, fails, not checkable, not concerned.
-- Reads quality.basis, quality.rule, quality.count. No parameters.
SELECT r.position, c.county, c.source, c.pass, c.fail, c.unknown, c.na
FROM quality.basis AS b
JOIN quality.count AS c ON c.run = b.run
JOIN quality.rule AS r ON r.rule = c.rule
