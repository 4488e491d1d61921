-- One file of notes at a time. No rows written.
LOCK TABLE pool.note IN SHARE ROW EXCLUSIVE MODE
