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
sed -i '/^  rd_sum_2y:/,+1d' c/metrics.yaml
sed -i 's/when: rd_sum_2y/when: "rd_expense[Y] + rd_expense[Y-1]"/; s/"rd_expense\[Y\] + rd_expense\[Y-1\]" >= \([0-9]*万\)/"rd_expense[Y] + rd_expense[Y-1] >= \1"/' c/tiers/*.yaml
run "$t" rules diff "$TIDU_SOURCE/criteria" c --lang en
check_has "a band that changed" 'changed rd  附件1 二 指标2  5% -> 6%' "$out"
check_has "a metric that is gone" 'removed rd_sum_2y' "$out"
run "$t" rules diff srdi@2022 srdi@2026 --effect
check "the effect needs a database" 69 "$status"
finish
