-- The start of a link run: settings, and tables for what was found (script; writes no other table).
SET LOCAL work_mem = '256MB';
SET LOCAL jit = off;
SET LOCAL min_parallel_table_scan_size = '1MB';
SET LOCAL parallel_setup_cost = 100;
SET LOCAL client_min_messages = warning;
-- firm NULL: method is the reason for which it was not found
CREATE TEMP TABLE tidu_link (
    uscc text COLLATE "C" NOT NULL,
    firm text COLLATE "C",
    method text NOT NULL,
    candidates text NOT NULL, -- codes parted by ','
    score integer,            -- fuzzy only
    evidence text
) ON COMMIT DROP;
CREATE TEMP TABLE tidu_link_candidate (
    uscc text COLLATE "C" NOT NULL,
    firm text COLLATE "C" NOT NULL,
    place smallint NOT NULL,
    score integer NOT NULL,
    evidence text NOT NULL
) ON COMMIT DROP;
CREATE TEMP TABLE tidu_link_summary (
    dataset text NOT NULL,
    source integer NOT NULL,
    method text NOT NULL,
    records bigint NOT NULL
) ON COMMIT DROP;
