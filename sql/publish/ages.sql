-- The age of every delivery, and how its files were written. $1 run, $2 as-of date. No tables written.
SELECT a.delivery, a.dataset, a.title, coalesce(a.delivered::text, ''), coalesce(a.age_days::text, ''), coalesce(a.rows, 0),
       coalesce(a.rejects, 0), coalesce(a.carried_since::text, ''), coalesce(a.carried_for, ''),
       coalesce(meta.rule_word(a.carried_for), ''), coalesce((b.notes -> 'files')::text, '')
FROM meta.source_age($1::bigint, $2::date) AS a
LEFT JOIN meta.batch AS b USING (batch)
ORDER BY a.dataset COLLATE "C", a.delivery COLLATE "C"
