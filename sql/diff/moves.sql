-- Net moves between two rankings, firm by firm, with the conditions that say something else. $1, $2 bigint: runs; $3 text: tier
-- or NULL; $4 text: county, code or name, or NULL; $5 boolean: words in English; $6 bigint: how many, 0 = all. No tables written.
SELECT m.uscc, m.name, CASE WHEN $5::boolean AND m.county = '' THEN 'county not known' ELSE m.county_name END, m.tier, m.aspect,
       CASE WHEN $5::boolean THEN a.english ELSE m.aspect_word END, m.direction,
       CASE WHEN $5::boolean THEN d.english ELSE m.direction_word END, coalesce(m.was, ''), coalesce(m.became, ''), m.cause,
       CASE WHEN $5::boolean THEN w.english || CASE WHEN m.direct THEN '' ELSE ' (by others or by seats)' END ELSE m.cause_word END,
       CASE WHEN m.direct THEN 'direct' ELSE 'displaced' END, m.place_was, m.place, array_to_string(m.causes, ' '),
       coalesce(pool.conditions_changed(m.uscc, $1::bigint, $2::bigint, m.tier, $5::boolean), '')
FROM (SELECT s.* FROM pool.moves_shown($1::bigint, $2::bigint) AS s
      WHERE ($3::text IS NULL OR s.tier = $3) AND ($4::text IS NULL OR s.county = $4 OR s.county_name = $4)
      ORDER BY s.tier, array_position(ARRAY['tier', 'seat', 'verdict', 'county'], s.aspect), s.direction, s.county, s.uscc
      LIMIT nullif($6::bigint, 0)) AS m
JOIN meta.move_word AS a ON a.kind = 'aspect' AND a.id = m.aspect
JOIN meta.move_word AS d ON d.kind = 'direction' AND d.id = m.direction
JOIN meta.move_word AS w ON w.kind = 'cause' AND w.id = m.cause
ORDER BY m.tier, array_position(ARRAY['tier', 'seat', 'verdict', 'county'], m.aspect), m.direction, m.county, m.uscc
