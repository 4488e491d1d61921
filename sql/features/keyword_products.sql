-- Names of products by firm, a line each, for the search for keywords.
COPY (
    SELECT coalesce(a.firm, p.uscc), 0, string_agg(p.name, E'\n' ORDER BY p.name)
    FROM source.product AS p
    LEFT JOIN link.alias AS a ON a.uscc = p.uscc
    WHERE p.gone IS NULL
    GROUP BY coalesce(a.firm, p.uscc)
) TO STDOUT (FORMAT binary)
