-- 应报尽报: firms that meet a tier for certain or perhaps (confirmed, ready, possible) and are neither in its pool nor
-- excluded. No rows when all is well; rank fails on any. Asked of all for whom the pool or what it depends on may have changed
-- (tidu_some, tidu_class of rank/member): of the others it was asked by the last ranking. Reads pool.member, pool.excluded. At most ten.
-- $1  bigint  run
-- By EXCEPT, and not by NOT EXISTS: on a first night nothing is known of what stands in the pool, and the planner would
-- look through all of it for each firm (207,455 units: minutes).
SELECT s.uscc, c.tier COLLATE "C" AS tier
FROM tidu_some AS s
JOIN tidu_class AS c ON c.pattern = s.pattern AND c.rules_run = s.rules_run AND c.verdict < 3
EXCEPT
SELECT m.uscc, m.tier FROM pool.member AS m
WHERE m.from_run <= $1::bigint AND m.to_run > $1::bigint AND m.uscc IN (SELECT uscc FROM tidu_some)
EXCEPT
SELECT x.uscc, x.tier FROM pool.excluded AS x WHERE x.certain AND x.from_run <= $1::bigint AND x.to_run > $1::bigint
ORDER BY uscc, tier
LIMIT 10
