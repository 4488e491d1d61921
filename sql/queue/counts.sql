-- How many holders wait, by reason; the codes that may have a successor are a reason of their own.
-- Reads link.queue, link.suggestion.
SELECT CASE q.reason WHEN 'unmatched' THEN '未找到' WHEN 'ambiguous' THEN '多个候选' WHEN 'branch' THEN '分支机构不在册'
            WHEN 'near' THEN '近似' ELSE q.reason END, q.reason, count(*)
FROM link.queue AS q
GROUP BY q.reason
UNION ALL
SELECT '可能换了代码', 'successor', count(DISTINCT s.uscc)
FROM link.suggestion AS s
HAVING count(*) > 0
ORDER BY 2
