#!/usr/bin/env bash
# The run lock: one holder; a dead holder's lock is taken within two seconds, a living one's never.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
probe=$TIDU_SUPPORT/db_probe
work=$TIDU_PG_DIR.work
mkdir -p "$work"
cp -r "$TIDU_SOURCE/sql" "$work/sql"
cp "$here"/sql/*.sql "$work/sql/"
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"; stop_pg' EXIT
export TIDU_SQL_DIR=$work/sql
fresh_db
set +e

hold() { # how long: a number of seconds, or "sleep" for a long statement
    "$probe" lock 0 "$1" >"$work/holder" &
    holder=$!
    until grep -qs locked "$work/holder"; do sleep 0.02; done
}
elapsed() { # command: its milliseconds in $ms, its status in $status, its words in $said
    local start
    start=$(date +%s%N)
    said=$("$@" 2>&1)
    status=$?
    ms=$((($(date +%s%N) - start) / 1000000))
}
in_time() { [ "$ms" -lt 2000 ] && echo yes || echo "$ms ms"; }

hold 60
elapsed "$probe" lock 0 0
check "fault 41: a living holder keeps its lock" 75 $status
check_has "fault 41: its process is named" "pid $holder" "$said"
check_has "fault 41: its host is named" "host \"$(hostname | cut -c1-8)" "$said"
elapsed "$probe" lock 400 0
check "waiting ends" 75 $status
check "after the time that was asked for" yes "$([ $ms -ge 400 ] && [ $ms -lt 1500 ] && echo yes || echo "$ms ms")"
kill -9 "$holder"
elapsed "$probe" lock 0 0
check "fault 41: an idle holder was killed: the lock is free" 0 $status
check "within two seconds" yes "$(in_time)"

for round in 1 2 3; do
    hold sleep
    sleep 0.2 # its statement is under way
    kill -9 "$holder" # not waited for: a zombie
    elapsed "$probe" lock 0 0
    check "fault 41: killed in a long statement ($round): the lock is taken" 0 $status
    check "within two seconds ($round)" yes "$(in_time)"
    wait "$holder" 2>/dev/null
done

# Holders as the server sees them: a session of psql under another name.
as_holder() { # application name
    local name=${1//\'/\\\'}
    "$TIDU_SOURCE/scripts/pg" psql -Xqd "dbname=$PGDATABASE application_name='$name'" \
        -c 'SELECT pg_advisory_lock(1953064053, 1)' -c 'SELECT pg_sleep(60)' >/dev/null 2>&1 &
    until [ "$(sql -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted")" = 1 ]; do sleep 0.05; done
}
clear_holder() {
    sql -c "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted" >/dev/null
    until [ "$(sql -c "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")" = 0 ]; do sleep 0.05; done
}
boot=$(cut -c1-8 /proc/sys/kernel/random/boot_id)
space=$(printf '%05x' $(($(stat -Lc %i /proc/self/ns/pid) & 0xFFFFF)))
host=$(hostname)
true & dead=$!
wait $dead

as_holder "tidu load pid=$dead at=$boot.$space host=$host"
elapsed "$probe" lock 0 0
check "a holder of this host whose process is gone" 0 $status
check "is ended within two seconds" yes "$(in_time)"

other_boot=$(printf '%08x' $((0x$boot ^ 1)))
as_holder "tidu load pid=$$ at=$other_boot.$space host=$host"
elapsed "$probe" lock 0 0
check "a holder from before this host's restart is ended" 0 $status

as_holder "tidu load pid=$dead at=$boot.$space host=another-$host"
elapsed "$probe" lock 0 0
check "another host's holder is taken for alive" 75 $status
clear_holder
other_space=$(printf '%05x' $((0x$space ^ 1)))
as_holder "tidu load pid=$dead at=$boot.$other_space host=$host"
elapsed "$probe" lock 0 0
check "so is one of another container" 75 $status
clear_holder
as_holder "somebody's psql"
elapsed "$probe" lock 0 0
check "and a session that is not ours" 75 $status
check_has "which is named" "somebody's psql" "$said"
clear_holder

fresh_db
hold 20
PGDATABASE=test_1 elapsed "$probe" lock 0 0
check "another database has a lock of its own" 0 $status
finish
