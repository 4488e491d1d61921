-- Departments, counties or rules that a word may mean: code and name. $1 text: source, county or rule.
-- Reads meta.source, meta.county, quality.rule.
SELECT id, title FROM meta.source WHERE $1 = 'source'
UNION ALL SELECT county, name FROM meta.county WHERE $1 = 'county'
UNION ALL SELECT rule, title FROM quality.rule WHERE $1 = 'rule'
ORDER BY 1
