#!/usr/bin/env bash
# The tables of source and personal are those of td_datasets: columns, types, needed or not, in order, and
# the key begins with the holder (what a distributed engine needs). personal.line (hashes only) and
# personal.judgement, personal.note, personal.override (what people said) are none of them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
fresh_db
"$TIDU_SUPPORT/db_probe" migrate >/dev/null
"$TIDU_SUPPORT/dataset_columns" >"$TIDU_PG_DIR.wanted"
sql -c "SELECT table_schema || '.' || table_name || '.' || column_name || ' ' || data_type || ' '
           || CASE WHEN is_nullable = 'NO' AND table_schema = 'source' THEN 'needed' ELSE '-' END
    FROM information_schema.columns
    WHERE table_schema IN ('source', 'personal') AND table_name NOT IN ('line', 'judgement', 'note', 'override')
      AND column_name NOT IN ('key_hash', 'row_hash', 'batch', 'line', 'gone', 'source', 'code_flag')
      AND NOT (table_schema = 'personal' AND column_name = 'uscc')
    ORDER BY table_schema, table_name, ordinal_position" >"$TIDU_PG_DIR.there"
for schema in source personal; do
    for table in $(grep "^$schema\." "$TIDU_PG_DIR.wanted" "$TIDU_PG_DIR.there" | cut -d: -f2 | cut -d. -f2 | sort -u); do
        check "$schema.$table" "$(grep "^$schema\.$table\." "$TIDU_PG_DIR.wanted")" \
            "$(grep "^$schema\.$table\." "$TIDU_PG_DIR.there")"
    done
done
rm -f "$TIDU_PG_DIR.wanted" "$TIDU_PG_DIR.there"
check "fixed ledger columns stand first" "" "$(sql -c "
    SELECT table_name FROM information_schema.columns WHERE table_schema = 'source'
    GROUP BY table_name
    HAVING string_agg(column_name, ' ' ORDER BY ordinal_position) !~ '^key_hash row_hash batch line gone source (code_flag )?uscc '")"
check "every key and unique index of a big table begins with uscc" "" "$(sql -c "
    SELECT i.indexrelid::regclass FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
    WHERE c.relnamespace::regnamespace::text IN ('source', 'personal', 'feature', 'result', 'pool', 'link')
      AND i.indisunique AND a.attname <> 'uscc'
      AND c.relname <> 'override' -- small: what people ordered, by its number
      AND EXISTS (SELECT FROM pg_attribute u WHERE u.attrelid = c.oid AND u.attname = 'uscc')")"
check "no triggers on them" "" "$(sql -c "
    SELECT tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")"
check "every column of a dataset says what it is" "" "$(sql -c "
    SELECT a.attrelid::regclass || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace::regnamespace::text IN ('source', 'personal') AND c.relkind = 'r' AND c.relname <> 'line' AND a.attnum > 0
      AND a.attname NOT IN ('key_hash', 'row_hash', 'batch', 'line', 'gone', 'source')
      AND NOT (c.relnamespace::regnamespace::text = 'personal' AND a.attname = 'uscc')
      AND col_description(a.attrelid, a.attnum) IS NULL")"
finish
