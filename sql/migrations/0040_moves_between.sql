-- Moves of stages are the entries, changes and exits of the pool (api.pool_log): they are no aspect of what moved on a list.
ALTER TABLE pool.move DROP CONSTRAINT move_aspect_check;
ALTER TABLE pool.move ADD CONSTRAINT move_aspect_check CHECK (aspect IN ('tier', 'seat', 'verdict', 'county'));
COMMENT ON COLUMN pool.move.aspect IS 'tier 作为候选的层级，seat 名额内的层级，verdict 判定，county 区县';
DELETE FROM meta.move_word WHERE kind = 'aspect' AND id = 'stage';

-- As before, in one pass: whether a firm's list moved is seen beside its other moves, and not asked for each of them.
CREATE OR REPLACE FUNCTION pool.moves_between(bigint, bigint)
RETURNS TABLE (uscc text, aspect text, was text, became text, direction text, tier text, county text, cause text, direct boolean,
               causes text[], nights bigint)
LANGUAGE sql STABLE AS $$
WITH one AS ( -- a firm goes by the code it has now
    SELECT coalesce(i.firm, m.uscc) AS uscc, m.run, m.aspect, m.was, m.became, m.tier, m.county, m.cause, m.direct,
           -- what entered or left beside a move from list to list of the same night is on a list by a person's order
           CASE WHEN count(*) OVER (PARTITION BY coalesce(i.firm, m.uscc), m.run, m.aspect) > 1 THEN m.list ELSE '' END AS list
    FROM pool.move AS m LEFT JOIN link.identity AS i ON i.uscc = m.uscc
    WHERE m.run > $1 AND m.run <= $2
), net AS (
    SELECT o.uscc, o.aspect, (array_agg(o.was ORDER BY o.run))[1] AS was,
           (array_agg(o.became ORDER BY o.run DESC))[1] AS became, (array_agg(o.tier ORDER BY o.run DESC))[1] AS tier,
           (array_agg(o.county ORDER BY o.run DESC))[1] AS county, (array_agg(o.cause ORDER BY o.run DESC))[1] AS cause,
           (array_agg(o.direct ORDER BY o.run DESC))[1] AS direct, array_agg(DISTINCT o.cause ORDER BY o.cause) AS causes,
           count(DISTINCT o.run) AS nights
    FROM one AS o
    GROUP BY o.uscc, o.aspect, o.list
), seen AS (
    SELECT n.*, bool_or(n.aspect = 'tier') OVER (PARTITION BY n.uscc) AS of_list FROM net AS n WHERE n.was IS DISTINCT FROM n.became
)
SELECT n.uscc, n.aspect, n.was, n.became,
       pool.direction(n.aspect, n.was, n.became, (SELECT ladder FROM pool.night WHERE run = $2)), n.tier, n.county, n.cause,
       n.direct, n.causes, n.nights
FROM seen AS n
WHERE NOT (n.aspect IN ('verdict', 'county') AND n.of_list)
$$;
