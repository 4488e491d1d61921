-- Test: identifiers are replaced here and nowhere else: not in :"comment", /* :"comment" */
-- Tables written: :"table".
INSERT INTO :"table" (word)
SELECT ':"string"' || E'\':"escaped"' || $body$:"dollar"$body$ || '1'::text || ':"table"' AS ":""quoted"
