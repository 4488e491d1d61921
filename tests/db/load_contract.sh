#!/usr/bin/env bash
# Contracts of deliveries: what breaks one is seen before anything is committed, nothing of the delivery stays, what
# was good stands, and the ledger says what was expected and what was found.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

in=$work/in
# contract YAML…: the registry's delivery with this under `expects`; the others are as they were
contract() {
    profile
    sed -i '/id: staff/,$d' "$work/profile.yaml"
    sed -i 's/^    files: "finance.*/    files: "finance_{date}.csv"/' "$work/profile.yaml"
    local line
    for line in "$@"; do
        sed -i "/- id: registry/,/- id: finance/s|^    mode: snapshot|&\n    $line|" "$work/profile.yaml"
    done
}
# found DELIVERY: what its last batch broke, or was noted: rule, subject, expected, found, a line each
found() {
    ask "SELECT concat_ws('|', rule, subject, expected, found, CASE WHEN NOT broken THEN 'note' END) FROM meta.contract
         WHERE batch = (SELECT max(batch) FROM meta.batch WHERE delivery = '$1') ORDER BY n"
}
# night N FILE…: only these files lie in the folder, the registry's under the date of June N
night() {
    rm -f "$in"/*
    cp "$2" "$in/registry_202606$(printf %02d "$1").csv"
    finance 2025 20 >"$in/finance_20260601.csv"
}
# refused WHAT EXPECTED: the registry is not loaded, what stood stands, and this was found
refused() {
    loads 65
    equals "$1: refused" failed "$(counts registry | cut -d' ' -f1)"
    equals "$1: what was found" "$2" "$(found registry)"
    equals "$1: what was good stands" "$good" "$(contents source.registry)"
}
taken() { # WHAT FOUND
    loads 0
    equals "$1: loaded" done "$(counts registry | cut -d' ' -f1)"
    equals "$1: what was found" "$2" "$(found registry)"
    good=$(contents source.registry)
}

{ registry 300; registry 100 400 | tail -n +2 | sed 's/,371502,/,371526,/'; } >"$work/whole.csv"
contract 'expects: {rows: {min: 50, max: 500, drop: 50%, grow: 20%}, county: keep, columns: known}'
night 1 "$work/whole.csv"
taken "first night" ""
equals "rows by county are kept" "300 100" "$(ask "SELECT concat_ws(' ', notes->'counties'->>'371502', notes->'counties'->>'371526') FROM meta.batch WHERE delivery = 'registry'")"

# fault 33
head -n 31 "$work/whole.csv" >"$work/a.csv"
night 2 "$work/a.csv"
refused "fault 33: row count less 90 %" 'rows_min||≥ 50|30
drop||≥ 200（上次 400）|30（-92.5%）'
grep -q 'TD-2108.*registry.*' "$work/log" || grep -q 'TD-2108' "$work/log" || fails "the breach is told"
head -n 301 "$work/whole.csv" >"$work/a.csv"
night 2 "$work/a.csv"
refused "fault 33: a whole county is missing" 'county|371526|≥ 20（上次 100）|0（-100.0%）'
{ head -n 201 "$work/whole.csv"; tail -n 99 "$work/whole.csv"; } >"$work/a.csv"
sed -i '2,101d' "$work/a.csv"
night 3 "$work/a.csv"
refused "one row less than half" 'drop||≥ 200（上次 400）|199（-50.2%）'
{ head -n 102 "$work/whole.csv"; tail -n 99 "$work/whole.csv"; } >"$work/a.csv"
night 4 "$work/a.csv"
taken "half of it, to the row" ""
night 5 "$work/whole.csv"
refused "twice as many" 'grow||≤ 240（上次 200）|400（+100.0%）'

# columns, by name
sed '1s/登记状态/登记机关状态/; 1s/联系电话/手机号码/' "$work/a.csv" >"$work/b.csv"
night 5 "$work/b.csv"
refused "feature 10: renamed and replaced columns are named" 'column_renamed|登记状态|登记状态|登记机关状态
column_lost|联系电话|联系电话|
column_new|手机号码||手机号码'
sed '1s/企业名称/单位名称/' "$work/a.csv" >"$work/b.csv"
night 5 "$work/b.csv"
refused "a needed column renamed: by which name" "column_renamed|企业名称|企业名称|单位名称|note
unreadable|||表头缺少必需的列：name (企业名称)"
contract 'expects: {columns: exact}'
awk -F, -v OFS=, '{ t = $3; $3 = $4; $4 = t; print }' "$work/a.csv" >"$work/b.csv"
night 5 "$work/b.csv"
refused "columns in another order" 'column_moved|||'
contract
night 5 "$work/b.csv"
taken "without a contract another order is a note" 'column_moved||||note'
sed '1s/$/,备注/; 2,$s/$/,/' "$work/b.csv" >"$work/c.csv"
night 6 "$work/c.csv"
taken "without a contract a new column is a note" 'column_new|备注||备注|note'

# a snapshot without a contract that loses more than four fifths is not believed
head -n 40 "$work/c.csv" >"$work/d.csv"
night 7 "$work/d.csv"
refused "fault 33: without a contract, less 80 %" 'drop||≥ 40（上次 200）|39（-80.5%）'
contract 'expects: {rows: {drop: none}}'
taken "a profile may take it" ""

# a file without its header has a firm's record in its place: nobody is named in what analysts read
good=$(contents source.registry)
tail -n +2 "$work/c.csv" >"$work/e.csv"
night 8 "$work/e.csv"
contract
load
equals "a record in the header's place: refused" "65 failed" "$status $(counts registry | cut -d' ' -f1)"
equals "… what was found names no one" "header note" "$(found registry | head -n 1 | sed 's/|.*|/ /')"
equals "… and nobody is named in the ledger" 0 "$(ask "SELECT count(*) FROM meta.batch AS b, meta.contract AS c WHERE b.notes::text || c::text ~ '张样|0635-'")"
equals "the words of all findings are those of the program" "" "$(grep -oE 'X\([A-Z_]+, "[a-z_]+", "[^"]+"' "$TIDU_SOURCE/include/tidu/contract.h" |
    sed -E 's/X\([A-Z_]+, "([a-z_]+)", "([^"]+)"/\1|\2/' | while IFS='|' read -r code word; do
        [ "$(ask "SELECT meta.rule_word('$code')")" = "$word" ] || echo "$code"
    done)"

night 7 "$work/d.csv"

# control totals: rows and a sum, exact to 分, in a companion file, a totals row, the profile
finances() { # CONTROL: the finance delivery with this
    contract
    sed -i "/- id: finance/,\$s|^    mode: year|&\n    skip: [合计*]\n    expects: {control: $1}|" "$work/profile.yaml"
    rm -f "$in"/finance* "$in"/control*
    finance 2025 20 >"$in/finance_20260602.csv"
}
finances '{file: "control_{date}.csv", rows: 行数, sum: {revenue: 营业收入合计(元), rd_expense: 研发费用合计}}'
control() { printf '文件,行数,营业收入合计（元）,研发费用合计\n%s\n' "$1" | iconv -t GB18030 >"$in/control_20260602.csv"; }
checked() { # WHAT STATUS FOUND
    load
    equals "$1" "$2" "$status $(counts finance | cut -d' ' -f1)"
    equals "$1: what was found" "$3" "$(found finance)"
}
checked "no control file" "65 failed" 'control_missing||control_{date}.csv|无'
control '全部,20,21100000.01,210'
checked "control sum wrong by a 分" "65 failed" 'control_sum|revenue|21100000.01元|21100000.00元'
control '全部,21,"21,100,000",210'
checked "control rows wrong by one" "65 failed" 'control_rows||21|20'
control '全部,20,"21,100,000.00",210'
checked "control totals right" "0 done" ''
finances '{totals: "合计*", sum: [revenue]}'
echo '合计,,2110.01,' >>"$in/finance_20260602.csv"
checked "totals row wrong" "65 failed" 'control_sum|revenue|21100100.00元|21100000.00元'
sed -i 's/^合计.*/合计,,2110,/' "$in/finance_20260602.csv"
checked "totals row right" "0 done" ''
equals "the totals row is no record" 1 "$(counts finance | cut -d' ' -f8)"
finances '{rows: 20, sum: {revenue: 2110, rd_expense: 0.021亿元}}'
sed -i '3s/^91/81/' "$in/finance_20260602.csv" # a rejected row counts: the department wrote it
checked "totals of the profile, with a rejected row" "0 done" ''

# due: by day of the month, and behind the end of a period
contract 'expects: {every: month, day: 5}'
night 2 "$work/c.csv"
as_of=2026-06-30 loads 0
as_of=2026-07-04 loads 0
as_of=2026-07-05 loads 65
equals "late on the due day" 'late||2026-07-01 以后的，应于 2026-07-05 交付|2026-06-02' "$(found registry)"
equals "late: what is there stands" same "$(counts registry | cut -d' ' -f1)"
cp "$in/registry_20260602.csv" "$in/registry_20260703.csv"
as_of=2026-07-06 loads 0
equals "delivered: nothing is late" "" "$(found registry)"
rm "$in"/registry*

# a slip in the name or the date: no delivery takes the file, and that is said
touch "$in/registery_20260704.csv" "$in/registry_20260631.csv" "$in/registry_20270101.csv"
as_of=2026-07-06 loads 0 -v
equals "files that no delivery takes" '["registery_20260704.csv", "registry_20260631.csv"]' "$(ask "SELECT counts ->> 'unclaimed' FROM meta.stage WHERE stage = 'load' ORDER BY run DESC LIMIT 1")"
for told in "$(cat "$work/log")" "$("$TIDU_BIN/tidu" status)" "$("$TIDU_BIN/tidu" load --dry-run --profile "$work/profile.yaml" --inputs "$in" --as-of 2026-07-06)"; do
    case $told in *registery_20260704.csv*registry_20260631.csv*) ;; *) fails "files that no delivery takes are named: $told" ;; esac
done
rm "$in"/regist*
as_of=2026-08-04 loads 0
equals "put away before the next is due" same "$(counts registry | cut -d' ' -f1)"
as_of=2026-08-05 loads 65
equals "missing when it is due" missing "$(found registry | cut -d'|' -f1)"

# a snapshot of files without dates: one of them is not there any more
contract
sed -i 's/registry_{date}.csv\*/part_*.csv/' "$work/profile.yaml"
finance 2025 20 >"$in/finance_20260601.csv"
registry 200 >"$in/part_a.csv"
registry 100 201 >"$in/part_b.csv"
as_of=2026-08-05 loads 0
rm "$in/part_b.csv"
as_of=2026-08-06 loads 0
equals "a lost file is a note" 'file_lost|part_b.csv|part_b.csv||note' "$(found registry)"
mv "$in/part_a.csv" "$in/part_c.csv"
echo >>"$in/part_c.csv"
as_of=2026-08-07 loads 0
equals "under another name it is none" '' "$(found registry)"
ends
