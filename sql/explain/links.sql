-- Under which other names and codes records of a firm came, how they were linked, with which score and why.
-- $1 its code. Reads link.alias.
SELECT a.uscc, a.method, a.score, coalesce(a.evidence, '')
FROM link.alias AS a WHERE a.firm = $1
ORDER BY a.uscc
