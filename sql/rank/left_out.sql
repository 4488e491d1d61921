-- 应报尽报: firms that meet a tier for certain or perhaps (confirmed, ready, possible) and are neither in its pool nor
-- excluded. No rows when all is well; rank fails on any. Reads the judgements themselves, and tidu_class of pool_begin for
-- what they say; pool.member, pool.excluded. At most ten.
-- $1  bigint  run
-- By EXCEPT, and not by NOT EXISTS: on a first night nothing is known of what stands in the pool, and the planner would
-- look through all of it for each firm (207,455 units: minutes).
SELECT j.uscc, c.tier COLLATE "C" AS tier
FROM result.judgement AS j
JOIN tidu_class AS c ON c.pattern = j.pattern AND c.rules_run = j.rules_run AND c.verdict < 3
WHERE j.from_run <= $1::bigint AND j.to_run > $1::bigint
EXCEPT
SELECT m.uscc, m.tier FROM pool.member AS m WHERE m.from_run <= $1::bigint AND m.to_run > $1::bigint
EXCEPT
SELECT x.uscc, x.tier FROM pool.excluded AS x WHERE x.certain AND x.from_run <= $1::bigint AND x.to_run > $1::bigint
ORDER BY uscc, tier
LIMIT 10
