#!/usr/bin/env bash
# score judges only the units whose features changed, and what stands then is what judging all gives: after
# changed records, units that leave, several features runs, a killed score, other criteria and another date.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
as_of=2026-11-20
with() { echo --profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of $as_of; }
stage() { # command [option…]
    "$TIDU_BIN/tidu" "$1" $(with) "${@:2}" >"$work/log" 2>&1 || [ $? = 65 ] || { cat "$work/log"; exit 1; }
}
night() {
    stage load --inputs "$1"
    stage link
    stage features
}
standing() {
    sql -c "COPY (SELECT uscc, county, industry, size_lo, size_hi, tags, tags_possible, certain_tier, possible_tier,
                         target, verdicts, states, met, unknown, points_lo, points_hi, rank_key, row_hash
                  FROM result.firm WHERE to_run = 9223372036854775807 ORDER BY uscc) TO STDOUT" \
        -c "COPY (SELECT position, step, id, met, unmet, unknown, manual, remaining, remaining_certain FROM result.funnel
                  WHERE run = (SELECT max(run) FROM result.funnel) ORDER BY position, step) TO STDOUT" \
        -c "COPY (SELECT counts - 'changed' FROM meta.stage WHERE stage = 'score' AND status = 'done'
                  ORDER BY run DESC LIMIT 1) TO STDOUT"
}
ask() { sql -c "$1"; }
judged() { ask "SELECT rows_in FROM meta.stage WHERE stage = 'score' ORDER BY run DESC LIMIT 1"; }
units() { ask "SELECT count(*) FROM feature.unit"; }
same_in_full() { # what; after a night that judged some
    standing >"$work/some"
    sql -c "INSERT INTO feature.pending VALUES ('*') ON CONFLICT DO NOTHING"
    stage score
    check "$1: then all are judged" "$(units)" "$(judged)"
    check "… and nothing is written" 0 "$(ask "SELECT rows_out FROM meta.stage WHERE stage = 'score' ORDER BY run DESC LIMIT 1")"
    standing >"$work/all"
    check "… to the same bytes" "" "$(cmp "$work/some" "$work/all" 2>&1)"
}
some() { # what: not none, and not all
    check "$1: some are judged" yes "$([ "$(judged)" -gt 0 ] && [ $(($(judged) * 4)) -lt "$(units)" ] && echo yes || judged)"
    check "… and nothing is pending" 0 "$(ask "SELECT count(*) FROM feature.pending")"
    check "… and each unit stands once" "$(units)" "$(ask "SELECT count(DISTINCT uscc) FROM result.judgement WHERE to_run = 9223372036854775807")"
}

"$TIDU_BIN/tidu-city" --out "$work/in" --firms 3000 --as-of $as_of >/dev/null
"$TIDU_BIN/tidu-city" --out "$work/changed" --firms 3000 --as-of $as_of --change 5% >/dev/null
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null 2>&1
night "$work/in"
stage score
check "the first night judges all" "$(units)" "$(judged)"

night "$work/changed"
standing >"$work/before"
stage score
some "changed records"
standing >"$work/after"
check "… and their judgements change" differ "$(cmp -s "$work/before" "$work/after" || echo differ)"
same_in_full "changed records"
stage score
check "the same night again" "same" "$(ask "SELECT status FROM meta.stage WHERE stage = 'score' ORDER BY run DESC LIMIT 1")"

# two features runs before score does: the first one's units are not forgotten
touch_some() { # condition, change
    sql -c "WITH t AS (UPDATE source.registry SET $2 WHERE $1 RETURNING uscc)
            INSERT INTO feature.touched SELECT uscc FROM t ON CONFLICT DO NOTHING" \
        -c "UPDATE meta.stage SET inputs_hash = left(inputs_hash, -1) || '?' WHERE stage = 'features'"
}
touch_some "right(uscc, 1) = '3' AND gone IS NULL" "gone = 9"
stage features
touch_some "right(uscc, 1) = '5' AND gone IS NULL" "industry = 'C3484', county = '371502'"
stage features
gone=$(ask "SELECT count(*) FROM source.registry WHERE gone = 9")
stage score
some "units leave, others move"
check "… those that left" "$gone" "$(ask "SELECT count(DISTINCT uscc) FROM source.registry r JOIN result.judgement j USING (uscc)
    WHERE gone = 9 AND NOT EXISTS (SELECT FROM result.judgement s WHERE s.uscc = r.uscc AND s.to_run = 9223372036854775807)")"
same_in_full "units leave, others move"

# killed between its commit and its ledger row, under other criteria: what stands is of those
cp -r "$TIDU_SOURCE/criteria" "$work/criteria"
echo "# another word" >>"$work/criteria/facts.yaml"
stage score --criteria "$work/criteria"
check "other criteria: all" "$(units)" "$(judged)"
sql -c "UPDATE meta.stage SET status = 'failed' WHERE run = (SELECT max(run) FROM meta.stage WHERE stage = 'score') AND stage = 'score'"
touch_some "right(uscc, 1) = '7' AND gone IS NULL" "county = '371503'"
stage features
stage score
check "… and all again under the former ones" "$(units)" "$(judged)"

touch_some "right(uscc, 1) = '2' AND gone IS NULL" "county = '371503'"
sql -c "DELETE FROM meta.stage WHERE stage = 'score'"
stage features
stage score
check "without its ledger row: all" "$(units)" "$(judged)"
as_of=2026-11-21
stage features
stage score
check "another date: all" "$(units)" "$(judged)"
finish
