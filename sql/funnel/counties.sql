-- Counties with their names, in the city's order.
SELECT county, name FROM meta.county ORDER BY position, county
