-- Keywords that were found in a firm's business scope and names of products. $1 text: uscc. What two sources'
-- scopes both have stands once, with the better grade.
SELECT e.catalogue, e.catalogue_title, e.entry, e.title, k.origin, max(k.grade),
       (array_agg(k.words ORDER BY k.grade DESC, k.source))[1]
FROM feature.keyword AS k
JOIN feature.keyword_entry AS e ON e.catalogue = k.catalogue AND e.entry = k.entry
WHERE k.uscc = $1
GROUP BY e.catalogue, e.catalogue_title, e.entry, e.title, e.position, e.place, k.origin
ORDER BY e.position, e.place, k.origin
