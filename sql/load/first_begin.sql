-- Empty tables before their first rows: their keys are taken off and put back after them (first_end.sql).
-- tidu.first  text  the tables, parted by commas: source.<dataset>,personal.<dataset>
-- writes: these tables (truncated), temporary tidu_first
CREATE TEMP TABLE tidu_first ON COMMIT DROP AS
SELECT c.conrelid::regclass::text AS name, c.conname::text AS key,
       pg_get_constraintdef(c.oid) AS definition
FROM pg_constraint AS c
WHERE c.contype = 'p' AND c.conrelid = ANY (string_to_array(current_setting('tidu.first'), ',')::regclass[]);
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
