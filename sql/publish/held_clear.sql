-- What held this ranking is looked for anew. $1 bigint: the ranking. Writes pool.held.
DELETE FROM pool.held WHERE run = $1::bigint
