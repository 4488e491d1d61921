-- Sets of found entries. Writes the table of :"found".
-- :"found"  text  feature.keyword_found (of a full run), feature.work_keyword (some may stand already)
COPY :"found" (found, catalogue, entry, grade, words) FROM STDIN (FORMAT binary)
