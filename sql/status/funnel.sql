-- The funnel of the results that stand: per program its steps in the order of the clauses.
SELECT p.title, CASE p.kind WHEN 'new' THEN '新申报' ELSE '复核' END, f.step, f.text, f.met, f.unmet, f.unknown,
       f.manual, f.remaining, f.remaining_certain, p.version
FROM result.funnel f
JOIN result.program p ON p.position = f.position
     AND p.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= f.run)
WHERE f.run = (SELECT max(run) FROM result.funnel)
ORDER BY f.position, f.step
