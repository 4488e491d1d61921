-- Statistics of the key columns and of gone, which later stages join and filter by (without them
-- "gone IS NULL" is taken to leave one row in two hundred, and every join becomes a loop; and a night's few
-- changed rows are looked for among all of personal's). The wide text columns are left to autovacuum: reading
-- them is most of what a full ANALYZE costs.
-- tidu.target  text  <dataset>: source.<dataset>, and personal.<dataset> if there is one
DO $$
DECLARE
    t record;
BEGIN
    -- 3,000 rows of a sample tell rough counts as well as 30,000, in a tenth of the time
    PERFORM set_config('default_statistics_target', '10', true);
    FOR t IN
        SELECT c.oid::regclass AS name,
               string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
        FROM pg_class AS c
        JOIN pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND (a.attnum = ANY (i.indkey) OR a.attname = 'gone')
        WHERE n.nspname IN ('source', 'personal') AND c.relname = current_setting('tidu.target')
        GROUP BY c.oid, n.nspname
        ORDER BY n.nspname
    LOOP
        EXECUTE format('ANALYZE %s (%s)', t.name, t.columns);
    END LOOP;
END
$$;
