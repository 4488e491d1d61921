-- What readers see.
SELECT p.run, p.as_of, count(s.uscc) FILTER (WHERE s.seated), count(s.uscc)
FROM meta.published p LEFT JOIN pool.shortlist s ON s.run = p.run
GROUP BY p.run, p.as_of
