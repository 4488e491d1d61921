-- A firm may stand on two lists, one of them by a person's order: its moves are told apart by the list, kind of application and
-- all ("srdi/review").
ALTER TABLE pool.move ADD COLUMN list text COLLATE "C" NOT NULL DEFAULT '';
UPDATE pool.move SET list = CASE WHEN aspect IN ('tier', 'seat') THEN coalesce(became, was) ELSE tier END;
ALTER TABLE pool.move DROP CONSTRAINT move_key;
ALTER TABLE pool.move ADD CONSTRAINT move_key PRIMARY KEY (uscc, run, aspect, list);
COMMENT ON COLUMN pool.move.list IS '变动所涉名单：层级及申报类型，现在的，已退出的为原来的';

-- As before, but by list: of a firm on two lists the second's moves are its own.
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
)
SELECT n.uscc, n.aspect, n.was, n.became,
       pool.direction(n.aspect, n.was, n.became, (SELECT ladder FROM pool.night WHERE run = $2)), n.tier, n.county, n.cause,
       n.direct, n.causes, n.nights
FROM net AS n
WHERE n.was IS DISTINCT FROM n.became
  AND NOT (n.aspect IN ('verdict', 'county')
           AND EXISTS (SELECT FROM net AS t WHERE t.uscc = n.uscc AND t.aspect = 'tier' AND t.was IS DISTINCT FROM t.became))
$$;
