#!/usr/bin/env bash
# Migrations: once each, never edited, never backwards; who may read what.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
probe=$TIDU_SUPPORT/db_probe
work=$TIDU_PG_DIR.work
mkdir -p "$work"
trap 'rm -rf "$work"; stop_pg' EXIT
cp -r "$TIDU_SOURCE/sql" "$work/sql"
n=$(ls "$TIDU_SOURCE"/sql/migrations/*.sql | wc -l)
fresh_db
set +e

said=$("$probe" check 2>&1)
check "an empty database is not ours" 78 $?
check_has "fault 45: both versions are told" "at version 0, the program needs $n" "$said"
check_has "and what to do" "run tidu migrate" "$said"
check "the first migration" "before 0 after $n known $n" "$("$probe" migrate)"
check "the second does nothing" "before $n after $n known $n" "$("$probe" migrate)"
"$probe" check
check "now it is ours" 0 $?
export TIDU_SQL_DIR=$work/sql
"$probe" check
check "files on disk and in the program are the same" 0 $?

echo "-- a word more" >>"$work/sql/migrations/0002_source.sql"
said=$("$probe" migrate 2>&1)
check "an edited file is refused" 78 $?
check_has "by its name" '"0002_source" was edited' "$said"
cp "$TIDU_SOURCE/sql/migrations/0002_source.sql" "$work/sql/migrations/"

next=$(printf '%04d' $((n + 1)))
printf 'CREATE TABLE pool.extra (n integer);\nINSERT INTO pool.extra VALUES (1);\nSELECT 1 / 0;\n' \
    >"$work/sql/migrations/${next}_extra.sql"
said=$("$probe" migrate 2>&1)
check "a failing migration fails" 70 $?
check_has "by its name" "in migration \"${next}_extra\"" "$said"
check "it leaves nothing" "" "$(sql -c "SELECT to_regclass('pool.extra')")"
check "nor a row" "$n" "$(sql -c 'SELECT count(*) FROM meta.migration')"
echo 'CREATE TABLE pool.extra (n integer);' >"$work/sql/migrations/${next}_extra.sql"
"$probe" migrate >"$work/a" 2>&1 &
"$probe" migrate >"$work/b" 2>&1
wait
check "two migrators at once: one migrates, the other finds it done" \
    "before $((n + 1)) after $((n + 1)) known $((n + 1))
before $n after $((n + 1)) known $((n + 1))" "$(sort -rV "$work/a" "$work/b")"
check "a new table is readable to analysts" t \
    "$(sql -c "SELECT has_table_privilege('tidu_analyst', 'pool.extra', 'SELECT')")"
unset TIDU_SQL_DIR
said=$("$probe" check 2>&1)
check "fault 45: a schema newer than the program is refused" 78 $?
check_has "fault 45: with both versions" "at version $((n + 1)), newer than the program, which knows $n" "$said"
said=$("$probe" migrate 2>&1)
check "by migrate too" 78 $?

# ---- who may read what ---------------------------------------------------------------------------
may() { sql -c "SELECT has_schema_privilege('tidu_analyst', '$1', 'USAGE')"; }
check "analysts read most" "t t t t t t t" \
    "$(for s in source link feature result pool meta api; do may $s; done | paste -sd' ')"
check "but neither personal data nor raw rows" "f f" "$(for s in personal reject; do may $s; done | paste -sd' ')"
check "and write nothing" 0 "$(sql -c "SELECT count(*) FROM information_schema.table_privileges
    WHERE grantee = 'tidu_analyst' AND privilege_type <> 'SELECT'")"
check "every table and view of ours belongs to tidu_owner" "" "$(sql -c "SELECT c.oid::regclass FROM pg_class c
    WHERE c.relnamespace::regnamespace::text IN ('meta','source','personal','reject','link','feature','result','pool','api')
      AND c.relkind IN ('r','v') AND c.relowner <> 'tidu_owner'::regrole")"
check "every table and view says what it is" "" "$(sql -c "SELECT c.oid::regclass FROM pg_class c
    WHERE c.relnamespace::regnamespace::text IN ('meta','source','personal','reject','link','feature','result','pool','api')
      AND c.relkind IN ('r','v') AND obj_description(c.oid, 'pg_class') IS NULL AND c.relname <> 'extra'")"
sql -c "CREATE ROLE operator LOGIN IN ROLE tidu_owner; CREATE ROLE clerk LOGIN IN ROLE tidu_analyst"
check "a member of tidu_owner needs no more to see that all is there" 78 \
    "$(PGUSER=operator "$probe" check >/dev/null 2>&1; echo $?)" # newer, as above
clerk() { PGUSER=clerk "$TIDU_SOURCE/scripts/pg" psql -XqAtd "$PGDATABASE" -U clerk -c "$1" 2>&1; }
check "a clerk counts rejects" 0 "$(clerk 'SELECT count(*) FROM api.reject_summary')"
check_has "and does not read them" "permission denied" "$(clerk 'SELECT raw FROM reject.row')"
check_has "nor names of persons" "permission denied" "$(clerk 'SELECT legal_rep FROM personal.registry')"
finish
