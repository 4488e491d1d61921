-- Who may do what; runs inside the transaction of every migration, and again by hand if need be
-- (script; no parameters; writes no table's rows).
--   tidu_owner    owns all schemas and tables: whoever runs the pipeline is a member
--   tidu_analyst  reads everything but personal and reject (raw rows may hold personal data)
-- Both cannot log in: GRANT tidu_analyst TO somebody. Where the migrating role may not make roles, an
-- administrator makes the two beforehand; without them all stays with the migrating role.
DO $access$
DECLARE
    named text;
    item record;
BEGIN
    FOREACH named IN ARRAY ARRAY['tidu_owner', 'tidu_analyst'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = named) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', named);
            EXCEPTION
                WHEN insufficient_privilege THEN RAISE NOTICE 'role "%" is missing', named;
                WHEN duplicate_object OR unique_violation THEN NULL; -- another database, this moment
            END;
        END IF;
    END LOOP;

    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tidu_owner')
       AND pg_has_role(current_user, 'tidu_owner', 'MEMBER') THEN
        FOR item IN
            SELECT n.nspname FROM pg_namespace AS n
            WHERE n.nspname IN ('meta', 'source', 'personal', 'reject', 'link', 'feature', 'result', 'pool', 'quality', 'api')
              AND n.nspowner <> 'tidu_owner'::regrole
        LOOP
            EXECUTE format('ALTER SCHEMA %I OWNER TO tidu_owner', item.nspname);
        END LOOP;
        FOR item IN
            SELECT n.nspname, c.relname, c.relkind FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('meta', 'source', 'personal', 'reject', 'link', 'feature', 'result', 'pool', 'quality', 'api')
              AND c.relkind IN ('r', 'p', 'v', 'm') AND c.relowner <> 'tidu_owner'::regrole
            ORDER BY n.nspname, c.relname
        LOOP
            EXECUTE format('ALTER %s %I.%I OWNER TO tidu_owner',
                           CASE item.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END,
                           item.nspname, item.relname);
        END LOOP;
    END IF;

    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tidu_analyst') THEN
        FOR item IN
            SELECT n.nspname FROM pg_namespace AS n
            WHERE n.nspname IN ('meta', 'source', 'link', 'feature', 'result', 'pool', 'quality', 'api')
        LOOP
            EXECUTE format('GRANT USAGE ON SCHEMA %I TO tidu_analyst', item.nspname);
            EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO tidu_analyst', item.nspname);
            -- a table that a stage makes anew is readable as well
            EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT ON TABLES TO tidu_analyst', item.nspname);
        END LOOP;
    END IF;
END
$access$;
