#!/usr/bin/env bash
# A night on a day when a region's overlay counts: the lists, the ledger and the explanation name it and
# carry the mark of figures that are not confirmed; a province of one's own is a file more, no program.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 3000 --as-of 2026-03-31 >/dev/null
cp -r "$TIDU_SOURCE/criteria" "$work/criteria"
night() { # prints the exit code
    "$TIDU_BIN/tidu" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --criteria "$work/criteria" --inputs "$work/in" \
        --as-of 2026-03-31 --out "$work/out" --lang zh >"$work/said" 2>&1
    case $? in 0 | 65) ;; *) cat "$work/said" ;; esac # 65: a delivery was refused
}
set +e
night
city=$(ls "$work"/out/current/*.csv | LC_ALL=C sort | head -n 1)
check "the ledger names the overlay and marks the rules" "t|t" "$(sql -c "SELECT source LIKE '%；山东省特色化指标', unconfirmed
    FROM result.program WHERE tier = 'srdi' AND kind = 'new'")"
check "the list says by which rules, and the mark" t \
    "$(grep -q '63号 附件2；山东省特色化指标（含未证实数值）' "$city" && echo t)"
check "every candidate of that tier has it" 0 "$(grep '专精特新中小企业' "$city" | grep '63号 附件2' | grep -vc '山东省特色化指标（含未证实数值）')"
firm=$(sql -c "SELECT uscc FROM api.county_list WHERE tier = 'srdi' ORDER BY uscc LIMIT 1")
"$TIDU_BIN/tidu" explain --criteria "$work/criteria" --lang zh "$firm" >"$work/explained" 2>&1
check "the explanation has the region's indicators, an interval and not 0" t \
    "$(grep -q '\[0–3/3\] 山东省特色化 指标12 .*（数值未证实）' "$work/explained" && echo t)"
check "local chains are tags" t "$(sql -c "SELECT count(*) > 0 FROM result.tag WHERE tag = 'local_chains_bearings' AND title LIKE '%（未证实）'")"

# A province's own line, as a file more: 营业收入 of 100 亿 for 专精特新.
before=$(sql -c "SELECT count(*) FROM api.verdict WHERE tier = 'srdi' AND kind = 'new' AND verdict_id IN ('confirmed', 'ready', 'possible')")
cat >"$work/criteria/overlays/3715-srdi-2022.yaml" <<'END'
overlay: srdi
version: "2022"
region: "3715"
title: 某市补充
source: {name: 某市补充, number: 市1号, confirmed: M}
applies: [{from: 2022-08-01, to: 2026-03-31}]
replace:
  - {id: revenue, by: [{id: revenue, clause: 市 一, text: 上年度营业收入总额100亿元以上, when: "revenue[Y] >= 100亿"}]}
END
night
after=$(sql -c "SELECT count(*) FROM api.verdict WHERE tier = 'srdi' AND kind = 'new' AND verdict_id IN ('confirmed', 'ready', 'possible')")
check "before, some could apply" t "$([ "$before" -gt 0 ] && echo t)"
check "with the city's own line fewer can" t "$([ "$after" -lt "$before" ] && echo t)"
check "both overlays are named, the city's last" t "$(sql -c "SELECT source LIKE '%；山东省特色化指标；某市补充' FROM result.program
    WHERE tier = 'srdi' AND kind = 'new' ORDER BY from_run DESC LIMIT 1")"
sed -i 's/id: revenue, by/id: revenu, by/' "$work/criteria/overlays/3715-srdi-2022.yaml"
"$TIDU_BIN/tidu" score --profile "$TIDU_SOURCE/profiles/demo.yaml" --criteria "$work/criteria" --as-of 2026-03-31 --lang en >"$work/said" 2>&1
check "a mistake stops the night" 78 $?
check_has "… with its place and a hint" 'overlays/3715-srdi-2022.yaml:8' "$(cat "$work/said")"
check_has "… " 'did you mean "revenue"' "$(cat "$work/said")"
finish
