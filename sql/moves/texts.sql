-- The texts of a set, by name. $1 text: hash of the set. No tables written.
SELECT s.name, t.text FROM meta.text_set AS s JOIN meta.text AS t USING (hash) WHERE s.set_hash = $1 ORDER BY s.name
