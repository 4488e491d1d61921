#!/usr/bin/env bash
# Kill tidu run at random moments, run it again: the lists equal an undisturbed run's, and the lists of
# the night before stay readable throughout. KILLS rounds (default 12), moments drawn from SEED.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
kills=${KILLS:-12}
RANDOM=${SEED:-7}
profile=$TIDU_SOURCE/profiles/demo.yaml
firms=${FIRMS:-12000}

"$TIDU_BIN/tidu-city" --out "$work/one" --firms "$firms" --as-of 2026-11-19 >/dev/null
"$TIDU_BIN/tidu-city" --out "$work/two" --firms "$firms" --as-of 2026-11-19 --change 5% >/dev/null
night() { # inputs, as-of, out
    "$TIDU_BIN/tidu" run --profile "$profile" --inputs "$1" --as-of "$2" --out "$3"
}

fresh_db
night "$work/one" 2026-11-19 "$work/calm"
first=first_night # and its lists: what every round begins with
PGDATABASE=postgres sql -c "CREATE DATABASE $first TEMPLATE $PGDATABASE"
cp -a "$work/calm" "$work/first"
yesterday=$(cd "$work/first" && sha256sum 2026-11-19/* | sha256sum)
start=$(date +%s%N)
night "$work/two" 2026-11-20 "$work/calm"
whole_ms=$((($(date +%s%N) - start) / 1000000 + 1))

hit=0
for round in $(seq "$kills"); do
    export PGDATABASE=round_$round
    PGDATABASE=postgres sql -c "CREATE DATABASE $PGDATABASE TEMPLATE $first"
    rm -rf "$work/torn"
    cp -a "$work/first" "$work/torn"
    night "$work/two" 2026-11-20 "$work/torn" &
    pid=$!
    ms=$(((RANDOM * 32768 + RANDOM) % whole_ms))
    sleep "$(printf '%d.%03d' $((ms / 1000)) $((ms % 1000)))"
    if kill -9 "$pid" 2>/dev/null; then
        hit=$((hit + 1))
    else
        whole_ms=$((ms * 4 / 5 + 1)) # a night takes less than that by now: the machine has other things to do at times
    fi
    wait "$pid" 2>/dev/null || true
    [ "$(cd "$work/torn" && sha256sum 2026-11-19/* | sha256sum)" = "$yesterday" ] || {
        echo "round $round, killed after $ms ms: yesterday's list is not what it was"
        exit 1
    }
    [ "$(psql -XAtc "SELECT count(*) FROM api.county_list" | wc -l)" = 1 ]
    night "$work/two" 2026-11-20 "$work/torn"
    diff -r "$work/calm" "$work/torn" >"$work/diff" || {
        echo "fault 37: round $round, killed after $ms ms: the lists differ"
        head "$work/diff"
        exit 1
    }
done
echo "$hit of $kills runs were killed in the middle"
[ "$hit" -gt $((kills / 2)) ]
