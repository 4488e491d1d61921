-- Business scopes of all active enterprises, for the search for keywords: a dead firm and an individual business
-- apply for nothing. Of a unit that two sources deliver both scopes.
COPY (
    SELECT uscc, source, scope
    FROM source.registry
    WHERE gone IS NULL AND scope IS NOT NULL AND (status = 'active' OR status IS NULL)
      AND (org_kind = 'company' OR org_kind IS NULL)
) TO STDOUT (FORMAT binary)
