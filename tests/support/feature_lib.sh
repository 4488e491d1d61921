# Sourced by tests of link and features: rows put into source.* by hand, the two stages run on them.
. "$TIDU_SOURCE/tests/support/with_pg.sh"
. "$TIDU_SOURCE/tests/support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
as_of=2026-06-01

ask() { sql -c "$1"; }
stage() { # name, arguments: runs a stage, its log is in $work/log
    local name=$1
    shift
    "$TIDU_BIN/tidu-$name" --profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of "$as_of" "$@" >"$work/log" 2>&1 || {
        cat "$work/log" >&2
        exit 1
    }
}
status_of() { ask "SELECT status FROM meta.stage WHERE stage = '$1' ORDER BY run DESC LIMIT 1"; }
count_of() { ask "SELECT counts ->> '$2' FROM meta.stage WHERE stage = '$1' ORDER BY run DESC LIMIT 1"; }

begin() { # an empty, migrated database with four sources
    fresh_db
    "$TIDU_BIN/tidu-migrate" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
    sql -c "INSERT INTO meta.source VALUES (1, 'a', '甲'), (2, 'b', '乙'), (3, 'c', '丙'), (4, 'd', '丁')"
    key=0
}
# Rows of one dataset: fields "source,uscc,…", values of one row an argument. The hidden columns are
# filled. Holder ids are touched, as load does it, and a batch says that something changed.
put() { # dataset, fields, rows…
    local dataset=$1 fields=$2 row
    shift 2
    for row in "$@"; do
        key=$((key + 1))
        echo "INSERT INTO source.$dataset (key_hash, row_hash, batch, line, $([ "$dataset" != registry ] || echo code_flag,) $fields)
              VALUES ($key, $key, 1, $key, $([ "$dataset" != registry ] || echo false,) $row);"
    done >"$work/put.sql"
    sql -f "$work/put.sql"
    changed "INSERT INTO feature.touched SELECT uscc FROM source.$dataset WHERE key_hash > $((key - $#)) ON CONFLICT DO NOTHING"
}
changed() { # SQL that changes source.* and touches its units
    sql -c "$1" -c "
        INSERT INTO meta.run (as_of, profile, profile_hash, criteria_hash, program, status, host, pid, started)
        VALUES ('$as_of', '', '', '', 'test', 'done', '', 0, '2026-01-01');
        INSERT INTO meta.batch (run, delivery, dataset, source, files, files_hash, mode, status, rows_new, started)
        SELECT max(run), 'test', 'finance', 1, '[]', '', 'snapshot', 'done', 1, '2026-01-01' FROM meta.run"
}
firm() { # uscc, columns: values of feature.firm parted by |
    ask "SELECT $2 FROM feature.firm WHERE uscc = '$1'"
}
