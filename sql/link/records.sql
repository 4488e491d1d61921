-- How many records there are, by dataset and source; those of link/holders are among them. Load counted them
-- in its comparison (meta.batch.notes, "stands"); where it did not, they are counted here. Read by COPY.
-- Reads meta.batch, source.*; the numbers of the datasets are their places in link.c.
COPY (
SELECT d.number, b.source,
       CASE WHEN b.notes ? 'stands' THEN (b.notes ->> 'stands')::bigint
            ELSE CASE b.dataset
                WHEN 'finance' THEN (SELECT count(*) FROM source.finance AS s WHERE s.source = b.source AND s.gone IS NULL)
                WHEN 'staff' THEN (SELECT count(*) FROM source.staff AS s WHERE s.source = b.source AND s.gone IS NULL)
                WHEN 'ip' THEN (SELECT count(*) FROM source.ip AS s WHERE s.source = b.source AND s.gone IS NULL)
                WHEN 'title' THEN (SELECT count(*) FROM source.title AS s WHERE s.source = b.source AND s.gone IS NULL)
                WHEN 'product' THEN (SELECT count(*) FROM source.product AS s WHERE s.source = b.source AND s.gone IS NULL)
                WHEN 'equity' THEN (SELECT count(*) FROM source.equity AS s WHERE s.source = b.source AND s.gone IS NULL)
                WHEN 'platform' THEN (SELECT count(*) FROM source.platform AS s WHERE s.source = b.source AND s.gone IS NULL)
                WHEN 'conduct' THEN (SELECT count(*) FROM source.conduct AS s WHERE s.source = b.source AND s.gone IS NULL)
                WHEN 'need' THEN (SELECT count(*) FROM source.need AS s WHERE s.source = b.source AND s.gone IS NULL)
            END
       END AS records
FROM (
    SELECT DISTINCT ON (dataset, source) dataset, source, notes
    FROM meta.batch
    WHERE status = 'done'
    ORDER BY dataset, source, batch DESC
) AS b
JOIN (VALUES ('finance', 0::smallint), ('staff', 1::smallint), ('ip', 2::smallint), ('title', 3::smallint), ('product', 4::smallint),
             ('equity', 5::smallint), ('platform', 6::smallint), ('conduct', 7::smallint), ('need', 8::smallint)) AS d (dataset, number) ON d.dataset = b.dataset
) TO STDOUT (FORMAT binary)
