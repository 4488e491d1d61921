-- Links as they were at the last ranking (script; the transaction will be rolled back). Reads link.moved. Writes link.alias.
DELETE FROM link.alias AS a USING link.moved AS m WHERE a.uscc = m.uscc;
INSERT INTO link.alias (uscc, firm, method) SELECT uscc, was, 'before' FROM link.moved WHERE was IS NOT NULL;
