-- Keeps the texts of a set. $1 text: hash of the set, $2 jsonb: [{name, hash, text}]. Writes meta.text, meta.text_set.
WITH given AS (
    SELECT name, hash, text FROM jsonb_to_recordset($2::jsonb) AS g (name text, hash text, text text)
), texts AS (
    INSERT INTO meta.text (hash, text)
    SELECT DISTINCT ON (hash) hash, text FROM given ORDER BY hash
    ON CONFLICT (hash) DO NOTHING
)
INSERT INTO meta.text_set (set_hash, name, hash)
SELECT $1, name, hash FROM given
ON CONFLICT (set_hash, name) DO NOTHING
