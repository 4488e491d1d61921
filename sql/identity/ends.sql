-- Where a code that took another's place was replaced itself: the one behind it. Run until it changes nothing, and
-- a few times at most: codes that follow each other in a ring have no end, and link follows none of them.
-- Writes link.identity.
UPDATE link.identity AS i
SET firm = n.firm
FROM link.identity AS n
WHERE n.uscc = i.firm AND n.firm <> i.firm AND n.firm <> i.uscc
