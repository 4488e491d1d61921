-- What holds the publication: breaches of contracts whose deliveries are worth holding it for, of the last load.
-- $1 bigint: this run. No tables written.
SELECT c.delivery, s.title, c.rule, c.subject, c.expected, c.found
FROM meta.contract AS c
JOIN meta.source AS s USING (source)
WHERE c.run = (SELECT meta.last_load($1::bigint)) AND c.broken AND c.policy = 'hold'
ORDER BY c.delivery COLLATE "C", c.batch, c.n
