-- The profile's targets with what stands tonight. What is new is counted in the target's own year; a title of that year
-- that was revoked or has run out since was granted all the same. Writes pool.target.
-- $1  bigint  run
-- $2  date    as-of date
-- $3  jsonb   [{n, title, county, measure, target, due, note}]
INSERT INTO pool.target (run, n, title, county, measure, target, from_date, due, note, done, unsure)
WITH wanted AS (
    SELECT w.* FROM jsonb_to_recordset($3::jsonb)
         AS w (n integer, title text, county text, measure text, target bigint, due date, note text)
), held AS (
    SELECT k.title, k.county, k.held, k.end_unknown FROM pool.title_count AS k WHERE k.run = $1::bigint
), record AS (
    SELECT DISTINCT coalesce(a.firm, t.uscc) AS uscc, t.title, extract(year FROM t.granted)::integer AS year
    FROM source.title AS t
    LEFT JOIN link.alias AS a ON a.uscc = t.uscc
    WHERE t.gone IS NULL AND t.granted <= $2::date
      AND (t.title, extract(year FROM t.granted)) IN (SELECT w.title, extract(year FROM w.due) FROM wanted AS w WHERE w.measure = 'new')
), granted AS (
    SELECT r.uscc, r.title, r.year, coalesce(u.county, '') AS county
    FROM record AS r
    LEFT JOIN LATERAL (
        SELECT j.county FROM result.judgement AS j WHERE j.uscc = r.uscc AND j.to_run = 9223372036854775807 OFFSET 0
    ) AS u ON true
), tended AS (
    SELECT t.tier, t.county, count(*) AS firms FROM pool.tended($1::bigint) AS t GROUP BY 1, 2
)
SELECT $1::bigint, w.n, w.title, w.county, w.measure, w.target,
       CASE w.measure WHEN 'new' THEN date_trunc('year', w.due)::date ELSE $2::date END, w.due, w.note,
       CASE w.measure
           WHEN 'held' THEN (SELECT coalesce(sum(h.held), 0) FROM held AS h
                             WHERE h.title = w.title AND (w.county = '' OR h.county = w.county))
           WHEN 'new' THEN (SELECT count(*) FROM granted AS g
                            WHERE g.title = w.title AND g.year = extract(year FROM w.due) AND (w.county = '' OR g.county = w.county))
           ELSE (SELECT coalesce(sum(t.firms), 0) FROM tended AS t
                 WHERE t.tier = w.title AND (w.county = '' OR t.county = w.county)) END,
       CASE w.measure
           WHEN 'held' THEN (SELECT coalesce(sum(h.end_unknown), 0) FROM held AS h
                             WHERE h.title = w.title AND (w.county = '' OR h.county = w.county))
           ELSE 0 END
FROM wanted AS w
ON CONFLICT (run, n) DO NOTHING
