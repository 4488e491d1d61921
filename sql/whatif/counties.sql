-- The city's counties in the order of its profile.
SELECT county, name FROM meta.county ORDER BY position, county
