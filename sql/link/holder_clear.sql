-- Before all holders are kept anew. Writes link.holder. No parameters.
DELETE FROM link.holder
