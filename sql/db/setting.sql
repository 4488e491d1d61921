-- Sets a parameter of scripts for the session. $1 text: name, "tidu.as_of"; $2 text: value. No tables.
SELECT pg_catalog.set_config($1, coalesce($2, ''), false);
