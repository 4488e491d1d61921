#!/usr/bin/env bash
# A night's check runs beside features. When one of them fails, or both, the night judges nothing, every failure is
# told, each stage has its own row in the ledger; and the same command goes on to the lists of a night that
# nothing disturbed. The lists of a night with the stages one by one are the same, too. And what publish says is read while
# rank and follow go on: what fails there is publish's failure, and what fails elsewhere is told as ever.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
options=(--profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of 2026-11-20 --lang en)
run() { # folder of the lists, folder of the SQL
    "$TIDU_BIN/tidu" run "${options[@]}" --inputs "$work/in" --out "$work/$1" --sql-dir "$2" >"$work/said" 2>&1
}
spoilt() { # files of sql/ whose statement the server refuses
    rm -rf "$work/sql"
    cp -r "$TIDU_SOURCE/sql" "$work/sql"
    for file in "$@"; do echo "SELECT no_such_column_of_$(basename "$file" .sql)" >"$work/sql/$file"; done
}
stages() { sql -c "SELECT string_agg(stage || ' ' || status, ', ' ORDER BY stage) FROM meta.stage WHERE run = (SELECT max(run) FROM meta.run) AND stage IN ('features', 'check', 'score')"; }
late() { sql -c "SELECT string_agg(stage || ' ' || status, ', ' ORDER BY stage) FROM meta.stage WHERE run = (SELECT max(run) FROM meta.run) AND stage IN ('rank', 'follow', 'publish') AND NOT (stage = 'rank' AND status = 'done')"; }
sums() { (cd "$work/$1/current" && sha256sum ./*.csv ./*.xlsx report.html); }
set +e
fresh_db
run calm "$TIDU_SOURCE/sql"
calm=$?
check "check began while features was at work" t "$(sql -c "SELECT c.started < f.started + f.seconds * interval '1 s' AND c.started >= f.started
    FROM meta.stage AS c, meta.stage AS f WHERE c.stage = 'check' AND f.stage = 'features'")"

failing() { # what it is called, then the files that are spoilt: each is told
    local what=$1
    shift
    spoilt "$@"
    run one "$work/sql"
    check "$what: the server's error is the night's" 78 $?
    for file in "$@"; do check_has "$what: $(basename "$file") is told" "no_such_column_of_$(basename "$file" .sql)" "$(cat "$work/said")"; done
}
fresh_db
failing "check fails" quality/full_begin.sql
check "check fails: features is done, nothing is judged" "check failed, features done" "$(stages)"
check "check fails: no list" "" "$(ls "$work/one" 2>/dev/null)"

fresh_db
failing "features fails" features/30_finance.sql
check "features fails: check is done" "check done, features failed" "$(stages)"

failing "both fail" features/30_finance.sql quality/full_begin.sql
check "both fail: in the ledger" "check failed, features failed" "$(stages)"

fresh_db
failing "a query of the lists fails" publish/near.sql
check "a query of the lists fails: follow is done, publish is not" "follow done, publish failed" "$(late)"
check "a query of the lists fails: no list" "" "$(ls "$work/one" 2>/dev/null)"

fresh_db
failing "rank fails" rank/candidates.sql
check "rank fails: the night ends there" "rank failed" "$(late)"

fresh_db
spoilt rank/candidates.sql publish/near.sql
run one "$work/sql"
check "rank and a query of the lists fail" 78 $?
check_has "rank and a query of the lists fail: rank is told" "no_such_column_of_candidates" "$(cat "$work/said")"

run one "$TIDU_SOURCE/sql"
check "the same command goes on" $calm $?
check "to the lists of an undisturbed night" "$(sums calm)" "$(sums one)"

fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null 2>&1
for stage in load identity link features check score rank follow publish; do
    of=()
    case $stage in load) of=(--inputs "$work/in") ;; publish) of=(--out "$work/single") ;; esac
    "$TIDU_BIN/tidu" $stage "${options[@]}" "${of[@]}" >"$work/said" 2>&1 || [ $? = 65 ] || { cat "$work/said"; check "$stage alone" 0 1; }
done
check "stage by stage the lists are the same" "$(sums calm)" "$(sums single)"
finish
