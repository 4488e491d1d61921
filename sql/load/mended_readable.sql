-- May this role read the mended lines? No tables written.
SELECT CASE WHEN has_schema_privilege('reject', 'USAGE')
            THEN has_table_privilege('reject.mended', 'SELECT')::integer ELSE 0 END
