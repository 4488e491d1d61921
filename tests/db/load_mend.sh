#!/usr/bin/env bash
# A dry run says what a load would do and writes nothing. Rejects go out, are mended and come back; the nights after
# know them. What one of two deliveries of a department had stands while it is damaged.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

in=$work/in
profile
# the whole database as one text, the clock's columns left out
everything() { pg_dump --data-only --inserts --schema='(meta|source|personal|reject|link|feature|result|pool)' 2>/dev/null | grep -v '^--\|^$\|^SELECT pg_catalog.setval\|^\\' | sort | md5sum; }
sequences() { ask "SELECT string_agg(sequencename || ' ' || coalesce(last_value, 0), ',' ORDER BY 1) FROM pg_sequences"; }
dry() { # WHAT STATUS [OPTIONS]: a dry run; its text in $work/out
    local what=$1 want=$2 before after
    shift 2
    before="$(everything) $(sequences)"
    load --dry-run "$@"
    after="$(everything) $(sequences)"
    equals "$what: exit status" "$want" "$status"
    equals "$what: not a byte is written" "$before" "$after"
}
# told DELIVERY: read new changed same gone rejected of the last dry run in JSON
told() {
    python3 - "$work/out" "$1" <<'P'
import json, sys
for d in json.load(open(sys.argv[1])):
    if d["delivery"] == sys.argv[2]:
        print(d["outcome"], *[d[k] for k in ("read", "new", "changed", "same", "gone", "rejected", "skipped")])
P
}
agrees() { # WHAT: a dry run's counts are the load's after it
    local d n=0 said
    dry "$1" "$2" --format json
    cp "$work/out" "$work/said"
    loads "$2"
    for d in registry finance; do
        cp "$work/said" "$work/out"
        said=$(told $d)
        equals "$1: $d" "$(counts $d | sed 's/^done/load/; s/^failed/refused/')" "$said"
    done
}

registry 200 >"$in/registry_20260601.csv"
finance 2025 200 | gzip >"$in/finance_20260601.csv.gz"
staff 2025 20 30 >"$in/staff_20260501.csv"
staff 2025 10 40 >"$in/staff_20260510.csv"
dry "without a database" 0 --without-database
grep -q '^registry registry_20260601.csv: 可载入' "$work/out" || fails "without a database: the text"
agrees "a first night" 0
{
    registry 205 | grep -v "$(codes 1 9)" | sed -e "/$(codes 1 7)/s/有限公司/股份有限公司/" -e "/$(codes 1 11)/s/2015-[0-9-]*/2015-02-30/"
    printf '%s,坏县有限公司,存续,2015-03-04,999999,李样,1\n' "$(codes 1 901)"
} >"$in/registry_20260602.csv"
finance 2025 150 | gzip >"$in/finance_20260602.csv.gz"
staff 2025 12 50 >"$in/staff_20260520.csv"
agrees "a changed night" 0
dry "the same files" 0
grep -q '^registry registry_20260602.csv: 与上次相同' "$work/out" || fails "the same files: the text"
printf 'GARBAGE' >"$in/finance_20260603.csv.gz"
sed -i '/- id: registry/a\    expects: {rows: {min: 300}}' "$work/profile.yaml"
dry "a refused delivery" 65
grep -q 'TD-2103\|TD-2101\|TD-2' "$work/out" || fails "a refused delivery: its code"
grep -q '不合合同：行数少于下限，应为 ≥ 300，实为 205' "$work/out" || fails "a refused delivery: its contract: $(cat "$work/out")"
grep -q '退回 1 行：不是有效日期（bad_date），列“成立日期”：registry_20260602.csv:11' "$work/out" || fails "rejects by reason with their lines: $(cat "$work/out")"
equals "nobody is named" 0 "$(grep -c '张样\|李样' "$work/out")"
rm "$in/finance_20260603.csv.gz"
sed -i '/    expects:/d' "$work/profile.yaml"
ask "CREATE ROLE reader_$PGDATABASE LOGIN IN ROLE tidu_analyst" >/dev/null
PGUSER=reader_$PGDATABASE dry "a role that may only read" 0

# ---- rejects, there and back
rejects() { # FILE [OPTIONS]
    local file=$1
    shift
    "$TIDU_BIN/tidu" rejects --profile "$work/profile.yaml" --delivery registry -o "$file" "$@" >"$work/out" 2>"$work/log" ||
        { fails "rejects $file"; cat "$work/log" >&2; }
}
loads 0
batch=$(ask "SELECT max(batch) FROM meta.batch WHERE delivery = 'registry' AND status = 'done'")
rejects "$work/out.csv" --lang zh
grep -q '个人信息' "$work/log" || fails "rejects: that they hold persons' data is said"
equals "rejects: who took them" "2|out.csv|t" "$(ask "SELECT rows, file, who ~ '@' FROM meta.reject_export")"
equals "rejects: the department's own columns" "批次,文件,行号,原因,有错的列,处理意见,统一社会信用代码,企业名称,登记状态,成立日期,区县,法定代表人,联系电话" \
    "$(head -n 1 "$work/out.csv" | sed 's/^\xef\xbb\xbf//; s/\r$//')"
