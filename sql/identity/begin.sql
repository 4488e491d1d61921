-- The start of an identity run: settings, and tables for what happened and for which code follows which
-- (script; writes no other table).
SET LOCAL work_mem = '64MB';
SET LOCAL jit = off;
SET LOCAL min_parallel_table_scan_size = '1MB';
SET LOCAL parallel_setup_cost = 100;
SET LOCAL client_min_messages = warning;
CREATE TEMP TABLE tidu_event (
    uscc text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    was text COLLATE "C" NOT NULL,
    became text COLLATE "C" NOT NULL,
    batch bigint
) ON COMMIT DROP;
-- rank: of the ground; a person's word (0), the registry's (1), the number (2)
CREATE TEMP TABLE tidu_follow (
    uscc text COLLATE "C" NOT NULL,
    firm text COLLATE "C" NOT NULL,
    rank integer NOT NULL
) ON COMMIT DROP;
ANALYZE link.before;
