-- A unit that an answer names: its name, whether it is a branch, whether another code took its place ('' = no).
-- No row: it is not in the registry. Reads source.registry, link.identity.
-- $1  text  uscc
SELECT r.name, coalesce(r.org_kind = 'branch', false)::integer,
       coalesce((SELECT i.firm FROM link.identity AS i WHERE i.uscc = $1), '')
FROM source.registry AS r
WHERE r.uscc = $1 AND r.gone IS NULL
ORDER BY r.source
LIMIT 1
