-- Notes a migration, in its own transaction. $1 integer: number; $2 text: name; $3 text: checksum.
-- Tables written: meta.migration.
INSERT INTO meta.migration (number, name, checksum) VALUES ($1::integer, $2, $3);
