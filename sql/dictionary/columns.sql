-- The catalog as a dictionary: a row per column, with the comments of its view or table. No tables written.
-- $1  text  schema; NULL = all of the product's
SELECT n.nspname, c.relname, CASE c.relkind WHEN 'v' THEN '视图' ELSE '表' END, coalesce(obj_description(c.oid, 'pg_class'), ''),
       a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN '是' ELSE '' END,
       coalesce(col_description(c.oid, a.attnum), ''), coalesce(obj_description(n.oid, 'pg_namespace'), '')
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE n.nspname IN ('meta', 'source', 'personal', 'reject', 'link', 'feature', 'result', 'quality', 'pool', 'api')
  AND ($1::text IS NULL OR n.nspname = $1::text) AND c.relkind IN ('r', 'p', 'v')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", a.attnum
