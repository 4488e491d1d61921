-- A worker's own tables for the keys of one delivery; emptied at the end of each transaction.
SET client_min_messages = warning;
CREATE TEMP TABLE IF NOT EXISTS tidu_changed (
    uscc text COLLATE "C" NOT NULL,
    key_hash bigint NOT NULL
) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS tidu_gone (key_hash bigint NOT NULL) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS tidu_touched (uscc text COLLATE "C" NOT NULL) ON COMMIT DELETE ROWS;
