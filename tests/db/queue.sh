#!/usr/bin/env bash
# What people say of records and firms: a workbook out, filled in and saved by several programs, back, linked by
# from then on, whatever happens in between.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/load_lib.sh"
. "$here/../support/check.sh"

night() { # AS-OF [without finance]
    local stage
    for stage in load identity link ${features:-}; do
        "$TIDU_BIN/tidu-$stage" --profile "$work/profile.yaml" --inputs "$work/in" --as-of "$1" >"$work/log" 2>&1 || {
            [ "$stage" = load ] && [ -n "${2:-}" ] && continue
            fails "tidu-$stage $1"
            cat "$work/log" >&2
        }
    done
}
link_of() { ask "SELECT firm || ' ' || method FROM link.alias WHERE uscc = '$1'"; }
answers() { # FILE [OPTIONS]: takes it; its words in $said, its status in $status
    said=$("$TIDU_BIN/tidu" queue --answers "$@" 2>&1)
    status=$?
}
counted() { sed -n '$s/[^0-9]*\([0-9]*\) 行：采纳 \([0-9]*\)（其中与此前相反 \([0-9]*\)），未变 \([0-9]*\)，退回 \([0-9]*\).*/\1 rows \2 taken \3 contrary \4 unchanged \5 refused/p' <<<"$said"; }
judged() { ask "SELECT string_agg(concat_ws(' ', uscc, firm, verdict), ';' ORDER BY answers, uscc, firm) FROM link.judgement"; }
fill() { python3 "$here/../support/fill_queue.py" "$work/queue.xlsx" "$@"; }

mapfile -t code < <(codes 8)
cat >"$work/profile.yaml" <<'YAML'
profile: 判断测试
city: {code: 371500, name: 聊城市}
inputs: in
counties: {371502: 东昌府区, 371526: 高唐县}
sources: {market: 市场监督管理局, tax: 税务局, science: 科学技术局}
deliveries:
  - id: registry
    dataset: registry
    source: market
    files: "registry_{date}.csv"
    mode: snapshot
    columns: {uscc: 代码, name: 名称, org_kind: 类型, status: 状态, established: 成立, county: 区县}
  - id: finance
    dataset: finance
    source: tax
    files: "finance_{date}.csv"
    mode: snapshot
    columns: {uscc: 代码, name: 名称, year: 年度, revenue: {header: 收入, unit: 万元}}
YAML
registry() { # lines to leave out
    { echo "代码,名称,类型,状态,成立,区县"
      printf '%s\n' "${code[0]},高唐瑞丰纸业有限公司,有限责任公司,存续,2010-01-01,371526" "${code[1]},高唐瑞丰纸业有限公司,有限责任公司,存续,2012-02-02,371526" \
        "${code[2]},临清宏达机械有限公司,有限责任公司,存续,2011-03-03,371502" "${code[3]},临清宏达机械有限公司高唐分公司,分公司,存续,2013-04-04,371526" \
        "${code[4]},东昌府春晖食品有限公司,有限责任公司,存续,2014-05-05,371502" "${code[5]},阳谷远航电缆有限公司,有限责任公司,存续,2015-06-06,371502" | grep -v "${1:-^$}"
      [ -z "${2:-}" ] || echo "$2"; } >"$work/in/registry_20260701.csv"
}
finance() {
    { echo "代码,名称,年度,收入"
      printf '%s\n' ",高唐瑞丰纸业有限公司,2025,900" ",莘县无此企业有限公司,2025,500" ",=cmd公式厂,2025,100" ",临清宏达机械有限公司,2025,70" \
        "371500228000111,红星机械厂,2025,300" ",春晖食品老厂,2024,20" ",春晖食品老厂,2025,30"; } | sed "${1:-}" >"$work/in/finance_20260701.csv"
}
registry
finance
night 2026-07-01

# ---- out --------------------------------------------------------------------------------------------
"$TIDU_BIN/tidu" queue -o "$work/queue.xlsx" 2>/dev/null
check "the workbook has who waits, most money first" "~高唐瑞丰纸业有限公司 ~莘县无此企业有限公司 #371500228000111 ~=CMD公式厂 ~春晖食品老厂" \
    "$(python3 -c 'import sys; sys.path.insert(0, sys.argv[2]); import fill_queue; print(" ".join(r[-1] for r in fill_queue.rows_of(sys.argv[1])[1:]))' "$work/queue.xlsx" "$here/../support")"
