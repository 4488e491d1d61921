#!/usr/bin/env bash
# Two deliveries of one department fill one table: a record that moves from one to the other, or stands in both
# and is dropped by one, is never marked gone while one of them has it; what neither has is.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

in=$work/in
profile
sed -i '/id: staff/,$d' "$work/profile.yaml"
sed -i 's/mode: year/mode: snapshot/' "$work/profile.yaml"
cat >>"$work/profile.yaml" <<'YAML'
  - id: finance2
    dataset: finance
    source: tax
    files: "other_{date}*.csv*"
    mode: snapshot
    columns:
      uscc: 统一社会信用代码
      year: 年度
      revenue: {header: 营业收入, unit: 万元}
      rd_expense: {header: 研发费用, unit: 万元}
YAML
registry 30 >"$in/registry_20260601.csv"
a=$in/finance_20260601.csv
b=$in/other_20260601.csv
finance 2025 10 >"$a"
{ echo '统一社会信用代码,年度,营业收入,研发费用'; finance 2025 20 | tail -n 10; } >"$b"
row=$(tail -n 1 "$a") # the tenth of the first file
firm=${row%%,*}
without() { sed -i "/^$firm,/d" "$1"; }
with() { echo "$row" >>"$1"; }
stands() { # WHAT, does the record stand (1 or 0), how many do
    loads 0
    equals "$1: the record" "$2" "$(ask "SELECT count(*) FROM source.finance WHERE uscc = '$firm' AND gone IS NULL")"
    equals "$1: all" "$3" "$(ask 'SELECT count(*) FROM source.finance WHERE gone IS NULL')"
    equals "$1: the ledger" "$3" "$(ask "SELECT notes->>'stands' FROM meta.batch WHERE dataset = 'finance' AND status = 'done' ORDER BY batch DESC LIMIT 1")"
}

stands "first night" 1 20
without "$a" && with "$b"
stands "moves to the second" 1 20
without "$b" && with "$a"
stands "moves back" 1 20
with "$b"
stands "stands in both" 1 20
without "$a"
stands "the first drops it" 1 20
with "$a"
stands "in both again" 1 20
without "$b"
stands "the second drops it, the first has not changed" 1 20
loads 0
equals "the same files again" "same same" "$(ask "SELECT string_agg(status, ' ') FROM (SELECT status FROM meta.batch WHERE dataset = 'finance' ORDER BY batch DESC LIMIT 2) AS x")"
without "$a"
stands "neither has it" 0 19
with "$b"
stands "it returns" 1 20
ends
