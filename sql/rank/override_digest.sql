-- What of people's orders counts on a date, as one text: part of what rank depends on. Reads pool.override_on.
-- $1  date  as-of date
SELECT coalesce(md5(string_agg(concat_ws(',', number, uscc, tier), '/' ORDER BY number)), '') FROM pool.override_on($1::date)
