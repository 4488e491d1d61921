-- What stands of one source by county, within the delivery's transaction.
-- :"table"   text     source.<dataset>
-- :"county"  text     its column of the county
-- $1         integer  meta.source
SELECT coalesce(:"county", ''), count(*)
FROM :"table"
WHERE source = $1::integer AND gone IS NULL
GROUP BY 1
ORDER BY coalesce(:"county", '') COLLATE "C"
