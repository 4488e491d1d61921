-- Net moves between two rankings, counted. $1, $2 bigint: runs; $3 text: tier or NULL; $4 text: county, code or name, or NULL;
-- $5 boolean: words in English. No tables written.
SELECT CASE WHEN $5::boolean THEN a.english ELSE a.word END, CASE WHEN $5::boolean THEN d.english ELSE d.word END, m.aspect, m.direction,
       m.tier, count(*) FILTER (WHERE m.cause = 'data'), count(*) FILTER (WHERE m.cause = 'link'),
       count(*) FILTER (WHERE m.cause = 'clock'), count(*) FILTER (WHERE m.cause = 'rule'),
       count(*) FILTER (WHERE m.cause = 'override'), count(*), count(*) FILTER (WHERE NOT m.direct)
FROM pool.moves_between($1::bigint, $2::bigint) AS m
JOIN meta.move_word AS a ON a.kind = 'aspect' AND a.id = m.aspect
JOIN meta.move_word AS d ON d.kind = 'direction' AND d.id = m.direction
LEFT JOIN meta.county AS c ON c.county = m.county
WHERE ($3::text IS NULL OR m.tier = $3) AND ($4::text IS NULL OR m.county = $4 OR c.name = $4)
GROUP BY a.word, a.english, d.word, d.english, m.aspect, m.direction, m.tier
ORDER BY m.tier, array_position(ARRAY['tier', 'seat', 'verdict', 'county'], m.aspect), m.direction
