-- The registry as the matching reads it. Read by COPY. Reads source.registry, nothing personal.
COPY (
SELECT uscc, name, former_names, old_codes, org_kind, status FROM source.registry WHERE gone IS NULL
) TO STDOUT (FORMAT binary)
