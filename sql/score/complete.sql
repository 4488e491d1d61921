-- Lists that the standing deliveries declare complete: of each delivery its last batch that was loaded.
-- Returns dataset, complete (the whole dataset), word (one row per complete word, '' = the whole).
SELECT b.dataset, CASE WHEN b.complete THEN '' ELSE k.word END AS word
FROM (
    SELECT DISTINCT ON (delivery) dataset, complete, complete_kinds
    FROM meta.batch
    WHERE status = 'done'
    ORDER BY delivery, batch DESC
) AS b
LEFT JOIN LATERAL unnest(b.complete_kinds) AS k (word) ON NOT b.complete
WHERE b.complete OR k.word IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
