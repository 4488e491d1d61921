#!/usr/bin/env bash
# Firms over time: what happens to them is told once, in the same words whatever the order of rows; titles and
# figures stay with a firm that is renamed, moves, gets another code, ends, vanishes for a night and comes back.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/load_lib.sh"
. "$here/../support/check.sh"

town() { # the registry and the lists of one night: FILE [shuffled]
    rm -f "$work"/in/registry_*
    { head -1 "$1"; tail -n +2 "$1" | if [ "${2:-}" = shuffled ]; then sort -t, -k2; else cat; fi; } >"$work/in/registry_20260701.csv"
}
night() { # AS-OF: load, identity, link; what they say is in $work/log
    local stage
    for stage in load identity link ${features:-}; do
        "$TIDU_BIN/tidu-$stage" --profile "$work/profile.yaml" --inputs "$work/in" --as-of "$1" >"$work/log" 2>&1 || {
            fails "tidu-$stage $1"
            cat "$work/log" >&2
        }
    done
}
events() { # of the last run: "kind code was>became" in order
    ask "SELECT kind || ' ' || uscc || ' ' || was || '>' || became FROM link.event WHERE run = (SELECT max(run) FROM meta.stage
         WHERE stage = 'identity') ORDER BY uscc, kind, was"
}
all_events() { ask "SELECT md5(string_agg(concat_ws('|', uscc, as_of, kind, was, became, evidence), E'\n' ORDER BY as_of, uscc, kind, was)), count(*) FROM link.event"; }
stage_said() { ask "SELECT status FROM meta.stage WHERE stage = '$1' ORDER BY run DESC LIMIT 1"; }
held() { ask "SELECT coalesce((SELECT holds_srdi::text FROM feature.firm WHERE uscc = '$1'), 'no unit')"; }
mkdir -p "$work/story" "$work/random"
python3 "$here/../support/identity_nights.py" "$work/story" story
python3 "$here/../support/identity_nights.py" "$work/random" random 20
cat >"$work/profile.yaml" <<'YAML'
profile: 身份测试
city: {code: 371500, name: 聊城市}
inputs: in
counties: {371502: 东昌府区, 371526: 高唐县}
sources: {market: 市场监督管理局, tax: 税务局, industry: 工业和信息化局}
deliveries:
  - id: registry
    dataset: registry
    source: market
    files: "registry_{date}.csv"
    mode: snapshot
    columns: {uscc: 统一社会信用代码, name: 企业名称, former_names: 曾用名, old_codes: 旧代码, org_kind: 企业类型, status: 登记状态, established: 成立日期, county: 区县}
  - id: title
    dataset: title
    source: industry
    files: "titles.csv"
    mode: snapshot
    complete: true
    columns: {uscc: 统一社会信用代码, title: 称号, granted: 认定日期, valid_to: 有效期至}
  - id: finance
    dataset: finance
    source: tax
    files: "finance_{date}.csv"
    mode: year
    columns: {uscc: 代码, name: 名称, year: 年度, revenue: {header: 营业收入, unit: 万元}}
YAML
row() { grep "样例$2" "$work/story/night_$1.csv" | head -1; } # the line of a firm on a night, by its number
code() { row "$1" "$2" | cut -d, -f1; }
story() { # the five nights; [shuffled]
    cp "$work/story/titles.csv" "$work/in/titles.csv"
    { echo "代码,名称,年度,营业收入"; echo "$(code 1 0005),,2025,500"; echo ",样例0001制造有限公司,2025,100"; } >"$work/in/finance_20260701.csv"
    for k in 1 2 3 4 5; do
        town "$work/story/night_$k.csv" "${1:-}"
        night "2026-07-0$k"
        [ -z "${1:-}" ] && "told_$k"
    done
}

