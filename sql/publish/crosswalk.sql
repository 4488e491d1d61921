-- Firms on one track of titles only, each with the title of the other track that it is nearest to, for the sheet 双轨: the best
-- verdict, then the highest title. No tables written.
-- $1  bigint  run whose shortlist stands
-- $2  date    as-of date (as for the other sheets; says nothing here)
WITH at AS MATERIALIZED (
    SELECT pool.follow_run($1::bigint) AS run
), best AS MATERIALIZED (
    SELECT DISTINCT ON (c.uscc) c.* FROM at CROSS JOIN LATERAL pool.crosswalk_firm(at.run) AS c
    ORDER BY c.uscc, c.verdict, c.lacking_place DESC
), name AS MATERIALIZED ( -- as pool.name_of, for all at once
    SELECT DISTINCT ON (r.uscc) r.uscc, r.name
    FROM source.registry AS r
    LEFT JOIN meta.source_rank AS k ON k.dataset = 'registry' AND k.field = '*' AND k.source = r.source
    WHERE r.uscc = ANY (ARRAY(SELECT b.uscc FROM best AS b))
    ORDER BY r.uscc, r.gone IS NOT NULL, coalesce(k.rank, 9), r.source
)
SELECT b.county, coalesce(g.name, ''), b.uscc, coalesce(c.name, '区县不明'),
       CASE b.track WHEN 'ladder' THEN '梯度培育' ELSE '高新等' END, b.held, b.lacking_name, v.word, b.met || '/' || b.hard_total
FROM best AS b
JOIN meta.verdict AS v ON v.verdict = b.verdict
LEFT JOIN name AS g ON g.uscc = b.uscc
LEFT JOIN meta.county AS c ON c.county = b.county
WHERE $2::date IS NOT NULL
ORDER BY b.verdict, b.county, b.lacking_place DESC, b.uscc
