-- How many records there are, by dataset and source; those of link/holders are among them. Read by COPY.
-- Reads source.*; the numbers of the datasets are their places in link.c.
COPY (
SELECT 0::smallint AS dataset, source, count(*) AS records FROM source.finance WHERE gone IS NULL GROUP BY source
UNION ALL
SELECT 1::smallint AS dataset, source, count(*) AS records FROM source.staff WHERE gone IS NULL GROUP BY source
UNION ALL
SELECT 2::smallint AS dataset, source, count(*) AS records FROM source.ip WHERE gone IS NULL GROUP BY source
UNION ALL
SELECT 3::smallint AS dataset, source, count(*) AS records FROM source.title WHERE gone IS NULL GROUP BY source
UNION ALL
SELECT 4::smallint AS dataset, source, count(*) AS records FROM source.product WHERE gone IS NULL GROUP BY source
UNION ALL
SELECT 5::smallint AS dataset, source, count(*) AS records FROM source.equity WHERE gone IS NULL GROUP BY source
UNION ALL
SELECT 6::smallint AS dataset, source, count(*) AS records FROM source.platform WHERE gone IS NULL GROUP BY source
UNION ALL
SELECT 7::smallint AS dataset, source, count(*) AS records FROM source.conduct WHERE gone IS NULL GROUP BY source
UNION ALL
SELECT 8::smallint AS dataset, source, count(*) AS records FROM source.need WHERE gone IS NULL GROUP BY source
) TO STDOUT (FORMAT binary)
