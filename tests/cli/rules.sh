#!/usr/bin/env bash
# `tidu rules …`: the criteria files as an analyst works on them, without a database.
set -u
. "$TIDU_SOURCE/tests/support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
t=$TIDU_BIN/tidu
export LC_ALL=C.UTF-8 PGHOST=/nonexistent

run() { # sets out, err, status
    out=$("$@" 2>err)
    status=$?
    err=$(cat err)
}
fresh() { # a copy of the criteria to break
    rm -rf c
    cp -r "$TIDU_SOURCE/criteria" c
}

# ---- the group
run "$t" rules
check "rules alone lists its commands" 0 "$status"
check_has "with an example each" '$ tidu rules test' "$out"
run "$t" rules tset
check "an unknown second word is a usage error" 64 "$status"
check_has "which one" '"rules tset"' "$err"
run "$t" help rules test
check_has "help begins with the example" '$ tidu rules test' "$out"
run "$t" rules test --help
case $out in *--dbname*) check "no database options where none is used" no yes ;; esac
run "$t" man rules test
check_has "its man page" '.TH TIDU-RULES-TEST' "$out"

# ---- test
run "$t" rules test
check "the shipped examples come out" 0 "$status"
check_has "and are counted" '个示例相符，0 个不符' "$out"
run "$t" rules test srdi-2026 --lang en
check_has "one file by its short name" ' passed, 0 failed' "$out"
run "$t" rules test nothing
check "a file that is not there" 66 "$status"
fresh
sed -i 's/revenue\[Y\] >= 1500万/revenue[Y] >= 1600万/' c/tiers/srdi-2026.yaml
run "$t" rules test --criteria c srdi-2026 --lang en
check "an example that comes out otherwise: exit 65" 65 "$status"
line=$(grep -n '营业收入恰为1500万' c/tiers/srdi-2026.yaml | cut -d: -f1)
check_has "is named with its place, expected and got" \
    "tiers/srdi-2026.yaml:$line:" "$out"
check_has "expected and got" 'example "营业收入恰为1500万": revenue_amount: expected met, got unmet' "$out"
run "$t" rules test --criteria c srdi-2026 --json
check_has "the same as JSON" '"what":"revenue_amount","expected":"met","got":"unmet"' "$out"

# ---- check
run "$t" rules check
check "the shipped criteria have no fault" 0 "$status"
check_has "which is said" '0 处错误，' "$out"
check_has "with the unconfirmed figures as notes" '[提示 unconfirmed]' "$out"
fresh
sed -i 's/when: debt_ratio <= 80%}/when: debt_ratio <= 80%}\n      - {id: heavy, text: 高负债, when: debt_ratio > 85%}/' c/tiers/srdi-2026.yaml
run "$t" rules check --criteria c
line=$(grep -n 'id: heavy' c/tiers/srdi-2026.yaml | cut -d: -f1)
check "a contradiction: exit 78" 78 "$status"
check_has "one line a finding: file:line:column: [code]" "tiers/srdi-2026.yaml:$line:" "$out"
check_has "with both conditions" "[contradiction] “debt_ratio > 85%”不可能同时满足：“debt_ratio <= 80%”（第 $((line - 1)) 行）" "$out"
run "$t" rules check --criteria c --json --lang en
check_has "the same as JSON" '"grade":"fault","code":"contradiction"' "$out"
sed -i 's/debt_ratio > 85%/debt_ration > 85%/' c/tiers/srdi-2026.yaml
run "$t" rules check --criteria c
check "what does not compile: exit 78" 78 "$status"
check_has "with the place" "tiers/srdi-2026.yaml:$line:" "$err"
check_has "and the nearest name" '是不是“debt_ratio”？' "$err"

