-- The platform's scores of this year and the year before; writes feature.platform.
-- Reads source.platform, link.alias, meta.source_rank, feature.clock, feature.work_scope; setting tidu.full.
DELETE FROM feature.platform WHERE current_setting('tidu.full') = 'on' OR uscc IN (SELECT uscc FROM feature.work_scope);

-- 本年度 is the as-of date's own year; a score of a later day than the as-of date is not known yet.
INSERT INTO feature.platform
WITH records AS (
    -- One row per unit and year, each field from the source of best rank that has it.
    SELECT coalesce(a.firm, r.uscc) AS uscc, r.year,
           feature.best_int(min(feature.ranked_int(r.score, k.score))) AS score,
           feature.best_date(min(feature.ranked_date(r.scored_on, k.scored_on))) AS scored_on
    FROM source.platform r
    LEFT JOIN link.alias a ON a.uscc = r.uscc
    JOIN (SELECT source,
                 feature.source_rank('platform', 'score', source) AS score,
                 feature.source_rank('platform', 'scored_on', source) AS scored_on
          FROM meta.source OFFSET 0) AS k USING (source)
    WHERE r.gone IS NULL
      AND (current_setting('tidu.full') = 'on'
           OR coalesce(a.firm, r.uscc) IN (SELECT uscc FROM feature.work_scope))
    GROUP BY coalesce(a.firm, r.uscc), r.year
)
SELECT r.uscc,
       max(r.score) FILTER (WHERE r.year = extract(year FROM c.as_of)) AS platform_this,
       max(r.score) FILTER (WHERE r.year = extract(year FROM c.as_of) - 1) AS platform_last
FROM records r CROSS JOIN feature.clock c
WHERE r.scored_on IS NULL OR r.scored_on <= c.as_of
GROUP BY r.uscc;
