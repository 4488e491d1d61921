-- Holder ids that are no registered code: for each dataset and source their number of records, and a name
-- that came with them. Apart from link/records: counting all and grouping the few takes half the time of
-- grouping all by whether they are registered, and in one statement the server takes no workers for it.
-- Read by COPY. Reads source.*; the numbers of the datasets are their places in link.c.
COPY (
SELECT h.dataset, h.source, count(*) AS records, h.uscc AS holder, min(h.holder_name) AS name
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
WHERE NOT EXISTS (SELECT FROM source.registry r WHERE r.uscc = h.uscc AND r.gone IS NULL)
GROUP BY h.dataset, h.source, h.uscc
) TO STDOUT (FORMAT binary)
