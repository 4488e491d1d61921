-- Titles of the two tracks that are in force on the as-of date, or may be: one row per unit, title and grant, each field
-- from the source of best rank that has it. A title without an end is not known to have run out. Reads source.title,
-- link.alias, meta.source_rank, result.judgement, pool.track.
-- $1  date  as-of date
WITH record AS (
    SELECT coalesce(a.firm, r.uscc) AS uscc, r.title, r.granted,
           feature.best_text(min(k.level || r.level)) AS level,
           feature.best_text(min(k.batch_name || r.batch_name)) AS batch_name,
           min(r.holder_name) AS holder_name,
           feature.best_date(min(feature.ranked_date(r.valid_from, k.valid_from))) AS valid_from,
           feature.best_date(min(feature.ranked_date(r.valid_to, k.valid_to))) AS valid_to,
           feature.best_date(min(feature.ranked_date(r.revoked_on, k.revoked_on))) AS revoked_on
    FROM source.title AS r
    LEFT JOIN link.alias AS a ON a.uscc = r.uscc
    JOIN (SELECT source,
                 feature.source_rank('title', 'level', source) AS level,
                 feature.source_rank('title', 'batch_name', source) AS batch_name,
                 feature.source_rank('title', 'valid_from', source) AS valid_from,
                 feature.source_rank('title', 'valid_to', source) AS valid_to,
                 feature.source_rank('title', 'revoked_on', source) AS revoked_on
          FROM meta.source OFFSET 0) AS k USING (source)
    WHERE r.gone IS NULL AND r.title IN (SELECT t.title FROM pool.track AS t) AND r.granted <= $1::date
    GROUP BY 1, 2, 3
)
SELECT r.uscc, r.title, r.granted, r.valid_from, r.valid_to, r.level, r.batch_name, r.holder_name,
       coalesce(u.county, ''), u.uscc IS NOT NULL AS registered,
       -- another grant of the same title runs longer
       r.valid_to IS NOT NULL AND r.valid_to < max(r.valid_to) OVER (PARTITION BY r.uscc, r.title) AS renewed
FROM record AS r
LEFT JOIN LATERAL ( -- by its key: one unit in thirty has a title
    SELECT j.uscc, j.county FROM result.judgement AS j WHERE j.uscc = r.uscc AND j.to_run = 9223372036854775807 OFFSET 0
) AS u ON true
WHERE (r.revoked_on IS NULL OR r.revoked_on > $1::date)
  AND (r.valid_from IS NULL OR r.valid_from <= $1::date)
  AND (r.valid_to IS NULL OR r.valid_to >= $1::date)
ORDER BY r.uscc, r.title, r.granted
