-- The last run; last: how many breaches of contracts held its publication.
SELECT r.run, r.as_of, r.status, r.started, r.ended, coalesce(r.error, ''), r.program, r.criteria_hash,
       (SELECT count(*)
        FROM meta.contract AS c
        WHERE c.run = meta.last_load(r.run) AND c.broken AND c.policy = 'hold'
          AND EXISTS (SELECT FROM meta.stage AS s
                      WHERE s.run = r.run AND s.stage = 'publish' AND s.status = 'failed'))
FROM meta.run AS r
ORDER BY r.run DESC LIMIT 1
