-- The age of every delivery. $1 run, $2 as-of date. No tables written.
SELECT delivery, dataset, title, coalesce(delivered::text, ''), coalesce(age_days::text, ''), coalesce(rows, 0),
       coalesce(rejects, 0), coalesce(carried_since::text, ''), coalesce(carried_for, ''),
       coalesce(meta.rule_word(carried_for), '')
FROM meta.source_age($1::bigint, $2::date)
ORDER BY dataset COLLATE "C", delivery COLLATE "C"
