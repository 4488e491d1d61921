-- After the first rows of a table: its key again.
-- writes: the tables of tidu_first
SET LOCAL maintenance_work_mem = '256MB';
DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT * FROM tidu_first ORDER BY name DESC LOOP
        EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', t.name, t.key, t.definition);
    END LOOP;
END
$$;
