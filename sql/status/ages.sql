-- How old each delivery is on the night of the last run.
SELECT a.delivery, a.dataset, a.title, coalesce(a.delivered::text, ''), coalesce(a.age_days::text, ''), a.rows,
       a.rejects, coalesce(a.carried_since::text, ''), coalesce(meta.rule_word(a.carried_for), '')
FROM (SELECT run, as_of FROM meta.run WHERE run = (SELECT meta.last_load(max(run)) FROM meta.run)) AS r
CROSS JOIN LATERAL meta.source_age(r.run, r.as_of) AS a
ORDER BY a.dataset COLLATE "C", a.delivery COLLATE "C"
