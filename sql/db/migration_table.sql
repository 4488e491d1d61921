-- The table of migrations, which stands before the first of them (script; no parameters).
-- Tables written: none; made if absent: meta.migration.
CREATE SCHEMA IF NOT EXISTS meta;
CREATE TABLE IF NOT EXISTS meta.migration (
    number integer PRIMARY KEY,
    name text NOT NULL,
    checksum text NOT NULL,
    applied timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE meta.migration IS '已执行的迁移：编号、文件名、文件校验和（XXH3）、执行时间';