sheet=$(python3 -c 'import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.read("xl/worksheets/sheet1.xml").decode())' "$work/queue.xlsx")
check_has "… a list to choose from" '<formula1>"是,否,不确定"</formula1>' "$sheet"
check_has "… a frozen header and a filter" 'state="frozen"' "$sheet"
check "… and no formula: a name that begins with = is text" "0" "$(grep -c '<f>' <<<"$sheet")"
check_has "… candidates with code, name, county and status" "${code[1]}
高唐瑞丰纸业有限公司
高唐县 存续" "$(xlsx2csv "$work/queue.xlsx")"
"$TIDU_BIN/tidu" queue -o "$work/again.xlsx" 2>/dev/null
check "the same queue, the same bytes" "$(sha256sum <"$work/queue.xlsx")" "$(sha256sum <"$work/again.xlsx")"
"$TIDU_BIN/tidu" queue -o "$work/queue.csv" 2>/dev/null
check_has "as CSV a formula has a mark before it" "'=cmd公式厂" "$(cat "$work/queue.csv")"
check_has "as text: counted" "未找到" "$("$TIDU_BIN/tidu" queue)"
check "--limit, --dataset and --source" "1 0 5" "$(for o in "--limit 1" "--dataset ip" "--source 税务局"; do
    "$TIDU_BIN/tidu" queue $o --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["first"]))'; done | paste -sd' ')"

# ---- back -------------------------------------------------------------------------------------------
printf '%s\t%s\t%s\t%s\n' '~高唐瑞丰纸业有限公司' 是 2 电话核实 '~莘县无此企业有限公司' 否 '' '' '#371500228000111' 是 "${code[2]}" '' \
    '~=CMD公式厂' 不确定 '' '' >"$work/answers"
fill "$work/filled.xlsx" "$work/answers"
first=$work/filled.xlsx
office() { (cd "$work" && mkdir -p office && HOME=$work soffice --headless --convert-to xlsx --outdir office "$1" >/dev/null 2>&1); }
if command -v soffice >/dev/null; then
    office queue.xlsx
    check "opened and saved by LibreOffice: the same table" "$(xlsx2csv "$work/queue.xlsx")" "$(xlsx2csv "$work/office/queue.xlsx")"
    office filled.xlsx
    first=$work/office/filled.xlsx
else
    echo "soffice is not there: the workbook was not saved by LibreOffice"
fi
answers "$first" --by 企业科 --on 2026-07-02
check "answers are taken: by number, by code, not, unsure" "5 rows 4 taken 0 contrary 0 unchanged 0 refused" "$(counted)"
answers "$first" --by 企业科 --on 2026-07-02
check "the same file again does nothing" "5 rows 0 taken 0 contrary 4 unchanged 0 refused" "$(counted)"
check "… not even a row of its own" "1" "$(ask "SELECT count(*) FROM link.answers")"
answers "$work/filled.xlsx" --by 企业科
check "saved by another program: the same answers" "5 rows 0 taken 0 contrary 4 unchanged 0 refused" "$(counted)"
fill "$work/moved.xlsx" "$work/answers" rearranged
answers "$work/moved.xlsx" --by 企业科
check "sorted, columns moved and left out, rows deleted, a line above: the same answers" "4 rows 0 taken 0 contrary 4 unchanged 0 refused" "$(counted)"
check "who judged, when and why; who and why are personal" "企业科|2026-07-02|电话核实" \
    "$(ask "SELECT p.said_by, a.given_on, p.why FROM personal.judgement AS p JOIN link.answers AS a USING (answers) WHERE p.why <> ''")"
psql -XqAtc "CREATE ROLE clerk LOGIN IN ROLE tidu_analyst" >/dev/null 2>&1
check_has "… and not open to analysts" "permission denied" "$(psql -XqAtc "SET ROLE tidu_analyst" -c "SELECT said_by FROM personal.judgement" 2>&1)"

# kill -9 between answering and linking, and a night after it
"$TIDU_BIN/tidu-link" --profile "$work/profile.yaml" --inputs "$work/in" --as-of 2026-07-02 >/dev/null 2>&1 &
kill -9 $! 2>/dev/null
wait $! 2>/dev/null
features=features
night 2026-07-02
check "judged 'same' links before anything else, by the firm that was said" "${code[1]} judged" "$(link_of '~高唐瑞丰纸业有限公司')"
check "… to another firm than by name" "${code[2]} judged" "$(link_of '#371500228000111')"
check "… and the figures follow" "900" "$(ask "SELECT revenue_0 / 1000000 FROM feature.firm WHERE uscc = '${code[1]}'")"
features=
"$TIDU_BIN/tidu" queue -o "$work/queue.xlsx" 2>/dev/null
check "no firm at all: asked no more; unsure: asked again, and marked" "~=CMD公式厂 已答不确定,~春晖食品老厂 " \
    "$(python3 -c 'import sys; sys.path.insert(0, sys.argv[2]); import fill_queue; print(",".join(r[-1] + " " + r[-2] for r in fill_queue.rows_of(sys.argv[1])[1:]))' "$work/queue.xlsx" "$here/../support")"

