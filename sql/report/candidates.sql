-- The candidates of a run as the report shows them; conditions as bytes of the target's program, in hex.
-- $1 bigint run whose shortlist stands. No tables written.
WITH program AS MATERIALIZED (
    SELECT p.from_run, p.position, p.tier, jsonb_array_length(p.conditions) AS conditions,
           (sum(jsonb_array_length(p.conditions)) OVER (PARTITION BY p.from_run ORDER BY p.position))::integer
               - jsonb_array_length(p.conditions) AS state_offset
    FROM result.program AS p
), doubt AS MATERIALIZED (
    SELECT f.uscc, count(*) AS doubts
    FROM quality.finding AS f
    JOIN quality.rule AS r ON r.rule = f.rule
    WHERE r.severity <> 'note'
    GROUP BY f.uscc
)
SELECT s.uscc, coalesce(g.name, ''), s.position, coalesce(s.county, ''), s.place, s.county_place, s.seated, s.tie_at_cut,
       get_byte(x.verdicts, s.position), get_byte(x.met, s.position), get_byte(x.unknown, s.position),
       x.points_lo[s.position + 1], x.points_hi[s.position + 1], coalesce(j.industry, ''), coalesce(i.name, ''),
       x.size_lo, x.size_hi, encode(substring(x.states FROM p.state_offset + 1 FOR p.conditions), 'hex'),
       CASE x.target WHEN s.position THEN coalesce(j.gap, '') ELSE '' END, CASE x.target WHEN s.position THEN j.gap_cost END,
       CASE x.target WHEN s.position THEN j.gap_months END, coalesce(d.doubts, 0),
       s.reason, coalesce(m.stage, '')
FROM pool.shortlist AS s
JOIN result.judgement AS j ON j.uscc = s.uscc AND j.from_run <= s.run AND j.to_run > s.run
JOIN result.pattern AS x ON x.pattern = j.pattern
JOIN program AS p ON p.from_run = j.rules_run AND p.position = s.position
LEFT JOIN meta.industry AS i ON i.industry = j.industry
LEFT JOIN pool.member AS m ON m.uscc = s.uscc AND m.tier = p.tier AND m.from_run <= s.run AND s.run < m.to_run
LEFT JOIN doubt AS d ON d.uscc = s.uscc
LEFT JOIN LATERAL (
    SELECT r.name FROM source.registry AS r
    WHERE r.uscc = s.uscc AND r.gone IS NULL
    ORDER BY coalesce((SELECT k.rank FROM meta.source_rank AS k
                       WHERE k.dataset = 'registry' AND k.field = '*' AND k.source = r.source), 9), r.source
    LIMIT 1
) AS g ON true
WHERE s.run = $1::bigint
ORDER BY s.position DESC, s.place, s.uscc
