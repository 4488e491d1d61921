-- Which set of found entries a text has. Writes feature.keyword_unit.
COPY feature.keyword_unit (uscc, origin, source, found, makes) FROM STDIN (FORMAT binary)
