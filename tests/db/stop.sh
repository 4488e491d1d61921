#!/usr/bin/env bash
# SIGTERM in the middle of a long statement, a COPY that waits and a query: the statement is cancelled, the
# stage leaves nothing, the ledger says so, and the same command goes on.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
run() { # folder of the SQL
    exec "$TIDU_BIN/tidu" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of 2026-11-20 \
        --out "$work/out" --lang en --sql-dir "$1"
}
slow() { # file of sql/, sed's command that makes it sleep
    rm -rf "$work/sql"
    cp -r "$TIDU_SOURCE/sql" "$work/sql"
    sed -i "$2" "$work/sql/$1"
}
set +e
stops() { # stage
    (run "$work/sql" 2>"$work/said" >&2) &
    local pid=$! status began
    until [ "$(sql -c "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")" = 1 ]; do
        kill -0 $pid 2>/dev/null || break
        sleep 0.1
    done
    began=$(date +%s)
    kill -TERM $pid
    wait $pid
    status=$?
    check "fault 44: $1: stopped by a signal" 75 "$status"
    check "$1: at once" t "$([ $(($(date +%s) - began)) -lt 10 ] && echo t)"
    check_has "$1: what to do next" "run the same command again" "$(cat "$work/said")"
    check "$1: the ledger has the stage and the run" "failed failed" \
        "$(sql -c "SELECT s.status, r.status FROM meta.run r JOIN meta.stage s USING (run) WHERE s.stage = '$1' ORDER BY run DESC LIMIT 1" | tr '|' ' ')"
}
slow link/keep.sql '1i SELECT pg_sleep(120);'
stops link
check "link: nothing is kept" 0 "$(sql -c 'SELECT count(*) FROM link.summary')"
slow rank/candidates.sql 's/FROM tidu_firm AS f/FROM (SELECT pg_sleep(120)) AS z, tidu_firm AS f/'
stops rank
check "rank: no shortlist" 0 "$(sql -c 'SELECT count(*) FROM pool.shortlist')"
slow publish/programs.sql 's/FROM result.program p$/FROM (SELECT pg_sleep(120)) z, result.program p/'
stops publish
check "publish: no list" "" "$(ls "$work/out" 2>/dev/null)"
(run "$TIDU_SOURCE/sql" 2>/dev/null)
status=$?
check "fault 44: the same command goes on" t "$([ $status = 0 ] || [ $status = 65 ] && echo t)"
check "and publishes" t "$([ -s "$work/out/current/manifest.json" ] && echo t)"
finish
