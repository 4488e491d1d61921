-- Records of the holders that are kept, by dataset, source and how they were linked or not, and how many holders there are.
-- Reads link.holder, link.alias, link.queue. No parameters.
SELECT h.dataset, h.source, coalesce(a.method, q.reason) AS method, sum(h.records)::bigint, (SELECT count(DISTINCT uscc) FROM link.holder)
FROM link.holder AS h
LEFT JOIN link.alias AS a USING (uscc)
LEFT JOIN link.queue AS q USING (uscc)
GROUP BY 1, 2, 3
