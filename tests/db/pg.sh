#!/usr/bin/env bash
# scripts/pg: starts and stops as often as asked, heals after kill -9, as root and as a plain user.
set -u
here=$(cd "$(dirname "$0")" && pwd)
TIDU_SOURCE=${TIDU_SOURCE:-$(cd "$here/../.." && pwd)}
. "$here/../support/check.sh"
pg=$TIDU_SOURCE/scripts/pg
work=$(mktemp -d)
trap 'TIDU_PG_DIR=$work/a/pg $pg stop 2>/dev/null; rm -rf "$work" "$fallback"' EXIT
fallback=$work
chmod 755 "$work"
export TIDU_PG_DIR=$work/a/pg
export TIDU_PG_SETTINGS="shared_buffers = 64MB
fsync = off"
export PGHOST=/nowhere PGPORT=1 PGUSER=nobody PGDATABASE=nothing PGOPTIONS=-cnothing=1 # none of these counts

$pg status >/dev/null
check "not running" 3 $?
$pg stop 2>/dev/null
check "stopping what never ran" 0 $?
said=$($pg start 2>&1)
check "start" "pg: started in \"$TIDU_PG_DIR\"" "$said"
check "start again" "pg: already running in \"$TIDU_PG_DIR\"" "$($pg start 2>&1)"
$pg status >/dev/null
check "running" 0 $?
check "path" "$TIDU_PG_DIR" "$($pg path)"
check "psql" "tidu|tidu|UTF8|C.UTF-8|" \
    "$($pg psql -XAtc "SELECT current_database(), current_user, current_setting('server_encoding'),
        current_setting('lc_collate'), current_setting('listen_addresses')")"
check "env" tidu "$(eval "$($pg env)"; psql -XAtc 'SELECT current_database()')"
check "nothing that protects data is off but what this test set" "on|on|off|minimal|on" \
    "$($pg psql -XAtc "SELECT current_setting('synchronous_commit'), current_setting('full_page_writes'),
        current_setting('fsync'), current_setting('wal_level'), current_setting('data_checksums')")"
check "nobody else can enter" 700 "$(stat -c %a "$TIDU_PG_DIR/socket")"

$pg psql -Xqc "CREATE TABLE kept AS SELECT 1 AS n"
main=$($pg status | sed -n 's/running; pid \([0-9]*\),.*/\1/p')
$pg psql -Xqc 'SELECT count(*) FROM generate_series(1, 10000000000) AS n' >/dev/null 2>&1 & # a backend that computes
sleep 0.5
kill -9 "$main"
$pg status >/dev/null
check "killed: not running" 3 $?
check_has "killed: starts again" "started in" "$($pg start 2>&1)"
check "and has what was committed" 1 "$($pg psql -XAtc 'TABLE kept')"
wait
$pg stop 2>/dev/null
check "stop" 0 $?
$pg stop 2>/dev/null
check "stop again" 0 $?
# a pid file whose pid has passed to another process
sleep 300 &
other=$!
printf '%s\n%s\n' "$other" "$TIDU_PG_DIR/data" >"$TIDU_PG_DIR/data/postmaster.pid"
check_has "a stale pid file that names a living stranger" "started in" "$($pg start 2>&1)"
kill -0 "$other"
check "who is left alone" 0 $?
kill "$other"
$pg start 2>/dev/null & $pg start 2>/dev/null & wait
check "two starts at once" 1 "$($pg psql -XAtc 'TABLE kept')"
$pg stop 2>/dev/null
rm -rf "$work/a"

long=$work/$(printf 'x%.0s' $(seq 120))
mkdir -p "$long"
export TIDU_PG_DIR=$long/pg
socket=$(eval "$($pg env)"; echo "$PGHOST")
check "a path too long for a socket" 1 "$($pg start 2>/dev/null && $pg psql -XAtc 'SELECT 1')"
check "its socket's folder is private" 700 "$(stat -c %a "$socket")"
$pg stop 2>/dev/null
check "and goes with the server" "" "$(ls -d "$socket" 2>/dev/null)"

if [ "$(id -u)" = 0 ]; then
    mkdir -m 700 "$work/closed"
    export TIDU_PG_DIR=$work/closed/.pg
    fallback=$($pg path)
    check_has "a project that only root can enter" "/var/lib/tidu-pg-" "$fallback"
    check_has "is told where its data is" "cannot enter \"$TIDU_PG_DIR\"; the database is in \"$fallback\"" "$($pg start 2>&1)"
    check "and works" 1 "$($pg psql -XAtc 'SELECT 1')"
    $pg stop 2>/dev/null
    unset TIDU_PG_DIR
    user=$(id -un 65534 2>/dev/null)
    mkdir "$work/plain"
    chown "$user" "$work/plain"
    runuser -u "$user" -- test -r "$pg" && check "as a plain user" 1 "$(cd / && TIDU_PG_DIR=$work/plain/pg runuser -u "$user" -- sh -c \
        "$pg start 2>/dev/null && $pg psql -XAtc 'SELECT 1'; $pg stop 2>/dev/null")"
fi
finish