grep -q "^$batch,registry_20260602.csv,11,bad_date,成立日期,.*,$(codes 1 11),测试企业00011有限公司,存续,2015-02-30," "$work/out.csv" || fails "rejects: a row: $(cat "$work/out.csv")"
SQLUSER=$PGUSER
PGUSER=reader_$PGDATABASE "$TIDU_BIN/tidu" rejects --profile "$work/profile.yaml" --delivery registry -o "$work/none.csv" >/dev/null 2>"$work/log" &&
    fails "rejects: an analyst must not take them"
equals "rejects: nor is a file left" "" "$(ls "$work" | grep none)"
rejects "$work/out.xlsx"
python3 -m zipfile -e "$work/out.xlsx" "$work/book"
grep -q 'FFEB9C' "$work/book/xl/styles.xml" || fails "rejects: the faulty cell is marked"

# the clerk mends one of the two, spoils the other further, and saves it in the desk's encoding
mend() { # FILE SED…
    local file=$1
    shift
    sed "$@" "$work/out.csv" | iconv -f UTF-8 -t GB18030 -c >"$file"
}
mend "$work/back.csv" -e 's/2015-02-30/2015-02-28/' -e 's/999999/999998/'
loads 65 --rejects "$work/back.csv"
mended() { ask "SELECT concat_ws(' ', rows_read, rows_new, rows_changed, rows_same, rows_rejected, rows_skipped, notes->>'mended_of') FROM meta.batch WHERE mode = 'mended' ORDER BY batch DESC LIMIT 1"; }
equals "mended: one is loaded, one is still no good" "2 0 1 0 1 0 $batch" "$(mended)"
equals "mended: the row stands" "2015-02-28" "$(ask "SELECT established FROM source.registry WHERE uscc = '$(codes 1 11)'")"
equals "mended: the person too" "张样011" "$(ask "SELECT legal_rep FROM personal.registry WHERE uscc = '$(codes 1 11)'")"
loads 0 --rejects "$work/back.csv"
equals "mended: the same file again does nothing" 1 "$(ask "SELECT count(*) FROM meta.batch WHERE mode = 'mended'")"
rejects "$work/out.csv"
equals "mended: what is left, as the clerk left it" "1 999998" "$(($(wc -l <"$work/out.csv") - 1)) $(grep -o 99999. "$work/out.csv" | head -n 1)"
mend "$work/none.csv" ''
loads 0 --rejects "$work/none.csv"
equals "mended: a row that was not changed stays rejected" "1 0 0 0 0 1 $batch" "$(mended)"

# the nights after
loads 0
equals "the night after, the same file" same "$(counts registry | cut -d' ' -f1)"
sed "/$(codes 1 20)/s/有限公司/股份有限公司/" "$in/registry_20260602.csv" >"$in/registry_20260603.csv"
loads 0
equals "a night with another change: the mended row is no reject" "done 205 0 1 203 0 1 0" "$(counts registry)"
equals "… and stands" "2015-02-28" "$(ask "SELECT established FROM source.registry WHERE uscc = '$(codes 1 11)'")"
equals "… and is counted" 1 "$(ask "SELECT notes->>'mended' FROM meta.batch WHERE batch = (SELECT max(batch) FROM meta.batch WHERE delivery = 'registry')")"
awk -F, -v OFS=, '{ t = $3; $3 = $4; $4 = t; print }' "$in/registry_20260603.csv" >"$in/registry_20260604.csv"
loads 0
equals "other bytes: the department's own word counts again" "done 205 0 0 203 0 2 0" "$(counts registry)"
equals "… and what stands is held" "2015-02-28" "$(ask "SELECT established FROM source.registry WHERE uscc = '$(codes 1 11)'")"
sed "/$(codes 1 11)/s/2015-02-30/2015-02-27/" "$in/registry_20260603.csv" >"$in/registry_20260605.csv"
loads 0
equals "the department mends its line" "2015-02-27" "$(ask "SELECT established FROM source.registry WHERE uscc = '$(codes 1 11)'")"

# a workbook goes the same way
rejects "$work/out.xlsx"
python3 - "$work/out.xlsx" "$work/back.xlsx" <<'P'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as a, zipfile.ZipFile(sys.argv[2], "w") as b:
    for name in a.namelist():
        b.writestr(name, a.read(name).replace("999998".encode(), b"371526").replace("999999".encode(), b"371526"))