# ---- diff
run "$t" rules diff srdi@2022 srdi@2026
check "two versions side by side, without a database" 0 "$status"
check_has "a figure that changed, with both clauses" '改 revenue_amount  附件2 一（三） -> 附件1 二  1000万 -> 1500万' "$out"
check_has "what is gone" '删 direct_rd  附件2 一（四）2' "$out"
check_has "what is new" '增 ip_count  附件1 四' "$out"
run "$t" rules diff srdi@2022 srdi@2026 --json
check_has "the same as JSON" '"change":"changed","part":"require","id":"niche","figures":[["2年","3年"]]' "$out"
run "$t" rules diff srdi@2021 srdi@2026 --lang en
check "a version that is not there" 64 "$status"
check_has "names those that are" 'srdi@2022, srdi@2026' "$err"
run "$t" rules diff srdi@2022 little_giant@2026
check "two tiers are not compared" 64 "$status"
fresh
run "$t" rules diff "$TIDU_SOURCE/criteria" c --lang en
check "two folders of the same texts" "the texts are the same" "$out"
sed -i 's/from: 5%, points: 20/from: 6%, points: 20/' c/tiers/innovative-2022.yaml
printf '  cost_growth:\n    {title: 成本增长率, value: growth(cost), source: 统计口径, confirmed: M}\n' >>c/metrics.yaml
run "$t" rules diff "$TIDU_SOURCE/criteria" c --lang en
check_has "a band that changed" 'changed rd  附件1 二 指标2  5% -> 6%' "$out"
check_has "a metric that is new" 'added cost_growth  统计口径' "$out"
run "$t" rules diff srdi@2022 srdi@2026 --effect
check "the effect needs a database" 69 "$status"

# ---- doc
"$t" rules doc --as-of 2026-11-20 --region 371500 -o now.html
check "a page into a file" 0 "$?"
page=$(cat now.html)
check_has "a clause, its text and what the machine makes of it, in a row" \
    '<tr id="srdi-2026-revenue_amount"><td class=n><td class=d2>上年度营业收入总额1500万元以上<td class=d2>上年度营业收入 不低于 1500万<br><code><a href="#f-revenue">revenue</a>[Y] &gt;= 1500万</code><td>B2' "$page"
check_has "an unconfirmed figure is marked" '不在禁止申报期内<td class=d1>没有：在禁止申报期内<br><code><a href="#f-banned">banned</a> &lt; 1</code><td><b class=open>未证实</b>' "$page"
check_has "the review of 2026 by 63号 beside 2号" '<h2 id="little_giant-2022-review">' "$page"
check_has "what is not in force is left out" none "$(grep -c 'id="srdi-2022"' now.html | sed 's/^0$/none/')"
check "nothing is fetched from elsewhere" 0 "$(grep -ciE 'https?://|src=|@import|<script' now.html)"
"$t" rules doc --as-of 2026-11-20 --region 371500 --lang en >again.html
check "the same bytes, in any language" "$(cksum <now.html)" "$(cksum <again.html)"
"$t" rules doc >all.html
check_has "without a day every version" '<h2 id="srdi-2022">' "$(cat all.html)"
check_has "and the local ones" '山东省特色化指标' "$(cat all.html)"
python3 - "$TIDU_SOURCE" <<'PY' || failures=$((failures + 1))
import glob, html.parser, re, sys
page = open("all.html", encoding="utf-8").read()
missing = []
for name in glob.glob(sys.argv[1] + "/criteria/tiers/*.yaml"):
    text = open(name, encoding="utf-8").read().split("\nbase:")[0]
    chapter = re.search(r"^tier: (\S+)", text, re.M)[1] + "-" + re.search(r'^version: "(.*)"', text, re.M)[1]
    body, _, score = text.split("\nholds:")[1].partition("\nscore:")
    for id in re.findall(r"\bid: (\w+)", body):
        missing += [] if f'id="{chapter}-{id}"' in page else [f"{chapter}-{id}"]
    for id in re.findall(r"\bid: (\w+)", score.partition("indicators:")[2]):
        missing += [] if f'id="{chapter}-score-{id}"' in page else [f"{chapter}-score-{id}"]
targets = set(re.findall(r'id="([^"]+)"', page))
broken = [a for a in re.findall(r'href="#([^"]+)"', page) if a not in targets]
if missing or broken:
    print("WRONG not on the page:", missing, "links to nowhere:", broken)
    sys.exit(1)
print("ok    every condition and indicator is on the page, every link leads somewhere")
PY
finish
