#!/usr/bin/env bash
# COPY BINARY in and out: all types, errors, and what a killed program leaves (nothing).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
probe=$TIDU_SUPPORT/db_probe
fresh_db
cp -r "$TIDU_SOURCE/sql" "$TIDU_PG_DIR.sql"
cp "$here"/sql/*.sql "$TIDU_PG_DIR.sql/"
export TIDU_SQL_DIR=$TIDU_PG_DIR.sql
trap 'rm -rf "$TIDU_SQL_DIR"; stop_pg' EXIT
sql -c 'CREATE TABLE public.sample (id integer, flag boolean, small smallint, large bigint, day date,
    word text, bytes bytea)'

check "nothing in the table, nothing out" "connection usable" "$("$probe" copy-out out 0)"
check "rows are counted by the server" "rows 11" "$("$probe" copy-in 10)"
check "all types arrive" \
    '1|t|-1|9223372036854775806|1998-11-28|e8818ae59f8ef0a0aeb70922efbc8c0a|\x00ff01' \
    "$(sql -c "SELECT id, flag, small, large, day, encode(convert_to(word, 'UTF8'), 'hex'), bytes FROM sample WHERE id = 1")"
check "an empty text is not NULL" 't|f' "$(sql -c "SELECT word = '', word IS NULL FROM sample WHERE id = 5")"
check "NULLs" 'f' "$(sql -c "SELECT sample IS NOT NULL FROM sample WHERE id = 3")"
check "rows come back as they went" "$(sql -c "SELECT coalesce(id::text,'-') || ' ' || coalesce(flag::int::text,'-')
    || ' ' || coalesce(small::text,'-') || ' ' || coalesce(large::text,'-') || ' ' || coalesce((day - '2000-01-01')::text,'-')
    || ' ' || coalesce(encode(convert_to(word,'UTF8'),'hex'),'-') || ' ' || coalesce(encode(bytes,'hex'),'-')
    FROM sample ORDER BY id"; echo connection usable)" "$("$probe" copy-out out 0 | sed 's/^ //')"
sql -c 'TRUNCATE sample'
check "many blocks" "rows 300001" "$("$probe" copy-in 300000)"
check "many blocks arrive" "300001|45000450001" "$(sql -c 'SELECT count(*), sum(id) FROM sample')"
check "stopping half way leaves the connection usable" "connection usable" "$("$probe" copy-out endless 1000 | tail -n 1)"
set +e
said=$("$probe" copy-out fails_late 0 2>&1)
check "a failure after thousands of rows is a failure" 70 $?
check_has "and its reason is the server's" "division by zero" "$said"
sql -c 'TRUNCATE sample'
said=$("$probe" copy-in-wrong 500000 2>&1)
check "a wrong row is refused" 70 $?
check_has "the server's reason is told" "row field count is 2, expected 7" "$said"
check_has "the connection is usable afterwards" "connection usable" "$said"
check "nothing of it is in the table" 0 "$(sql -c 'SELECT count(*) FROM sample')"

"$probe" copy-in-half 200000 >"$TIDU_PG_DIR/half" &
pid=$!
until grep -qs half "$TIDU_PG_DIR/half" || ! kill -0 $pid; do sleep 0.05; done
kill -9 $pid
wait $pid 2>/dev/null
for _ in $(seq 40); do
    [ "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'tidu probe%'")" = 0 ] && break
    sleep 0.05
done
check "fault 37: kill -9 in the middle of a COPY leaves no row" 0 "$(sql -c 'SELECT count(*) FROM sample')"
check "and no session" 0 "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'tidu probe%'")"

check "parameters, NULL" "x|y|NULL" "$("$probe" query echo x y)"

# ---- statements -----------------------------------------------------------------------------------
said=$("$probe" query wrong 2>&1)
check "a column that is not there: the schema is not ours" 78 $?
check_has "its place in the file" "at sql/wrong.sql:3:5" "$said"
check_has "what to do" "run tidu migrate" "$said"
sql -c "CREATE TABLE public.person (name text, phone text CHECK (phone = ''))"
said=$("$probe" query refused 2>&1)
check "a constraint" 70 $?
check "the row is not in the message" "" "$(printf '%s' "$said" | grep -E '张三|138' || true)"
sql -c 'CREATE SCHEMA "odd ""name"; CREATE TABLE "odd ""name"."t;x" (word text)'
check "fault 48: identifiers are quoted part by part" "affected 1" "$("$probe" ident idents 'odd "name.t;x')"
check "and only there" ":\"string\"':\"escaped\":\"dollar\"1:\"table\"" "$(sql -c 'SELECT word FROM "odd ""name"."t;x"')"
said=$(PGDATABASE=nowhere "$probe" query one 2>&1)
check "no such database" 69 $?
check_has "is named" 'database "nowhere"' "$said"
said=$(TIDU_CONNINFO='host=/nowhere password=geheim x' "$probe" query one 2>&1)
check "an unreadable connection string" 69 $?
check "is not shown" "" "$(printf '%s' "$said" | grep geheim)"
said=$(TIDU_CONNINFO='postgresql://u:geheim@localhost:1/x?y' "$probe" query one 2>&1)
check "nor is a URI's password" "" "$(printf '%s' "$said" | grep geheim)"
said=$(TIDU_CONNINFO="host=/nowhere dbname=x password=geheim" "$probe" query one 2>&1)
check "no server" 69 $?
check "no password in it" "" "$(printf '%s' "$said" | grep geheim)"
finish
