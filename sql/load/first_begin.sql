-- An empty table before its first rows: its key is taken off and put back after them (first_end.sql).
-- tidu.target     text  source.<dataset>
-- tidu.personal  text  personal.<dataset>, '' = none
-- writes: both tables (truncated), temporary tidu_first
CREATE TEMP TABLE tidu_first ON COMMIT DROP AS
SELECT c.conrelid::regclass::text AS name, c.conname::text AS key,
       pg_get_constraintdef(c.oid) AS definition
FROM pg_constraint AS c
WHERE c.contype = 'p'
  AND c.conrelid IN (current_setting('tidu.target')::regclass,
                     nullif(current_setting('tidu.personal'), '')::regclass);
DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT * FROM tidu_first ORDER BY name DESC LOOP
        EXECUTE format('TRUNCATE %s', t.name);
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', t.name, t.key);
    END LOOP;
END
$$;
