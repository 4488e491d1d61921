-- A unit that an answer names: its name, whether it is a branch. No row: it is not in the registry. Reads
-- source.registry.
-- $1  text  uscc
SELECT r.name, coalesce(r.org_kind = 'branch', false)::integer
FROM source.registry AS r
WHERE r.uscc = $1 AND r.gone IS NULL
ORDER BY r.source
LIMIT 1
