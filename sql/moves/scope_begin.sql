-- A transaction that will be rolled back: room for the units that are to be seen in another world (script).
-- Writes temporary tidu_scope.
CREATE TEMP TABLE tidu_scope (uscc text COLLATE "C" NOT NULL) ON COMMIT DROP;
