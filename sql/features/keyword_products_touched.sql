-- Names of products of the touched units, as keyword_products has them of all. Look-ups by index.
COPY (
    SELECT s.uscc, 0, string_agg(h.name, E'\n' ORDER BY h.name)
    FROM feature.work_scope AS s
    CROSS JOIN LATERAL (
        SELECT p.name FROM source.product AS p WHERE p.uscc = s.uscc AND p.gone IS NULL
        UNION ALL
        SELECT q.name FROM link.alias AS a JOIN source.product AS q ON q.uscc = a.uscc AND q.gone IS NULL
        WHERE a.firm = s.uscc
    ) AS h
    GROUP BY s.uscc
) TO STDOUT (FORMAT binary)
