-- What was touched has been ranked (script). Writes pool.touched, link.moved.
DELETE FROM pool.touched;
DELETE FROM link.moved;
