-- Which rule versions judged. $1 run whose shortlist stands.
SELECT p.title, p.version, p.source, CASE p.kind WHEN 'new' THEN '新申报' ELSE '复核' END,
       CASE WHEN p.unconfirmed THEN '含未证实数值' ELSE '' END
FROM result.program p
WHERE p.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= $1::bigint)
ORDER BY p.position
