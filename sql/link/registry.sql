-- The registry as the matching reads it, with the names and codes that we saw a firm leave behind beside those that
-- the registry gives. Units that another one replaced are not there. Read by COPY.
-- Reads source.registry, link.known_as, link.replaced, nothing personal.
COPY (
SELECT r.uscc, r.name, nullif(concat_ws(';', r.former_names, k.names), ''), nullif(concat_ws(';', r.old_codes, k.codes), ''),
       r.org_kind, r.status, r.county
FROM source.registry AS r
LEFT JOIN link.known_as AS k ON k.firm = r.uscc
WHERE r.gone IS NULL AND NOT EXISTS (SELECT FROM link.replaced AS p WHERE p.uscc = r.uscc)
) TO STDOUT (FORMAT binary)
