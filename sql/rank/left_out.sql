-- 应报尽报: firms that meet a tier for certain or perhaps (confirmed, ready, possible) and are neither in its pool nor
-- excluded. No rows when all is well; rank fails on any. Reads result.*, pool.member, pool.excluded. At most ten.
-- $1  bigint  run
SELECT j.uscc, c.tier
FROM result.judgement AS j
JOIN (SELECT t.pattern, p.from_run, p.tier
      FROM result.pattern AS t
      JOIN result.program AS p ON p.kind = 'new' AND p.position < length(t.verdicts)
          AND get_byte(t.verdicts, p.position) IN (0, 1, 2)) AS c
    ON c.pattern = j.pattern AND c.from_run = j.rules_run
WHERE j.from_run <= $1::bigint AND j.to_run > $1::bigint
  AND NOT EXISTS (SELECT FROM pool.member AS m WHERE m.uscc = j.uscc AND m.tier = c.tier
                  AND m.from_run <= $1::bigint AND m.to_run > $1::bigint)
  AND NOT EXISTS (SELECT FROM pool.excluded AS x WHERE x.uscc = j.uscc AND x.tier = c.tier AND x.certain
                  AND x.from_run <= $1::bigint AND x.to_run > $1::bigint)
ORDER BY j.uscc, c.tier
LIMIT 10
