-- Titles of a unit that is registered no longer, from all records that were ever its own. Reads source.title,
-- link.alias, link.identity.
-- $1  text  uscc
SELECT DISTINCT t.title, t.granted, coalesce(t.valid_to::text, '')
FROM source.title AS t
WHERE t.gone IS NULL
  AND (t.uscc = $1 OR t.uscc IN (SELECT a.uscc FROM link.alias AS a WHERE a.firm = $1)
       OR t.uscc IN (SELECT i.uscc FROM link.identity AS i WHERE i.firm = $1))
ORDER BY t.granted, t.title, 3
