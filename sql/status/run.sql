-- The last run; last: how many breaches of contracts, and lists with too many moves, held its publication.
SELECT r.run, r.as_of, r.status, r.started, r.ended, coalesce(r.error, ''), r.program, r.criteria_hash,
       (SELECT count(*)
        FROM meta.contract AS c
        WHERE c.run = (SELECT meta.last_load(r.run)) AND c.broken AND c.policy = 'hold'
          AND EXISTS (SELECT FROM meta.stage AS s
                      WHERE s.run = r.run AND s.stage = 'publish' AND s.status = 'failed'))
       + (SELECT count(*) FROM pool.held AS h
          WHERE h.run = (SELECT max(run) FROM pool.night) AND h.run IS DISTINCT FROM (SELECT run FROM meta.published))
FROM meta.run AS r
ORDER BY r.run DESC LIMIT 1
