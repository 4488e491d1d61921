-- The heads of firm sheets: the registry's best record, the place on the published list and why, the stages in the
-- cultivation pool (NULL where nothing is published), the specialist's id. No tables written.
-- $1  text  codes, with line feeds between
SELECT w.uscc, coalesce(r.name, ''), coalesce(c.name, r.county, ''), coalesce(concat_ws(' ', r.industry, i.name), ''),
       coalesce(r.status, ''), coalesce(r.established::text, ''),
       coalesce(p.title, ''), coalesce(p.tier, ''), l.place, l.county_place, coalesce(l.seated::text, ''),
       coalesce(l.tie_at_cut::text, ''), e.seats, e.candidates, coalesce(l.as_of::text, ''),
       coalesce(sr.word, ''), m.stages, coalesce(a.specialist, '')
FROM unnest(string_to_array($1::text, E'\n')) AS g (code)
CROSS JOIN LATERAL (SELECT g.code COLLATE "C" AS uscc) AS w
LEFT JOIN LATERAL (
    SELECT y.* FROM source.registry AS y WHERE y.uscc = w.uscc AND y.gone IS NULL
    ORDER BY coalesce((SELECT k.rank FROM meta.source_rank AS k
                       WHERE k.dataset = 'registry' AND k.field = '*' AND k.source = y.source), 9), y.source
    LIMIT 1
) AS r ON true
LEFT JOIN meta.county AS c ON c.county = r.county
LEFT JOIN meta.industry AS i ON i.industry = r.industry
LEFT JOIN (
    SELECT s.*, pub.as_of FROM meta.published AS pub JOIN pool.shortlist AS s ON s.run = pub.run
) AS l ON l.uscc = w.uscc
LEFT JOIN pool.seat AS e ON e.run = l.run AND e.position = l.position AND e.county = l.county
LEFT JOIN result.judgement AS j ON j.uscc = l.uscc AND j.from_run <= l.run AND l.run < j.to_run
LEFT JOIN result.program AS p ON p.from_run = j.rules_run AND p.position = l.position
LEFT JOIN meta.seat_reason AS sr ON sr.reason = l.reason
LEFT JOIN LATERAL (
    SELECT coalesce(string_agg(t.title || ' ' || o.word, '；' ORDER BY t.position), '') AS stages
    FROM meta.published AS pub
    LEFT JOIN api.pool AS o ON o.uscc = w.uscc
    LEFT JOIN result.firm AS f ON f.uscc = w.uscc AND f.from_run <= pub.run AND pub.run < f.to_run
    LEFT JOIN result.program AS t ON t.from_run = f.rules_run AND t.tier = o.tier AND t.kind = 'new'
    HAVING count(*) > 0
) AS m ON true
LEFT JOIN pool.followed AS d ON true
LEFT JOIN pool.assignment AS a ON a.uscc = w.uscc AND a.from_run <= d.run AND d.run < a.to_run
ORDER BY w.uscc
