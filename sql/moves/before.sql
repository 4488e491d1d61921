-- The list of the ranking before. A firm whose code was replaced since goes by the one it has now, and under which it
-- was judged then stands beside it.
-- tidu.before  bigint  the ranking before
-- Reads pool.shortlist, result.program, result.firm, link.identity.
COPY (
    SELECT coalesce(i.firm, s.uscc), s.uscc, p.tier, p.kind, s.county, s.place, s.county_place, s.seated,
           coalesce(s.reason, 0::smallint),
           -- on this list by a person only
           CASE WHEN s.reason IN (6, 7, 8, 20)
                THEN NOT EXISTS (SELECT FROM result.firm AS f
                                 WHERE f.uscc = s.uscc AND f.from_run <= current_setting('tidu.before')::bigint
                                   AND f.to_run > current_setting('tidu.before')::bigint AND f.target = s.position)
                ELSE false END
    FROM pool.shortlist AS s
    JOIN result.program AS p
      ON p.position = s.position
     AND p.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= current_setting('tidu.before')::bigint)
    LEFT JOIN link.identity AS i ON i.uscc = s.uscc AND i.run > current_setting('tidu.before')::bigint
    WHERE s.run = (SELECT current_setting('tidu.before')::bigint)
) TO STDOUT (FORMAT binary)
