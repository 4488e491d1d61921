-- Who the records speak of: for each dataset and source the number of records of registered codes (holder
-- NULL), and each other holder id with its number of records and a name that came with it. Read by COPY.
-- Reads source.*; the numbers of the datasets are their places in link.c.
COPY (
SELECT h.dataset, h.source, CASE WHEN r.uscc IS NULL THEN h.uscc END AS holder,
       min(h.holder_name) FILTER (WHERE r.uscc IS NULL) AS name, count(*) AS records
FROM (
    SELECT 0::smallint AS dataset, source, uscc, holder_name FROM source.finance WHERE gone IS NULL
    UNION ALL
    SELECT 1::smallint AS dataset, source, uscc, holder_name FROM source.staff WHERE gone IS NULL
    UNION ALL
    SELECT 2::smallint AS dataset, source, uscc, holder_name FROM source.ip WHERE gone IS NULL
    UNION ALL
    SELECT 3::smallint AS dataset, source, uscc, holder_name FROM source.title WHERE gone IS NULL
    UNION ALL
    SELECT 4::smallint AS dataset, source, uscc, holder_name FROM source.product WHERE gone IS NULL
    UNION ALL
    SELECT 5::smallint AS dataset, source, uscc, holder_name FROM source.equity WHERE gone IS NULL
    UNION ALL
    SELECT 6::smallint AS dataset, source, uscc, holder_name FROM source.platform WHERE gone IS NULL
    UNION ALL
    SELECT 7::smallint AS dataset, source, uscc, holder_name FROM source.conduct WHERE gone IS NULL
    UNION ALL
    SELECT 8::smallint AS dataset, source, uscc, holder_name FROM source.need WHERE gone IS NULL
) AS h
LEFT JOIN (SELECT uscc FROM source.registry WHERE gone IS NULL GROUP BY uscc) AS r ON r.uscc = h.uscc
GROUP BY 1, 2, 3
) TO STDOUT (FORMAT binary)
