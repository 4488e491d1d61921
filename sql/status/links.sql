-- How records found their firm.
SELECT l.dataset, s.title, l.method, l.records
FROM link.summary l JOIN meta.source s USING (source) ORDER BY l.dataset, s.source, l.method
