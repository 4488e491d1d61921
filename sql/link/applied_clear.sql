-- What the last link run said of judgements goes. Writes link.applied.
DELETE FROM link.applied
