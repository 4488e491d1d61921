-- A worker's own tables for the keys of one delivery; emptied at the end of each transaction.
-- writes: no other table (temporary tidu_changed, tidu_gone, tidu_touched)
SET client_min_messages = warning;
CREATE TEMP TABLE IF NOT EXISTS tidu_changed (
    uscc text COLLATE "C" NOT NULL,
    key_hash bigint NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS tidu_gone (key_hash bigint NOT NULL) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS tidu_touched (uscc text COLLATE "C" NOT NULL) ON COMMIT DELETE ROWS;
-- Long texts (经营范围) are compressed as they come in: pglz was the largest single cost of a first
-- night's COPY, lz4 is a tenth of it. A server built without lz4 keeps what it has.
SELECT set_config('default_toast_compression', 'lz4', false)
FROM pg_settings
WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals);
