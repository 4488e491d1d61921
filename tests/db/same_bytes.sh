#!/usr/bin/env bash
# One thread, two threads, seven threads, shuffled rows: the same bytes in every list.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
profile=$TIDU_SOURCE/profiles/demo.yaml

"$TIDU_BIN/tidu-city" --out "$work/plain" --firms 12000 --as-of 2026-11-20 >/dev/null
"$TIDU_BIN/tidu-city" --out "$work/shuffled" --firms 12000 --as-of 2026-11-20 --shuffle 99 >/dev/null
cmp -s "$work/plain/truth.csv" "$work/shuffled/truth.csv" && {
    echo "the shuffled city is not shuffled"
    exit 1
}
n=0
for setting in "1 plain" "2 plain" "7 plain" "1 shuffled" "2 shuffled"; do
    set -- $setting
    fresh_db
    n=$((n + 1))
    OMP_NUM_THREADS=$1 "$TIDU_BIN/tidu" run --threads "$1" --profile "$profile" --inputs "$work/$2" --as-of 2026-11-20 \
        --out "$work/out$n"
    [ "$n" = 1 ] || diff -r "$work/out1" "$work/out$n" || {
        echo "fault 46: $1 thread(s), $2: other bytes"
        exit 1
    }
done
rows=$(tail -n +2 "$work/out1/current/"371500-*.csv | wc -l)
echo "$n runs, the same bytes, $rows rows in the city's list"
[ "$rows" -gt 20 ]
