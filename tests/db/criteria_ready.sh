#!/usr/bin/env bash
# A night begins with criteria that every stage can read, or not at all: a mistake in any of the files is told with its
# place before anything is loaded, and what stands stays.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
"$TIDU_BIN/tidu" migrate
set +e
night() { # [option…]: prints the exit code, what is said is in $work/said
    "$TIDU_BIN/tidu" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --criteria "$work/criteria" --inputs "$work/in" \
        --out "$work/out" --lang en --as-of 2026-11-20 "$@" >"$work/said" 2>&1
    echo $?
}
fresh() {
    rm -rf "$work/criteria"
    cp -r "$TIDU_SOURCE/criteria" "$work/criteria"
}
touched() { sql -c "SELECT (SELECT count(*) FROM meta.run), (SELECT count(*) FROM meta.batch), (SELECT count(*) FROM source.registry)"; }
# refused WHAT FILE PART: the criteria as they lie there
refused() {
    check "fault 36: $1" 78 "$(night)"
    check "fault 36: $1: named by file, line and column" t "$(grep -qE "$2:[0-9]+:[0-9]+: .*$3" "$work/said" && echo t || cat "$work/said")"
    check "fault 36: $1: nothing was touched" "$before" "$(touched)"
    fresh
}
before="0|0|0"
all_of_them() {
    fresh
    sed -i 's/revenue\[Y\] >= 1500万/revenu[Y] >= 1500万/' "$work/criteria/tiers/srdi-2026.yaml"
    refused "an unknown field" tiers/srdi-2026.yaml '"revenu"'
    printf '  one: {title: 甲, value: "two / revenue[Y]"}\n  two: {title: 乙, value: "one / revenue[Y]"}\n' >>"$work/criteria/metrics.yaml"
    refused "a circle" metrics.yaml "in a circle"
    sed -i 's/when: debt_ratio <= 80%}/when: debt_ratio <= 80%}\n      - {id: heavy, text: 高负债, when: debt_ratio > 85%}/' "$work/criteria/tiers/srdi-2026.yaml"
    refused "a contradiction" tiers/srdi-2026.yaml "debt_ratio > 85%"
    sed -i '0,/{from: 3%, points: 15}/s//{from: 6%, points: 15}/' "$work/criteria/tiers/innovative-2022.yaml"
    refused "bands that overlap" tiers/innovative-2022.yaml "overlap"
    sed -i 's/^coverage:/covrage:/' "$work/criteria/ranking.yaml"
    refused "a mistake in the order" ranking.yaml covrage
    sed -i 's/^auto:/autp:/' "$work/criteria/linkage.yaml"
    refused "a mistake in what link reads" linkage.yaml autp
    sed -i 's/revenue >= 0/revenu >= 0/' "$work/criteria/quality/finance.yaml"
    refused "a mistake in what check reads" quality/finance.yaml revenu
    echo "moves: []" >>"$work/criteria/moves.yaml"
    refused "a mistake in what publish reads" moves.yaml moves
    sed -i 's/\(kind: [a-z]*, from: [0-9-]*\)[^}]*}/\1, to: 2026-09-30}/' "$work/criteria/tiers/champion-2023.yaml"
    refused "a version that has run out" tiers/champion-2023.yaml "run out"
}
all_of_them
check "whole: the night begins" 0 "$(night)"
check "… and publishes" t "$([ -s "$work/out/current/manifest.json" ] && echo t)"
before=$(touched)
list=$(cd "$work/out" && sha256sum current/*)
sed -i 's/revenue\[Y\] >= 1500万/revenu[Y] >= 1500万/' "$work/criteria/tiers/srdi-2026.yaml"
rm "$work"/in/registry_* # would be told as missing, if anything were looked at
refused "an unknown field on a later night" tiers/srdi-2026.yaml '"revenu"'
check "fault 36: the lists of before stand" "$list" "$(cd "$work/out" && sha256sum current/*)"
finish
