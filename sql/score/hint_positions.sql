-- Which bit of feature.keyword_makes is which catalogue's. Reads feature.keyword_entry.
SELECT DISTINCT catalogue, position FROM feature.keyword_entry ORDER BY position, catalogue
