#!/usr/bin/env bash
# The data dictionary is that of the schema, every column of the analysts' views has its words, and what the page
# for analysts shows can be run by an analyst.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null 2>&1
set +e

check "every view and column of api has its comment (COMMENT ON, or sql/db/words.sql)" "" "$(sql -c "
    SELECT c.relname || coalesce('.' || a.attname, '') FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'api'::regnamespace AND c.relkind = 'v' AND NOT a.attisdropped
      AND (obj_description(c.oid, 'pg_class') IS NULL OR coalesce(col_description(c.oid, a.attnum), '') = '') ORDER BY 1")"
"$TIDU_BIN/tidu" dictionary -o "$work/dictionary.md"
check "docs/dictionary.md is that of the schema (tidu dictionary > docs/dictionary.md)" "" \
    "$(diff "$TIDU_SOURCE/docs/dictionary.md" "$work/dictionary.md" | head -n 20)"
for view in $(sql -c "SELECT viewname FROM pg_views WHERE schemaname = 'api'"); do
    grep -q "^## api.$view\$" "$work/dictionary.md" || check "the dictionary has every view" "api.$view" "none"
done
"$TIDU_BIN/tidu" dictionary --schema all --format csv -o "$work/all.csv"
check "--schema all has every column" "$(sql -c "SELECT count(*) FROM information_schema.columns WHERE table_schema IN
    ('meta', 'source', 'personal', 'reject', 'link', 'feature', 'result', 'quality', 'pool', 'api')")" "$(($(wc -l <"$work/all.csv") - 1))"
check "as HTML without a request" 0 "$("$TIDU_BIN/tidu" dictionary --format html | grep -ciE '<script|src=|href=')"
check "as JSON" "api" "$("$TIDU_BIN/tidu" dictionary --format json | python3 -c 'import json, sys; print(*{r["schema"] for r in json.load(sys.stdin)})')"
"$TIDU_BIN/tidu" dictionary --schema nothing >/dev/null 2>&1
check "no such schema" 64 $?

# The examples of the page for analysts, as an analyst.
psql -XqAtc "CREATE ROLE reader LOGIN IN ROLE tidu_analyst" >/dev/null
sed -n '/^```sql/,/^```/p' "$TIDU_SOURCE/docs/analysts.md" "$TIDU_SOURCE/docs/database.md" | grep -v '^```' >"$work/examples.sql"
check "its examples run" "" "$(PGUSER=reader sql -f "$work/examples.sql" 2>&1 >/dev/null)"
check "there are examples" t "$([ "$(grep -c ';' "$work/examples.sql")" -ge 8 ] && echo t)"
finish
