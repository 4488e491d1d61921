-- A run that ranks twice replaces its own moves (script). tidu.run bigint. Writes pool.move, pool.move_count, pool.place_cause.
DELETE FROM pool.move WHERE run = current_setting('tidu.run')::bigint;
DELETE FROM pool.move_count WHERE run = current_setting('tidu.run')::bigint;
DELETE FROM pool.place_cause WHERE run = current_setting('tidu.run')::bigint;