P
loads 0 --rejects "$work/back.xlsx"
equals "a mended workbook" "1 1 0 0 0 0" "$(mended | cut -d' ' -f1-6)"
equals "its row is traced to it" "back.xlsx" "$(ask "SELECT b.files->0->>'name' FROM source.registry AS r JOIN meta.batch AS b USING (batch) WHERE r.uscc = '$(codes 1 901)'")"
loads 64 --rejects "$work/back.xlsx" --dry-run

# two lines of the same bytes, and an export from which the department's own word has been overtaken
twin="$(codes 1 902),双胞有限公司,存续,2015-02-31,371502,张样,1"
{ registry 205 | sed "/$(codes 1 30)/s/2015-[0-9-]*/2015-02-30/"; printf '%s\n%s\n' "$twin" "$twin"; } >"$in/registry_20260606.csv"
loads 0
rejects "$work/out.csv"
cp "$work/out.csv" "$work/old.csv"
mend "$work/back.csv" -e '/双胞/s/2015-02-31/2015-02-28/' -e '1s/,成立日期/,设立日期/'
loads 65 --rejects "$work/back.csv"
equals "a column of the department was taken out: refused" 0 "$(ask "SELECT count(*) FROM source.registry WHERE uscc = '$(codes 1 902)'")"
mend "$work/back.csv" -e '/双胞/s/2015-02-31/2015-02-28/'
loads 0 --rejects "$work/back.csv"
equals "two lines of the same bytes, mended alike" "3 1 0 0 0 1 1" "$(mended | cut -d' ' -f1-6) $(ask "SELECT notes->>'duplicate_same' FROM meta.batch WHERE mode = 'mended' ORDER BY batch DESC LIMIT 1")"
sed -i "/$(codes 1 30)/s/2015-02-30/2015-02-26/" "$in/registry_20260606.csv"
loads 0
equals "mended lines of the same bytes are one" "done 207 0 1 205 0 0 0 2" "$(counts registry) $(ask "SELECT notes->>'mended' FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
cp "$work/old.csv" "$work/out.csv"
mend "$work/back.csv" -e 's/2015-02-30/2015-02-01/'
loads 0 --rejects "$work/back.csv"
equals "an older export: the department's own word counts" "2015-02-26" "$(ask "SELECT established FROM source.registry WHERE uscc = '$(codes 1 30)'")"
sed -i '1s/成立日期/设立日期/' "$in/registry_20260606.csv"
sed -i 's/established: 成立日期/established: [成立日期, 设立日期]/' "$work/profile.yaml"
loads 0
equals "a column has another name: the mended row is not read without its value" "2015-02-28 0" \
    "$(ask "SELECT established FROM source.registry WHERE uscc = '$(codes 1 902)'") $(ask "SELECT coalesce(notes->>'mended', '0') FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
printf 'a,b\n1,2\n' >"$work/other.csv"
loads 65 --rejects "$work/other.csv"

# ---- two deliveries of one department, one of them damaged
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null 2>&1
rm -f "$in"/*
sed -i '/id: staff/,$d' "$work/profile.yaml"
sed -i '/id: finance/,$s/mode: year/mode: snapshot/' "$work/profile.yaml"
sed -n '/- id: finance/,$p' "$work/profile.yaml" | sed 's/id: finance/id: finance2/; s/finance_{date}/other_{date}/' >"$work/second"
cat "$work/second" >>"$work/profile.yaml"
registry 205 >"$in/registry_20260701.csv"
finance 2024 10 >"$in/finance_20260701.csv"
{ finance 2024 20 | head -n 1; finance 2024 20 | tail -n 11; } >"$in/other_20260701.csv" # the tenth is in both
loads 0
tenth=$(codes 1 10)
stands() { ask "SELECT count(*) FROM source.finance WHERE year = 2024 AND gone IS NULL AND uscc = '$tenth'"; }
equals "in both" 1 "$(stands)"
owner=$(ask "SELECT delivery FROM meta.batch WHERE batch = (SELECT batch FROM source.finance WHERE year = 2024 AND uscc = '$tenth')")
[ "$owner" = finance ] && { other=other drops=finance; } || { other=finance drops=other; }
sed -i "/^$tenth,/d" "$in/${drops}_20260701.csv"
cp "$in/${other}_20260701.csv" "$work/whole.csv"
gzip -c "$work/whole.csv" | head -c -20 >"$in/${other}_20260701.csv"
as_of=2026-07-02 loads 65
equals "one drops it while the other is damaged: it stands" 1 "$(stands)"
equals "… and the ledger says so" "20" "$(ask "SELECT notes->>'stands' FROM meta.batch WHERE dataset = 'finance' AND status = 'done' ORDER BY batch DESC LIMIT 1")"
cp "$work/whole.csv" "$in/${other}_20260701.csv"
as_of=2026-07-03 loads 0
equals "the other is whole again" 1 "$(stands)"
sed -i "/^$tenth,/d" "$in/${other}_20260701.csv"
as_of=2026-07-04 loads 0
equals "neither has it" 0 "$(stands)"
ends
