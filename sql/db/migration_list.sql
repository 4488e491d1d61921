-- The migrations this database has been given. No parameters, no tables written.
SELECT number, name, checksum FROM meta.migration ORDER BY number;
