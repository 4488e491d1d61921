-- The firm that a note is of, as it is called today, and what stands there. No row: nobody knows the code. Reads
-- source.registry, link.identity, pool.note_firm.
-- $1  text  code
-- $2  date  on which the note was written
-- $3  text  XXH3 of its file
-- $4  text  what stands in its five cells
WITH firm AS (
    SELECT coalesce((SELECT i.firm FROM link.identity AS i WHERE i.uscc = $1), $1) AS uscc
)
SELECT f.uscc, coalesce((SELECT g.name FROM pool.name_of(f.uscc) AS g), ''),
       coalesce((SELECT n.mark FROM pool.note_firm AS n WHERE n.firm = f.uscc AND n.stands), ''),
       coalesce((SELECT (n.given_on > $2::date)::integer FROM pool.note_firm AS n WHERE n.firm = f.uscc AND n.stands), 0),
       EXISTS (SELECT FROM pool.note_firm AS n WHERE n.firm = f.uscc AND n.file_hash = $3 AND n.mark = $4)::integer
FROM firm AS f
WHERE EXISTS (SELECT FROM source.registry AS r WHERE r.uscc IN (f.uscc, $1))
