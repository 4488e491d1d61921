-- Changes of seats since the ranking before, by tier, direction and cause: of the firms' own, and by what became of others.
-- $1 bigint run whose shortlist stands. No tables written.
SELECT c.tier, c.direction, c.cause, coalesce(sum(c.firms) FILTER (WHERE c.direct), 0)::bigint,
       coalesce(sum(c.firms) FILTER (WHERE NOT c.direct), 0)::bigint
FROM pool.move_count AS c
WHERE c.run = $1::bigint AND c.aspect = 'seat'
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
