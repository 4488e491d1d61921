-- Statistics of the key columns and of gone, which later stages join and filter by (without them
-- "gone IS NULL" is taken to leave one row in two hundred, and every join becomes a loop). The wide text
-- columns are left to autovacuum: reading them is most of what a full ANALYZE costs.
-- tidu.target  text  source.<dataset>
DO $$
DECLARE
    columns text;
BEGIN
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) INTO columns
    FROM pg_index AS i
    JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND (a.attnum = ANY (i.indkey) OR a.attname = 'gone')
    WHERE i.indrelid = current_setting('tidu.target')::regclass AND i.indisprimary;
    -- 3,000 rows of a sample tell rough counts as well as 30,000, in a tenth of the time
    PERFORM set_config('default_statistics_target', '10', true);
    EXECUTE format('ANALYZE %s (%s)', current_setting('tidu.target')::regclass, columns);
END
$$;
