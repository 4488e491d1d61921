-- Sets the clock. $1 date: as-of; $2 integer: 上年度. Writes feature.clock.
INSERT INTO feature.clock (as_of, y) VALUES ($1::date, $2::integer)
ON CONFLICT (one) DO UPDATE SET as_of = excluded.as_of, y = excluded.y