told_1() {
    check "a first load is no news" "" "$(events)"
    check "… and the ledger says so" '{}' "$(ask "SELECT counts -> 'events' FROM meta.stage WHERE stage = 'identity'")"
}
told_2() {
    check "fault 34: rename, move, end, change of form, new, gone, and three kinds of new code, each told once" \
        "$(printf '%s\n' "birth $(code 2 0007) >样例0007制造有限公司" "birth $(code 2 0041) >样例0041制造有限公司" \
            "code $(code 2 0004) $(code 1 0004)>$(code 2 0004)" "code $(code 2 0005) $(code 1 0005)>$(code 2 0005)" \
            "code $(code 2 0010) $(code 1 0010)>$(code 2 0010)" "form $(code 1 0006) company>sole" \
            "gone $(code 1 0007) 样例0007制造有限公司>" "gone $(code 1 0008) 样例0008制造有限公司>" "move $(code 1 0002) 371502>371526" \
            "rename $(code 1 0001) 样例0001制造有限公司>样例0001装备股份有限公司" "status $(code 1 0003) active>cancelled" \
            "status $(code 1 0010) active>cancelled" | sort)" "$(events | sort)"
    check "a renamed firm's old name links, though no file says so" "$(code 1 0001)|former_name" \
        "$(ask "SELECT firm, method FROM link.alias WHERE uscc = '~样例0001制造有限公司'")"
    check "the same name and date of founding is a suggestion and no link" "$(code 1 0007)|$(code 2 0007)" \
        "$(ask "SELECT uscc, firm FROM link.suggestion")"
    check "grounds of the codes" "$(printf '%s\n' "$(code 1 0004) old_code" "$(code 1 0005) org_code" "$(code 1 0010) org_code" | sort)" \
        "$(ask "SELECT uscc || ' ' || cause FROM link.identity ORDER BY uscc")"
    night 2026-07-02
    check "the night again: nothing is told twice" "same" "$(stage_said identity)"
}
told_3() {
    check "a cancelled firm that is active again, and one that left for a night, come back and are not born" \
        "$(printf '%s\n' "return $(code 1 0003) cancelled>active" "return $(code 1 0008) >样例0008制造有限公司" | sort)" \
        "$(events | grep return | sort)"
    check "a second code of one firm: the first leads to the last" "$(code 3 0005)" \
        "$(ask "SELECT firm FROM link.identity WHERE uscc = '$(code 1 0005)'")"
    check "an old code that the registry names no longer still leads to its firm" "$(code 2 0004)|old_code" \
        "$(ask "SELECT firm, method FROM link.alias WHERE uscc = '$(code 1 0004)'")"
}
told_4() {
    check "a county that is missing for a night: gone, nothing else" "gone" "$(events | cut -d' ' -f1 | sort -u)"
    n_gone=$(events | wc -l)
}
told_5() {
    check "… and back: as many returns, no birth" "$n_gone return" "$(events | cut -d' ' -f1 | uniq -c | sed 's/^ *//')"
    features=features
    night 2026-07-06
    check "the title stays: renamed, moved, cancelled and back" "1 1 1" "$(held "$(code 1 0001)") $(held "$(code 1 0002)") $(held "$(code 1 0003)")"
    check "the title follows the code: named by the registry, by number, by number while the old one still stands" "1 1 1" \
        "$(held "$(code 5 0004)") $(held "$(code 5 0005)") $(held "$(code 5 0010)")"
    check "earlier figures follow the code" "5000000.00" \
        "$(ask "SELECT round(revenue_0 / 100.0, 2) FROM feature.firm WHERE uscc = '$(code 5 0005)'")"
    check "a code that was replaced is no unit beside the new one" "no unit" "$(held "$(code 1 0010)")"
    check "… and explain leads to the new one" "$(code 5 0010)" \
        "$("$TIDU_BIN/tidu" explain "$(code 1 0010)" 2>/dev/null | head -1 | awk '{print $2}')"
    said=$("$TIDU_BIN/tidu" explain "$(code 5 0005)" 2>/dev/null | sed -n 1,12p)
    check_has "explain has a firm's former codes" "曾用代码 $(printf '%s\n' "$(code 1 0005)" "$(code 2 0005)" | sort | head -1)（组织机构代码相同）；" "$said"
    said=$("$TIDU_BIN/tidu" explain "$(code 1 0001)" 2>/dev/null | sed -n 1,12p)
    check_has "… its former names" "曾用名 样例0001制造有限公司" "$said"
    check_has "… and its events" "2026-07-02  更名  样例0001制造有限公司 → 样例0001装备股份有限公司" "$said"
    check_has "… also as JSON" '"kind": "rename", "uscc"' "$("$TIDU_BIN/tidu" explain "$(code 1 0001)" --json 2>/dev/null)"
    said=$("$TIDU_BIN/tidu" explain "$(code 1 0007)" 2>/dev/null)
    check_has "a firm that has gone can still be asked for, with its titles" "srdi  认定 2024-06-01" "$said"
    told=$(all_events)
}
ask_events() {
    check "tidu events: by kind, county and date" "$(code 1 0002)" \
        "$("$TIDU_BIN/tidu" events --kind move --county 高唐县 --since 2026-07-02 --format csv | tail -n +2 | cut -d, -f5)"
    check "… a county has the firms that left it" "1" "$("$TIDU_BIN/tidu" events --kind move --county 371502 --format csv | tail -n +2 | wc -l)"
    check "… as JSON" "12" "$("$TIDU_BIN/tidu" events --json | python3 -c 'import json, sys; print(sum(e["as_of"] == "2026-07-02" for e in json.load(sys.stdin)["events"]))')"
    check "… since a run that has not been" "0" "$("$TIDU_BIN/tidu" events --since 99999 --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["events"]))')"
    check_has "… as text, counted" "更名 1" "$("$TIDU_BIN/tidu" events --since 2026-07-02 --limit 3)"
    check_has "… a kind that there is not" "birth gone return" "$("$TIDU_BIN/tidu" events --kind born 2>&1)"
    check "… and a date that is none" 64 "$("$TIDU_BIN/tidu" events --since yesterday >/dev/null 2>&1; echo $?)"
}
claims() { # CODE=OLD-CODE …: the last night's registry, with these old codes
    awk -F, -v OFS=, -v list="$*" 'BEGIN { n = split(list, a, " "); for (i = 1; i <= n; i++) { split(a[i], p, "="); old[p[1]] = p[2] } }
        $1 in old { $4 = old[$1] } { print }' "$work/story/night_5.csv" >"$work/claims.csv"
    town "$work/claims.csv"
    night 2026-07-07
}
replaced() { ask "SELECT uscc || '>' || firm FROM link.replaced WHERE uscc = '$1'"; }
registry_errs() { # an old code that the registry gives by mistake, and takes back
    local x a b
    x=$(code 5 0011) a=$(code 5 0012) b=$(code 5 0013)
    features=
    claims "$a=$x"
    check "an active unit that the registry gives as another's old code is that one" "$x>$a" "$(replaced "$x")"
    claims "$a=$x" "$b=$x"
    check "a second firm with that old code on a later night: asked, and nothing guessed" "$x>$a $a,$b" \
        "$(replaced "$x") $(ask "SELECT string_agg(firm, ',' ORDER BY firm = '$b') FROM link.suggestion WHERE uscc = '$x'")"
    claims "$b=$x"
    check "the first is taken back: the second has it" "$x>$b" "$(replaced "$x")"
    claims
    check "taken back altogether: an active unit stands by itself again, and it is told" " split $b" \
        "$(replaced "$x") $(events | grep "^split $x" | sed "s/ $x//;s/>.*//")"
    grep -v "^$(code 1 0010)," "$work/claims.csv" >"$work/without.csv"
    town "$work/without.csv"
    night 2026-07-08
    check "the registry drops a code that was replaced long ago: nobody has gone" "1 " \
        "$(diff "$work/claims.csv" "$work/without.csv" | grep -c '^<') $(events)"
    town "$work/claims.csv"
    night 2026-07-09
    check "… and names it again: nobody comes back" "" "$(events)"
}
random_nights() { # every firm that stands has its own title on every night, and no other's
    cp "$work/random/titles.csv" "$work/in/titles.csv"
    sed -i '/id: finance/,$d' "$work/profile.yaml"
    features=
    : >"$work/wrong"
    for k in $(seq 20); do
        town "$work/random/night_$k.csv"
        night "2026-07-$(printf %02d "$k")"
        sql -c "CREATE TEMP TABLE truth (uscc text COLLATE \"C\", first text COLLATE \"C\", titled integer)" \
            -c "\\copy truth FROM '$work/random/truth_$k.csv' CSV" \
            -c "SELECT 'night $k', t.*, h.titles FROM truth t
                LEFT JOIN (SELECT coalesce(a.firm, s.uscc) AS uscc, string_agg(s.uscc, ',' ORDER BY s.uscc) AS titles
                           FROM source.title s LEFT JOIN link.alias a ON a.uscc = s.uscc WHERE s.gone IS NULL GROUP BY 1) h USING (uscc)
                WHERE h.titles IS DISTINCT FROM CASE WHEN t.titled = 1 THEN t.first END" \
            -c "SELECT 'night $k units', count(*), (SELECT count(*) FROM truth) FROM feature.unit
                HAVING count(*) <> (SELECT count(*) FROM truth)" >>"$work/wrong"
    done
    check "twenty random nights: each firm keeps its titles and its identity" "" "$(cat "$work/wrong")"
    check "… and births are those that no one ever saw" "0" \
        "$(ask "SELECT count(*) FROM (SELECT uscc FROM link.event WHERE kind = 'birth' GROUP BY uscc HAVING count(*) > 1) x")"
}

story
ask_events
registry_errs
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null
rm -f "$work"/in/*
features=
story shuffled
check "the same events whatever the order of rows" "$told" "$(all_events)"
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null
rm -f "$work"/in/*
random_nights
[ "$failed" = 0 ] || exit 1
finish
