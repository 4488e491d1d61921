-- The departments' scores of a run. A measured share or age becomes 0 to 100 between `zero` and `full`
-- (straight line); the score is their weighted mean over those that could be measured.
-- $1 bigint run; $2 date as-of; then zero, full, weight of completeness $3 $4 $5, validity $6 $7 $8,
-- consistency $9 $10 $11 (hundredths of a per cent), timeliness $12 $13 $14 (days); $15 $16 $17 weights of
-- the severities error, warn, note; $18 text fields that may be empty: "ip.acquired_on,…".
-- Reads quality.fill, quality.count, quality.rule, meta.batch, meta.run. Writes quality.score.
INSERT INTO quality.score (run, source, dataset, records, completeness, validity, consistency, timeliness, score,
                           filled, valid, consistent, age_days)
WITH filled AS ( -- of the fields that the department delivers at all
    SELECT dataset, source, max(records) AS records,
           round(10000.0 * sum(filled) / nullif(sum(records), 0))::integer AS filled
    FROM (SELECT dataset, field, source, sum(filled) AS filled, sum(filled + empty) AS records
          FROM quality.fill
          WHERE run = $1::bigint AND dataset || '.' || field <> ALL (string_to_array($18, ','))
          GROUP BY dataset, field, source) AS f
    WHERE filled > 0
    GROUP BY dataset, source
), consistent AS (
    SELECT r.dataset, c.source,
           round(10000.0 * sum(w.weight * c.pass) / nullif(sum(w.weight * (c.pass + c.fail)), 0))::integer AS consistent
    FROM quality.count AS c
    JOIN quality.rule AS r ON r.rule = c.rule
    JOIN (VALUES ('error', $15::bigint), ('warn', $16::bigint), ('note', $17::bigint)) AS w (severity, weight)
      ON w.severity = r.severity
    WHERE c.run = $1::bigint
    GROUP BY r.dataset, c.source
), last AS ( -- of each delivery: the last that was loaded, and the last that changed anything
    SELECT b.dataset, b.source, b.delivery,
           max(b.batch) FILTER (WHERE b.rows_read > 0) AS batch,
           max(n.as_of) FILTER (WHERE b.rows_new + b.rows_changed + b.rows_gone > 0) AS changed
    FROM meta.batch AS b
    JOIN meta.run AS n ON n.run = b.run
    WHERE b.status = 'done'
    GROUP BY b.dataset, b.source, b.delivery
), delivered AS (
    SELECT l.dataset, l.source,
           round(10000.0 * (sum(b.rows_read - b.rows_skipped - b.rows_rejected))
                 / nullif(sum(b.rows_read - b.rows_skipped), 0))::integer AS valid,
           ($2::date - min(l.changed))::integer AS age_days
    FROM last AS l
    LEFT JOIN meta.batch AS b ON b.batch = l.batch
    GROUP BY l.dataset, l.source
), measured AS (
    SELECT f.source, f.dataset, f.records, f.filled, d.valid, c.consistent, greatest(d.age_days, 0) AS age_days
    FROM filled AS f
    LEFT JOIN consistent AS c USING (dataset, source)
    LEFT JOIN delivered AS d USING (dataset, source)
), scored AS (
    SELECT *,
           round(10000.0 * greatest(least((filled - $3::bigint)::numeric / ($4::bigint - $3::bigint), 1), 0))::integer AS s1,
           round(10000.0 * greatest(least((valid - $6::bigint)::numeric / ($7::bigint - $6::bigint), 1), 0))::integer AS s2,
           round(10000.0 * greatest(least((consistent - $9::bigint)::numeric / ($10::bigint - $9::bigint), 1), 0))::integer AS s3,
           round(10000.0 * greatest(least((age_days - $12::bigint)::numeric / ($13::bigint - $12::bigint), 1), 0))::integer AS s4
    FROM measured
)
SELECT $1::bigint, source, dataset, records, s1, s2, s3, s4,
       round((coalesce(s1 * $5::bigint, 0) + coalesce(s2 * $8::bigint, 0) + coalesce(s3 * $11::bigint, 0) + coalesce(s4 * $14::bigint, 0))::numeric
             / nullif((s1 IS NOT NULL)::integer * $5::bigint + (s2 IS NOT NULL)::integer * $8::bigint
                      + (s3 IS NOT NULL)::integer * $11::bigint + (s4 IS NOT NULL)::integer * $14::bigint, 0))::integer,
       filled, valid, consistent, age_days
FROM scored
