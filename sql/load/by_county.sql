-- What stands of one source by county, within the delivery's transaction.
-- :"table"  text     source.<dataset>, with a column county
-- $1        integer  meta.source
SELECT coalesce(county, ''), count(*)
FROM :"table"
WHERE source = $1::integer AND gone IS NULL
GROUP BY county
ORDER BY coalesce(county, '') COLLATE "C"
