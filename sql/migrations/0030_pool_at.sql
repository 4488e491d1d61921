-- The cultivation pool as of a date, as known then: pool.member by intervals of runs, pool.issue for what was published when.
CREATE FUNCTION api.pool_at(night date, known_run bigint DEFAULT 9223372036854775807,
                            known timestamptz DEFAULT 'infinity')
RETURNS TABLE (issue bigint, uscc text, name text, tier text, stage text, since date)
LANGUAGE sql STABLE
AS $$
SELECT i.issue, m.uscc, link.name_at(m.uscc, i.run), m.tier, m.stage, m.from_date
FROM pool.issue_at(night, known_run, known) AS i
JOIN pool.member AS m ON m.from_run <= i.run AND i.run < m.to_run
ORDER BY m.tier, m.uscc
$$;
COMMENT ON FUNCTION api.pool_at IS '某一截止日的培育库，按某次运行或某一时刻当时所知；不给后两个参数为现在所知';
