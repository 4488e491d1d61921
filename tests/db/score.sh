#!/usr/bin/env bash
# score: a night after another leaves what a first night leaves; only what changed is written; the same
# night again writes nothing; units that are no longer registered stop standing; any thread count.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fail() { echo "FAIL: $*"; exit 1; }
night() { # date [option…]
    local status=0
    "$TIDU_BIN/tidu" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/city" --as-of "$1" \
        --out "$work/out" "${@:2}" >"$work/log" 2>&1 || status=$?
    [ "$status" = 0 ] || [ "$status" = 65 ] || { tail -n 20 "$work/log"; fail "tidu run ended with $status"; }
}
standing() { # what stands, without the runs
    sql -c "COPY (SELECT uscc, county, industry, size_lo, size_hi, tags, tags_possible, certain_tier, possible_tier,
                         target, verdicts, states, met, unknown, points_lo, points_hi, rank_key, row_hash
                  FROM result.firm WHERE to_run = 9223372036854775807 ORDER BY uscc) TO STDOUT"
}
ask() { sql -Atc "$1"; }
counts() { ask "SELECT status || ' ' || rows_out FROM meta.stage WHERE stage = 'score' ORDER BY run DESC LIMIT 1"; }

mkdir "$work/city"
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null
night 2026-11-20 # nothing was delivered
[ "$(counts)" = "done 0" ] || fail "without a registry: $(counts)"

"$TIDU_BIN/tidu-city" --out "$work/city" --firms 6000 --as-of 2026-03-15 >/dev/null
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null
night 2026-03-15 # 63号 still judges 专精特新 and 小巨人
units=$(ask "SELECT count(*) FROM feature.unit")
[ "$(counts)" = "done $units" ] || fail "the first night: $(counts)"
[ "$(ask "SELECT count(*) FROM result.program WHERE tier = 'srdi' AND kind = 'new' AND version = '2022'")" = 1 ] ||
    fail "not judged by 63号 in March"
night 2026-11-19
night 2026-11-20 --threads 1
standing >"$work/after_others"
case "$(counts)" in
done\ *) ;;
*) fail "another date: $(counts)" ;;
esac
written=$(counts | cut -d' ' -f2)
[ "$written" -lt $((units / 10)) ] || fail "one day later $written of $units were written"
night 2026-11-20 --threads 7
[ "$(counts)" = "same 0" ] || fail "the same night again: $(counts)"
[ "$(ask "SELECT count(*) FROM result.firm WHERE from_run >= to_run")" = 0 ] || fail "a judgement that never stood"

fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null
night 2026-11-20 --threads 7
standing >"$work/first"
cmp "$work/first" "$work/after_others" || fail "a night after others differs from a first night"

gone=$(ask "SELECT min(uscc) FROM source.registry")
sql -c "UPDATE source.registry SET gone = 1 WHERE uscc = '$gone'" -c "DELETE FROM meta.stage WHERE stage IN ('features', 'score')" >/dev/null
"$TIDU_BIN/tidu-features" --profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of 2026-11-20 >/dev/null 2>&1
"$TIDU_BIN/tidu-score" --profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of 2026-11-20 >/dev/null 2>&1
[ "$(ask "SELECT count(*) FROM result.firm WHERE uscc = '$gone' AND to_run = 9223372036854775807")" = 0 ] ||
    fail "a unit that is gone still stands"
[ "$(counts)" = "done 0" ] || fail "only the gone unit changed: $(counts)"