# what cannot be taken
printf '%s\t%s\t%s\t%s\n' '~=CMD公式厂' 是 "${code[3]}" '' '~春晖食品老厂' 是 91371502MA00000000 '' >"$work/answers"
fill "$work/bad.xlsx" "$work/answers"
answers "$work/bad.xlsx" --by 企业科
check "a branch's code and a code of nobody are refused, each with its row and column" "2 65" "$(grep -c '^第 [0-9]* 行，对应代码' <<<"$said") $status"
check_has "… with what to do" "请填企业本身的代码" "$said"
printf '%s\t%s\t%s\t%s\n' '~=CMD公式厂' 是 '' '' '~春晖食品老厂' 大概 '' '' >"$work/answers"
fill "$work/bad.xlsx" "$work/answers"
answers "$work/bad.xlsx" --by 企业科
check "'same' of nobody, and a word that is none of the three" "2 rows 0 taken 0 contrary 0 unchanged 2 refused" "$(counted)"
printf '代码,判断\n1,是\n' >"$work/other.csv"
answers "$work/other.csv" --by 企业科
check "another file is refused whole" 65 "$status"
answers "$work/filled.xlsx"
check "somebody must have said it" 64 "$status"
printf '判断,对应代码,标识（请勿改动）\n是,%s,~春晖食品老厂\n否,%s,~春晖食品老厂\n是,%s,没有的\n是,%s,~=CMD公式厂\n' "${code[4]}" "${code[4]}" "${code[4]}" "${code[5]}" >"$work/mixed.csv"
answers "$work/mixed.csv" --by 企业科
check "rows that contradict each other and an unknown id are refused, the good one is taken" "4 rows 1 taken 0 contrary 0 unchanged 3 refused" "$(counted)"
check "without --on it was said on the day on which it was taken" "t" "$(ask "SELECT given_on BETWEEN current_date - 1 AND current_date FROM link.answers ORDER BY answers DESC LIMIT 1")"
check "… with JSON for machines" '1 unchanged 3 refused' "$("$TIDU_BIN/tidu" queue --answers "$work/mixed.csv" --by 企业科 --json | python3 -c '
import json, sys
d = json.load(sys.stdin)
print(d["unchanged"], "unchanged", d["refused"], "refused")')"

# ---- for ever -------------------------------------------------------------------------------------------
night 2026-07-03
check "a second judgement links as well" "${code[5]} judged" "$(link_of '~=CMD公式厂')"
printf '判断,对应代码,标识（请勿改动）\n否,%s,~临清宏达机械有限公司\n是,%s,~高唐瑞丰纸业有限公司\n' "${code[2]}" "${code[0]}" >"$work/later.csv"
answers "$work/later.csv" --by 分管领导 --on 2026-07-04
check "a contradicting judgement stands, both are kept" "2 rows 2 taken 1 contrary 0 unchanged 0 refused" "$(counted)"
check_has "… and listed" "有相反判断" "$("$TIDU_BIN/tidu" queue)"
answers "$first" --by 企业科
check "the earlier file once more does not turn it round" "0" "$(sed -n 's/.*采纳 \([0-9]*\)（.*/\1/p' <<<"$said" | tail -1)"
night 2026-07-04
check "the later one links" "${code[0]} judged" "$(link_of '~高唐瑞丰纸业有限公司')"
check "'not' takes an exact name away" "" "$(link_of '~临清宏达机械有限公司')"
night 2026-07-04
check "a night that is repeated changes nothing" "same" "$(ask "SELECT status FROM meta.stage WHERE stage = 'link' ORDER BY run DESC LIMIT 1")"

