-- Has this database ever been migrated? No parameters, no tables written.
SELECT to_regclass('meta.migration') IS NOT NULL;
