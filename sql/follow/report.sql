-- What the run found, for its ledger row: titles in force, judged, in the nearest horizon, firms of the pool, those with a
-- specialist, specialists. Reads pool.review, pool.assignment, pool.specialist.
-- $1  bigint  run
-- $2  date    as-of date
SELECT (SELECT count(*) FROM pool.review WHERE to_run = 9223372036854775807),
       (SELECT count(*) FROM pool.review WHERE to_run = 9223372036854775807 AND judged),
       (SELECT count(*) FROM pool.review WHERE to_run = 9223372036854775807 AND NOT renewed
                                           AND valid_to - $2::date <= (SELECT min(days) FROM pool.horizon)),
       (SELECT count(*) FROM pool.assignment WHERE to_run = 9223372036854775807),
       (SELECT count(*) FROM pool.specialist WHERE to_run = 9223372036854775807),
       (SELECT count(*) FROM pool.review WHERE from_run = $1::bigint) + (SELECT count(*) FROM pool.assignment WHERE from_run = $1::bigint)
