-- What happened to one firm, under its present code and under those that it had. Reads api.event, link.identity.
-- $1  text  uscc
SELECT e.as_of, e.word, e.was, e.became, e.evidence, e.kind, e.run, e.uscc
FROM api.event AS e
WHERE e.uscc = $1 OR e.uscc IN (SELECT i.uscc FROM link.identity AS i WHERE i.firm = $1)
ORDER BY e.as_of, e.run, e.uscc, e.kind, e.was_id
