-- Net moves between two rankings, firm by firm, with the conditions that say something else. $1, $2 bigint: runs; $3 text: tier
-- or NULL; $4 text: county, code or name, or NULL; $5 bigint: how many, 0 = all. No tables written.
SELECT m.uscc, m.name, m.county_name, m.tier, m.aspect, m.aspect_word, m.direction, m.direction_word, coalesce(m.was, ''),
       coalesce(m.became, ''), m.cause, m.cause_word, CASE WHEN m.direct THEN 'direct' ELSE 'displaced' END, m.place_was, m.place,
       array_to_string(m.causes, ' '), coalesce(pool.conditions_changed(m.uscc, $1::bigint, $2::bigint, m.tier), '')
FROM (SELECT s.* FROM pool.moves_shown($1::bigint, $2::bigint) AS s
      WHERE ($3::text IS NULL OR s.tier = $3) AND ($4::text IS NULL OR s.county = $4 OR s.county_name = $4)
      ORDER BY s.tier, array_position(ARRAY['tier', 'seat', 'verdict', 'county'], s.aspect), s.direction, s.county, s.uscc
      LIMIT nullif($5::bigint, 0)) AS m
ORDER BY m.tier, array_position(ARRAY['tier', 'seat', 'verdict', 'county'], m.aspect), m.direction, m.county, m.uscc
