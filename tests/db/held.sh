#!/usr/bin/env bash
# A registry that lacks a county, or nine tenths of its rows: nothing of it is loaded, the publication is held where the
# profile says so, the exit status tells, and readers keep the lists of before.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
sed 's/^  - id: registry$/&\n    on_failure: hold\n    expects: {county: keep}/' "$TIDU_SOURCE/profiles/demo.yaml" >"$work/hold.yaml"
set +e
night() { # profile date: prints the exit code, what is said is in $work/said
    "$TIDU_BIN/tidu" run --profile "$1" --inputs "$work/in" --as-of "$2" --out "$work/out" --lang en >"$work/said" 2>&1
    echo $?
}
lists() { (cd "$work/out/current/" && sha256sum -- * | sha256sum); }
standing() { sql -c "SELECT count(*) FROM source.registry WHERE gone IS NULL"; }
check "a whole night" 0 "$(night "$work/hold.yaml" 2026-11-20)"
before=$(lists)
stood=$(standing)
whole=$work/in/registry_20261120.csv.gz
county=$(sql -c "SELECT county FROM source.registry WHERE county LIKE '3715%' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")

# held WHAT PART: tonight's registry lies there
held() {
    check "fault 33: $1: held, and the exit status says so" 76 "$(night "$work/hold.yaml" 2026-11-21)"
    check_has "fault 33: $1: told" "$2" "$(cat "$work/said")"
    check "fault 33: $1: nothing has gone" "$stood" "$(standing)"
    check "fault 33: $1: the lists of before stand" "$before" "$(lists)"
    check_has "fault 33: $1: status says how to go on" "tidu publish --release" "$("$TIDU_BIN/tidu" status --lang zh | head -n 3)"
}
sql -c "SELECT uscc FROM source.registry WHERE county = '$county'" >"$work/county"
zcat "$whole" | grep -vFf "$work/county" | gzip >"$work/in/registry_20261121.csv.gz"
held "a county is missing" "$county"
zcat "$whole" | awk 'NR == 1 || NR % 10 == 0' | gzip >"$work/in/registry_20261121.csv.gz"
held "nine tenths of the rows are missing" "-90"
check "fault 33: without hold the night goes on with what stood, and says so" 65 \
    "$(night "$TIDU_SOURCE/profiles/demo.yaml" 2026-11-21)"
check "… nothing has gone" "$stood" "$(standing)"
check "… and the lists have as many firms as before" "$(wc -l <"$(ls "$work"/out/2026-11-20/371500-*.csv)")" \
    "$(wc -l <"$(ls "$work"/out/current/371500-*.csv)")"
finish
