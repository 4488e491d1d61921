-- Are the texts of this set kept? $1 text: hash of the set. No tables written.
SELECT count(*) FROM meta.text_set WHERE set_hash = $1
