-- What stands of one source by the area in the credit code (digits 3 to 8), where the records have no county of their
-- own: an even view of a department's offices, though not of where a firm is now. Within the delivery's transaction.
-- :"table"  text     source.<dataset>
-- $1        integer  meta.source
SELECT substr(uscc, 3, 6), count(*)
FROM :"table"
WHERE source = $1::integer AND gone IS NULL AND length(uscc) = 18 AND left(uscc, 1) NOT IN ('~', '#')
GROUP BY 1
ORDER BY substr(uscc, 3, 6) COLLATE "C"
