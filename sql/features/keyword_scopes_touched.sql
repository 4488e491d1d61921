-- Business scopes of the touched units, as keyword_scopes has them of all.
COPY (
    SELECT r.uscc, r.source, r.scope
    FROM feature.work_scope AS s
    JOIN source.registry AS r ON r.uscc = s.uscc
    WHERE r.gone IS NULL AND r.scope IS NOT NULL AND (r.status = 'active' OR r.status IS NULL)
      AND (r.org_kind = 'company' OR r.org_kind IS NULL)
) TO STDOUT (FORMAT binary)
