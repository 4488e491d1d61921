#!/usr/bin/env bash
# Names that jokers and attackers give, delivered as departments deliver: firms on the lists, products, holders whom nobody
# knows, a county of the profile. Nothing that comes out bears them: spreadsheets compute nothing, pages run nothing,
# terminals obey nothing, and what is JSON or XML parses.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
sed '/^ *#/!s|东昌府区|"../<b>\&\\"东昌府=1"|g' "$TIDU_SOURCE/profiles/demo.yaml" >"$work/profile.yaml"
hostile() { python3 "$TIDU_SOURCE/tests/support/hostile.py" "$@"; }
night() { # options: prints the exit code
    "$TIDU_BIN/tidu" run --profile "$work/profile.yaml" --inputs "$work/in" --as-of 2026-11-20 --out "$work/out" "$@" >"$work/said" 2>"$work/log" &&
        echo 0 || echo $?
}
check "a night" 0 "$(night)"
county=371502
mapfile -t code < <(sql -c "SELECT uscc FROM pool.shortlist WHERE run = (SELECT run FROM meta.published)
    ORDER BY county <> '$county', seated DESC, position DESC, place, uscc LIMIT 22")
hostile deliver "$work/in" "${code[@]}" >"$work/names.json"
check "the next one, with their names" 0 "$(night --log json --verbose)"
set +e
mkdir "$work/text" "$work/json"
cp "$work/log" "$work/json/log.jsonl"
check "fault 48: they are loaded" 22 "$(sql -c "SELECT count(*) FROM source.registry WHERE uscc = ANY ('{$(IFS=,; echo "${code[*]}")}') AND gone IS NULL AND name !~ '公司'")"
check "fault 47, fault 49: lists, manifest and report" "" "$(hostile lists "$work/out/current" "$work/names.json")"
check "workbooks" 1 "$(python3 "$TIDU_SOURCE/tests/support/workbook.py" check "$work"/out/current/*.xlsx | tee "$work/sheets" | wc -l)"
grep WRONG "$work/sheets"
for book in "$work"/out/current/$county-*.xlsx; do check_has "fault 47: a name is a text" "=cmd|'/c calc'!A1<" "$(unzip -p "$book" xl/sharedStrings.xml)"; done

tidu() { # file, command …
    local to=$1
    shift
    "$TIDU_BIN/tidu" "$@" >"$work/$to" 2>"$work/text/errors-$(basename "$to")"
    case $? in 0 | 64 | 66) ;; *) check "tidu $*" 0 "$? $(cat "$work/text/errors-$(basename "$to")")" ;; esac
}
tidu county.html sheet --county $county
tidu some.html sheet "${code[@]}"
check "fault 49: firm sheets" "" "$(hostile page "$work/county.html" "$work/some.html")"
n=0
for firm in "${code[@]}"; do
    n=$((n + 1))
    tidu text/explain-$n explain "$firm"
    tidu json/explain-$n.json explain "$firm" --json
done
tidu text/english explain "${code[0]}" --lang en
criteria="--criteria $TIDU_SOURCE/criteria"
rule="--set srdi.rd_share=2.5%"
tidu text/near near --limit 1000
tidu text/near_by near --by county
tidu text/status status
tidu text/events events
tidu text/queue queue
tidu text/quality quality --limit 1000
tidu text/funnel funnel --by county
tidu text/ledger ledger
tidu text/whatif whatif $criteria $rule
tidu json/whatif.json whatif $criteria $rule --json
tidu whatif.csv whatif $criteria $rule --format csv
for command in near status events queue quality funnel ledger; do tidu json/$command.json $command --json; done
tidu text/unknown explain $'\x1b[31m\u202e</script>'
tidu text/wrong near $'\x1b]0;t\x07'
check "terminals obey nothing" "" "$(hostile terminal "$work"/text/*)"
check "JSON parses, and does not steer either" "" "$(hostile json "$work"/json/*)"
check "renames are events" t "$(grep -q 'DROP TABLE' "$work/json/events.json" && echo t)"
check "nobody's names wait for a person" t "$(grep -q 'DROP TABLE' "$work/json/queue.json" && echo t)"
check "fault 47: guarded in the CSV of what-if" 0 "$(grep -cE '(^|,)"?([=@＝]|[+-][^0-9.])' "$work/whatif.csv")"
tidu queue.xlsx queue -o "$work/queue.xlsx"
tidu ledger.xlsx ledger -o "$work/ledger.xlsx"
check "workbooks to be filled in" "" "$(python3 "$TIDU_SOURCE/tests/support/workbook.py" check "$work/queue.xlsx" "$work/ledger.xlsx" | grep WRONG)"
finish