finance '/瑞丰/d' # a night without the record
night 2026-07-05
check "a judgement without its record waits" "no_holder" "$(ask "SELECT DISTINCT state FROM link.applied WHERE uscc = '~高唐瑞丰纸业有限公司'")"
finance 's/^,高唐瑞丰纸业有限公司/371526000000999,高唐瑞丰纸业有限公司/' # back under an old number, with the same name
night 2026-07-06
check "… and is found again when the id has taken another form" "${code[0]} judged" "$(link_of '#371526000000999')"
registry "${code[0]}"
night 2026-07-06
check "the firm that was named leaves the registry: its namesake does not get the record" "" "$(link_of '#371526000000999')"
check "… which is queued with the namesake as a candidate" "${code[1]}" "$(ask "SELECT firm FROM link.candidate WHERE uscc = '#371526000000999'")"
registry "${code[5]}" # the judged firm leaves the registry
night 2026-07-07
check "a firm that has left: the judgement is reported and not lost" "no_firm" "$(ask "SELECT state FROM link.applied WHERE uscc = '~=CMD公式厂' AND firm = '${code[5]}'")"
check_has "… in the queue" "所指企业不在册" "$("$TIDU_BIN/tidu" queue)"
registry "${code[5]}" "${code[7]},阳谷远航电缆有限公司,有限责任公司,存续,2015-06-06,371502" # and comes back under another code
night 2026-07-08
check "another code with the same name and date of founding is asked about" "${code[7]}" "$(ask "SELECT firm FROM link.suggestion WHERE uscc = '${code[5]}'")"
"$TIDU_BIN/tidu" queue -o "$work/queue.xlsx" 2>/dev/null
printf '%s\t是\t1\t\n' "${code[5]}" >"$work/answers"
fill "$work/filled.xlsx" "$work/answers"
answers "$work/filled.xlsx" --by 企业科
night 2026-07-09
check "… and once a person says so, judgements of the old code are the new one's" "${code[7]} judged" "$(link_of '~=CMD公式厂')"
check "an event says who said so" "code ${code[5]} 人工判断：是同一企业" \
    "$(ask "SELECT kind || ' ' || was || ' ' || evidence FROM link.event WHERE uscc = '${code[7]}' AND kind IN ('code', 'merge')")"

# two registered firms: one, one the other way round, and two again
said_of_two() { # VERDICT FIRM HOLDER
    printf '判断,对应代码,标识（请勿改动）\n%s,%s,%s\n' "$@" >"$work/two.csv"
    answers "$work/two.csv" --by 企业科
    night 2026-07-09
}
replaced() { ask "SELECT uscc || '>' || firm FROM link.replaced"; }
told_of_two() { ask "SELECT string_agg(kind || ' ' || was, ',' ORDER BY run, kind) FROM link.event WHERE uscc IN ('${code[2]}', '${code[4]}') AND kind IN ('merge', 'split')"; }
said_of_two 是 "${code[2]}" "${code[4]}"
check "'same' of two registered firms makes them one" "${code[4]}>${code[2]} merge ${code[4]}" "$(replaced) $(told_of_two)"
said_of_two 是 "${code[4]}" "${code[2]}"
check "said the other way round, the later word stands" "${code[2]}>${code[4]} merge ${code[4]},merge ${code[2]}" "$(replaced) $(told_of_two)"
shop=$(PYTHONPATH=$here/../support python3 -c '
from identity_nights import SET, org
s = "92371502" + org(77)
print(s + SET[(31 - sum(SET.index(c) * pow(3, i, 31) for i, c in enumerate(s)) % 31) % 31])')
finance "s/^,高唐瑞丰纸业有限公司/371526000000999,高唐瑞丰纸业有限公司/;s/,500$/,501/;\$a $shop,=cmd公式厂,2025,7"
night 2026-07-09
check "a judgement of a name is none of a shop of that name that gives its own code" "1 " "$(ask "SELECT count(*) FROM source.finance WHERE uscc = '$shop'") $(link_of "$shop")"
check "… and is told once, however many nights follow" "${code[2]}>${code[4]} merge ${code[4]},merge ${code[2]}" "$(replaced) $(told_of_two)"
said_of_two 否 "${code[4]}" "${code[2]}"
check "'not' parts them, and what was said before the other way round does not come back" \
    " merge ${code[4]},merge ${code[2]},split ${code[4]}" "$(replaced) $(told_of_two)"
check "… which is overruled, and no firm is missing" "overruled" "$(ask "SELECT state FROM link.applied WHERE uscc = '${code[4]}' AND firm = '${code[2]}'")"

# a fresh load: everything but what people said is made anew
ask "TRUNCATE source.registry, source.finance, personal.registry, personal.line, link.alias, link.queue, link.candidate, link.identity, feature.touched" >/dev/null
ask "DELETE FROM meta.batch; DELETE FROM meta.stage" >/dev/null
night 2026-07-10
check "judgements outlive a fresh load" "${code[0]} judged,${code[2]} judged,${code[7]} judged" \
    "$(ask "SELECT string_agg(firm || ' ' || method, ',' ORDER BY firm) FROM link.alias WHERE method = 'judged' AND uscc LIKE '#%' OR uscc = '~=CMD公式厂'")"
[ "$failed" = 0 ] || exit 1
finish
