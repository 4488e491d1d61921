-- Bounds that cut the units into ranges of about $1 units: the first code of each range but the first.
-- Few units: no bound. Many: from a sample of the pages (a sorted pass over all would cost more than
-- ranges of unequal length do).
-- $1  bigint  units a range
WITH size AS (
    SELECT greatest(c.reltuples, 0)::bigint AS units FROM pg_class AS c WHERE c.oid = 'source.registry'::regclass
), sample AS (
    SELECT u.uscc, row_number() OVER (ORDER BY u.uscc) AS n, count(*) OVER () AS total
    FROM source.registry AS u TABLESAMPLE SYSTEM (2) REPEATABLE (0) -- feature.unit is a view over it
    WHERE u.gone IS NULL AND (SELECT units FROM size) > $1::bigint
)
SELECT s.uscc
FROM sample AS s CROSS JOIN size AS z
WHERE z.units > $1::bigint
  AND (s.n * (z.units / $1::bigint + 1)) / s.total > ((s.n - 1) * (z.units / $1::bigint + 1)) / s.total
  AND s.n < s.total
ORDER BY s.uscc
