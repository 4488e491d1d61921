# Sourced by the tests that need a server: one disposable PostgreSQL for the script, stopped and removed
# at its end.
#   fresh_db    a new, empty database; exports PGDATABASE
#   sql …       psql with the arguments, bare output, stops at the first error
#   stop_pg     for scripts that set an EXIT trap of their own
# Needs nothing but scripts/pg; TIDU_BIN and TIDU_SOURCE come from CTest, or are guessed.
TIDU_SOURCE=${TIDU_SOURCE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
TIDU_BIN=${TIDU_BIN:-$TIDU_SOURCE/build/dev/bin}
TIDU_SUPPORT=$TIDU_BIN/../support
export TIDU_SOURCE TIDU_BIN TIDU_SUPPORT

# Servers of scripts that were killed before their trap ran: the folder's name has the script's pid.
sweep_pg() {
    local folder pid
    for folder in /tmp/tidu-test-pg.*; do
        pid=${folder#/tmp/tidu-test-pg.}
        pid=${pid%%.*}
        [ -d "$folder" ] && [ -O "$folder" -o "$(id -u)" = 0 ] && ! [ -d "/proc/$pid" ] || continue
        if TIDU_PG_DIR=$folder "$TIDU_SOURCE/scripts/pg" status >/dev/null 2>&1; then
            TIDU_PG_DIR=$folder "$TIDU_SOURCE/scripts/pg" stop >/dev/null 2>&1
            rm -rf "$folder"
        fi
    done
}

# A finished, stopped cluster, made once for this version of scripts/pg and of PostgreSQL, and copied by each
# script: initdb takes 1.2 processor seconds, a copy 0.1. Without it the script makes its own.
copy_cluster() { # into $TIDU_PG_DIR
    local made
    made=/tmp/tidu-test-cluster.$(id -u).$({ cat "$TIDU_SOURCE/scripts/pg" && ls -d /usr/lib/postgresql/*; } | cksum | tr ' ' .)
    if ! [ -d "$made" ]; then
        (
            flock 8
            [ -d "$made" ] && exit
            rm -rf "$made.new"
            TIDU_PG_DIR=$made.new TIDU_PG_SETTINGS="fsync = off" "$TIDU_SOURCE/scripts/pg" start &&
                TIDU_PG_DIR=$made.new "$TIDU_SOURCE/scripts/pg" stop && mv "$made.new" "$made"
        ) 8>"$made.lock" >/dev/null 2>&1
    fi
    [ -O "$made" ] || [ "$(id -u)" = 0 ] && cp -a "$made/data" "$TIDU_PG_DIR/data" && chown --reference="$made" "$TIDU_PG_DIR"
}

start_pg() {
    sweep_pg
    TIDU_PG_DIR=$(mktemp -d "/tmp/tidu-test-pg.$$.XXXX")
    export TIDU_PG_DIR
    copy_cluster || rm -rf "$TIDU_PG_DIR/data"
    # Small, and without waiting for the disk: nobody pulls this server's plug. TEST_PG_SETTINGS adds.
    TIDU_PG_SETTINGS="shared_buffers = 256MB
fsync = off
max_wal_size = 2GB
${TEST_PG_SETTINGS:-}" "$TIDU_SOURCE/scripts/pg" start 2>"$TIDU_PG_DIR.log" || {
        cat "$TIDU_PG_DIR.log" >&2
        exit 1
    }
    rm -f "$TIDU_PG_DIR.log"
    eval "$("$TIDU_SOURCE/scripts/pg" env)"
    fresh_count=0
}

stop_pg() {
    [ -n "${TIDU_PG_DIR:-}" ] && [ -d "$TIDU_PG_DIR" ] || return 0
    "$TIDU_SOURCE/scripts/pg" stop >/dev/null 2>&1 || true
    rm -rf "$TIDU_PG_DIR"
}

sql() { psql -XqAt -v ON_ERROR_STOP=1 -d "$PGDATABASE" "$@"; } # PGHOST and PGUSER are scripts/pg env's

fresh_db() {
    fresh_count=$((fresh_count + 1))
    PGDATABASE=postgres sql -c "CREATE DATABASE test_$fresh_count"
    export PGDATABASE=test_$fresh_count
}

trap stop_pg EXIT
start_pg
