-- Ranks of the sources, as the profile has them; nothing is written when they are there already.
-- $1  text  json array of {dataset, field, source, rank}
-- writes: meta.source_rank
WITH wanted AS (
    SELECT dataset, field, source, rank
    FROM jsonb_to_recordset($1::jsonb) AS w (dataset text, field text, source integer, rank integer)
), removed AS (
    DELETE FROM meta.source_rank AS r
    WHERE NOT EXISTS (
        SELECT FROM wanted AS w
        WHERE w.dataset = r.dataset AND w.field = r.field AND w.source = r.source
    )
)
INSERT INTO meta.source_rank AS r (dataset, field, source, rank)
SELECT dataset, field, source, rank
FROM wanted
ON CONFLICT (dataset, field, source) DO UPDATE SET rank = excluded.rank
WHERE r.rank <> excluded.rank
