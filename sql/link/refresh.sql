-- The touched holders as they are now, in place of what is kept of them (script); tidu_link_moved: how many came, went or
-- have another name. OFFSET makes it one look-up by index each, and not a pass over all records; the numbers of the
-- datasets are their places in link.c.
-- Reads feature.touched, source.*. Writes link.holder, tidu_link_entry, tidu_link_moved.
CREATE TEMP TABLE tidu_link_entry ON COMMIT DROP AS
SELECT h.dataset, h.source, t.uscc, count(*) AS records, nullif(min(h.holder_name), '') AS name
FROM (SELECT t.uscc
      FROM feature.touched AS t
      LEFT JOIN LATERAL (SELECT true AS stands FROM source.registry WHERE uscc = t.uscc AND gone IS NULL LIMIT 1) AS r ON true
      WHERE r.stands IS NULL OFFSET 0) AS t
CROSS JOIN LATERAL (
    (SELECT 0::smallint AS dataset, source, holder_name FROM source.finance WHERE uscc = t.uscc AND gone IS NULL OFFSET 0)
    UNION ALL
    (SELECT 1::smallint AS dataset, source, holder_name FROM source.staff WHERE uscc = t.uscc AND gone IS NULL OFFSET 0)
    UNION ALL
    (SELECT 2::smallint AS dataset, source, holder_name FROM source.ip WHERE uscc = t.uscc AND gone IS NULL OFFSET 0)
    UNION ALL
    (SELECT 3::smallint AS dataset, source, holder_name FROM source.title WHERE uscc = t.uscc AND gone IS NULL OFFSET 0)
    UNION ALL
    (SELECT 4::smallint AS dataset, source, holder_name FROM source.product WHERE uscc = t.uscc AND gone IS NULL OFFSET 0)
    UNION ALL
    (SELECT 5::smallint AS dataset, source, holder_name FROM source.equity WHERE uscc = t.uscc AND gone IS NULL OFFSET 0)
    UNION ALL
    (SELECT 6::smallint AS dataset, source, holder_name FROM source.platform WHERE uscc = t.uscc AND gone IS NULL OFFSET 0)
    UNION ALL
    (SELECT 7::smallint AS dataset, source, holder_name FROM source.conduct WHERE uscc = t.uscc AND gone IS NULL OFFSET 0)
    UNION ALL
    (SELECT 8::smallint AS dataset, source, holder_name FROM source.need WHERE uscc = t.uscc AND gone IS NULL OFFSET 0)
) AS h
GROUP BY h.dataset, h.source, t.uscc;

CREATE TEMP TABLE tidu_link_moved ON COMMIT DROP AS
SELECT count(*) AS holders
FROM (SELECT h.* FROM feature.touched AS t JOIN link.holder AS h USING (uscc)) AS o
FULL JOIN tidu_link_entry AS n USING (uscc, dataset, source)
WHERE o.records IS NULL OR n.records IS NULL OR o.name IS DISTINCT FROM n.name;

DELETE FROM link.holder AS h
USING feature.touched AS t
WHERE h.uscc = t.uscc
  AND NOT EXISTS (SELECT FROM tidu_link_entry AS n
                  WHERE n.uscc = h.uscc AND n.dataset = h.dataset AND n.source = h.source);
INSERT INTO link.holder (uscc, dataset, source, records, name)
SELECT uscc, dataset, source, records, name FROM tidu_link_entry
ON CONFLICT (uscc, dataset, source) DO UPDATE SET records = excluded.records, name = excluded.name
WHERE (holder.records, holder.name) IS DISTINCT FROM (excluded.records, excluded.name);
