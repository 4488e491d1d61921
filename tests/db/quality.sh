#!/usr/bin/env bash
# Data quality on a small city with figures in wrong units: what was seeded is found (99 %) and little else
# (0.1 %); a night that checks what changed leaves what a check of all would; counts are those of the records;
# differences are listed with both departments, file and line; the command's forms and the workbook.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
as_of=2026-11-20
t=$TIDU_BIN/tidu
stage() { # command, inputs [option…]
    "$t" "$1" --profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of $as_of --inputs "$2" "${@:3}" >"$work/log" 2>&1 || [ $? = 65 ] || {
        cat "$work/log"
        exit 1
    }
}
night() { for s in load link features check; do stage $s "$1"; done; }
ask() { sql -c "$1"; }
last() { ask "SELECT $1 FROM meta.stage WHERE stage = 'check' ORDER BY run DESC LIMIT 1"; }
standing() {
    sql -c "COPY (SELECT * FROM quality.finding ORDER BY uscc, rule, batch, line, field, other_batch, other_line) TO STDOUT" \
        -c "COPY (SELECT u.uscc, county, individual, division, revenue, assets, encode(tally, 'hex')
                  FROM quality.unit AS u JOIN quality.pattern USING (pattern) ORDER BY u.uscc) TO STDOUT" \
        -c "COPY (SELECT rule, county, source, pass, fail, unknown, na FROM quality.count JOIN quality.basis USING (run)
                  ORDER BY 1, 2, 3) TO STDOUT" \
        -c "COPY (SELECT dataset, field, county, source, filled, empty FROM quality.fill JOIN quality.basis USING (run)
                  ORDER BY 1, 2, 3, 4) TO STDOUT" \
        -c "COPY (SELECT * FROM quality.block ORDER BY uscc, year) TO STDOUT" \
        -c "COPY (SELECT source, dataset, records, completeness, validity, consistency, timeliness, score
                  FROM quality.score JOIN quality.basis USING (run) ORDER BY 1, 2) TO STDOUT"
}
all_again() { # [option…]
    sql -c "INSERT INTO quality.pending VALUES ('*') ON CONFLICT DO NOTHING"
    stage check "$work/in" "$@"
}

"$TIDU_BIN/tidu-city" --out "$work/in" --firms 6000 --swaps 5% >/dev/null
"$TIDU_BIN/tidu-city" --out "$work/changed" --firms 6000 --swaps 5% --change 3% >/dev/null
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null 2>&1
check "nothing was checked yet: said, with what to do" "66 1" \
    "$("$t" quality >/dev/null 2>"$work/err" || echo "$? $(grep -c 'tidu run' "$work/err")")"
"$t" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of $as_of --inputs "$work/in" --out "$work/out" >"$work/log" 2>&1 || [ $? = 65 ]

# ---- what was seeded
sql -F, -c "SELECT file, line, field FROM api.quality_finding WHERE rule = 'unit_swap'" >"$work/found"
figures=$(ask "SELECT sum(num_nonnulls(revenue, main_revenue, product_revenue, hightech_revenue, cost, net_profit, assets,
    liabilities, net_assets, rd_expense, rd_domestic)) FROM source.finance")
python3 - "$work/in/swaps.csv" "$work/found" "$figures" >"$work/rates" <<'PY'
import csv, re, sys

fields = {"营业收入": "revenue", "主营业务收入": "main_revenue", "主导产品收入": "product_revenue", "高新技术产品收入": "hightech_revenue",
          "营业成本及费用": "cost", "成本费用总额": "cost", "净利润": "net_profit", "资产总计": "assets", "资产总额": "assets",
          "负债合计": "liabilities", "负债总额": "liabilities", "净资产": "net_assets", "研发费用": "rd_expense",
          "研发费用总额": "rd_expense", "境内研发费用": "rd_domestic"}
seeded = {(r["file"], r["line"], fields[re.split("[(（]", r["column"])[0]]) for r in csv.DictReader(open(sys.argv[1]))}
found = {tuple(r) for r in csv.reader(open(sys.argv[2]))}
hits, wrong = len(seeded & found), len(found - seeded)
print(f"{len(seeded)} seeded, {hits} found, {wrong} others of {sys.argv[3]} figures")
print("found" if hits >= 0.99 * len(seeded) else "missed")
print("few" if wrong <= 0.001 * int(sys.argv[3]) else "many")
PY
head -n 1 "$work/rates"
check "at least 99 % of the figures in a wrong unit are found" found "$(sed -n 2p "$work/rates")"
check "and less than 0.1 % of the others are flagged" few "$(sed -n 3p "$work/rates")"
check "what was delivered stays as it is" 0 "$(ask "SELECT count(*) FROM quality.finding AS f JOIN source.finance AS r
    ON r.batch = f.batch AND r.line = f.line WHERE f.rule = 'unit_swap' AND f.field = 'revenue' AND r.revenue <> f.value")"

# ---- a figure in a wrong unit decides nothing, and lists and explanations say so
check "it is unknown to the judge" 0 "$(ask "SELECT count(*) FROM quality.block AS b JOIN feature.firm AS f USING (uscc)
    WHERE b.year = 2025 AND (f.revenue_0 = b.revenue OR f.assets_0 = b.assets OR f.rd_expense_0 = b.rd_expense)")"
check "unless another department has it right" t "$(ask "SELECT count(*) > 0 FROM quality.block AS b JOIN feature.finance AS f USING (uscc, year)
    WHERE b.revenue IS NOT NULL AND f.revenue IS NOT NULL")"
doubtful=$(ask "SELECT min(uscc) FROM quality.finding JOIN pool.shortlist USING (uscc) WHERE rule = 'unit_swap'")
python3 - "$work"/out/current/371500*.csv "$doubtful" <<'PY' >"$work/doubts"
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")):
    if row["统一社会信用代码"] == sys.argv[2]:
        print(row["数据疑点"], "金额疑似用错单位，按未知处理" in row["疑点内容"])
        break
PY
check "the list counts the doubts and names them" \
    "$(ask "SELECT count(*) FROM quality.finding JOIN quality.rule USING (rule) WHERE uscc = '$doubtful' AND severity <> 'note'") True" "$(cat "$work/doubts")"
python3 -m zipfile -e "$work"/out/current/371500*.xlsx "$work/city"
check "a sheet has them all" "$(ask "SELECT count(*) + 2 FROM quality.finding JOIN quality.rule USING (rule)
    WHERE severity <> 'note' AND uscc IN (SELECT uscc FROM pool.shortlist)")" "$(
    place=$(grep -oE '<sheet name="[^"]*"' "$work/city/xl/workbook.xml" | grep -n 数据疑点 | cut -d: -f1)
    grep -oE '<row r="[0-9]+"' "$work/city/xl/worksheets/sheet$place.xml" | wc -l)"
check "fault 32: explain says which figure, with file and line" t "$("$t" explain "$doubtful" | grep -qE 'unit_swap.*疑似(多|少)计.*csv.gz 第 [0-9]+ 行' && echo t)"
check "and so in JSON" t "$("$t" explain "$doubtful" --json | python3 -c 'import json, sys
print("t" if any(d["rule"] == "unit_swap" for d in json.load(sys.stdin)["doubts"]) else "")')"

# ---- counts: each rule by SQL of its own
check "balance: passes, fails and what cannot be checked, counted from the records" \
    "$(ask "SELECT count(*) FILTER (WHERE fine), count(*) FILTER (WHERE NOT fine), count(*) FILTER (WHERE fine IS NULL)
        FROM (SELECT abs(assets - liabilities - net_assets) <= 1000000 OR abs(assets - liabilities - net_assets) <= 0.005 * assets AS fine
              FROM source.finance WHERE gone IS NULL) AS x")" \
    "$(ask "SELECT pass, fail, unknown FROM api.quality_rule WHERE rule = 'balance'")"
check "by county and department they add up to the records" 0 "$(ask "SELECT count(*) FROM (
    SELECT c.source, sum(pass + fail + unknown + na) AS n FROM quality.count AS c WHERE rule = 'revenue_negative' GROUP BY c.source) AS c
    JOIN (SELECT source, count(*) AS n FROM source.finance WHERE gone IS NULL GROUP BY source) AS r USING (source) WHERE c.n <> r.n")"
check "a county's count is that of its firms" \
    "$(ask "SELECT count(*) FROM api.finance AS f JOIN api.firm AS g USING (uscc) WHERE g.county = '371502' AND f.cost IS NULL AND f.stands")" \
    "$(ask "SELECT sum(unknown) FROM api.quality_count WHERE rule = 'cost_negative' AND county = '371502'")"

# ---- differences: both values, departments, files and lines
check "there are differences" t "$(ask "SELECT count(*) > 5 FROM quality.finding WHERE rule = 'revenue_differs'")"
check "both sides lead to the delivered figure" 0 "$(ask "SELECT count(*) FROM api.quality_finding AS f
    LEFT JOIN api.figure AS a ON a.uscc = f.uscc AND a.year = f.year AND a.field = f.field AND a.source = f.source AND a.file = f.file AND a.line = f.line
    LEFT JOIN api.figure AS b ON b.uscc = f.uscc AND b.year = f.year AND b.field = f.other_field AND b.source = f.other_source
        AND b.file = f.other_file AND b.line = f.other_line
    WHERE f.rule = 'revenue_differs' AND (f.value IS DISTINCT FROM a.value OR f.other_value IS DISTINCT FROM b.value OR f.source = f.other_source)")"
check "each pair that differs by more than the tolerance, and no other" \
    "$(ask "SELECT count(*) FROM api.finance AS a JOIN api.finance AS b USING (uscc, year) WHERE a.stands AND b.stands AND a.source < b.source
        AND abs(a.revenue - b.revenue) > 10000000 AND abs(a.revenue - b.revenue) * 10 > greatest(abs(a.revenue), abs(b.revenue))")" \
    "$(ask "SELECT count(*) FROM quality.finding WHERE rule = 'revenue_differs'")"

# ---- incremental
standing >"$work/first"
stage check "$work/in"
check "the same night again does nothing" same "$(last status)"
all_again -j 1
standing >"$work/again"
check "one thread, the same bytes" "" "$(cmp "$work/first" "$work/again" 2>&1)"
# as many firms as a province has are checked in ranges: the server is told that the registry were so large
sql -c "UPDATE pg_class SET reltuples = 4000000 WHERE oid = 'source.registry'::regclass"
check "there are several ranges" t "$([ "$(sed 's/\$1/400000/g' "$TIDU_SOURCE/sql/score/ranges.sql" | sql -f - | wc -l)" -ge 2 ] && echo t)"
all_again
standing >"$work/ranges"
check "in ranges, the same bytes" "" "$(cmp "$work/first" "$work/ranges" 2>&1)"
sql -c "ANALYZE source.registry"
night "$work/changed"
check "a changed night checks what changed" "false t" "$(last "(counts ->> 'full') || ' ' || CASE WHEN (counts ->> 'firms')::integer BETWEEN 1 AND 2000 THEN 't' ELSE counts ->> 'firms' END")"
standing >"$work/some"
check "and something changed" differ "$(cmp -s "$work/again" "$work/some" || echo differ)"
all_again
standing >"$work/all"
check "what stands is what a check of all gives" "" "$(cmp "$work/some" "$work/all" 2>&1)"
sql -c "INSERT INTO quality.pending SELECT uscc FROM source.registry WHERE right(uscc, 1) = '7'
        ON CONFLICT DO NOTHING" -c "UPDATE source.registry SET gone = 9 WHERE right(uscc, 1) = '7'" \
    -c "UPDATE source.finance SET gone = 9 WHERE uscc IN (SELECT uscc FROM quality.pending)"
stage check "$work/in"
standing >"$work/some"
all_again
standing >"$work/all"
check "records that are gone leave the counts" "" "$(cmp "$work/some" "$work/all" 2>&1)"
sql -c "TRUNCATE quality.unit, quality.pattern"
stage check "$work/in"
check "without what is kept of the firms (after a crash): all are checked" true "$(last "counts ->> 'full'")"
as_of=2026-12-20
ask "SELECT * FROM quality.block ORDER BY uscc, year" >"$work/blocked"
sql -c "DELETE FROM quality.block WHERE right(uscc, 1) < '8'" # as if the departments' ranks were others
stage check "$work/in"
check "another day, the same records: none is read" 0 "$(last "counts ->> 'firms'")"
check "and what the judge does not know is worked out anew" "" "$(ask "SELECT * FROM quality.block ORDER BY uscc, year" | diff "$work/blocked" - | head -n 3)"
check "but the deliveries are a month older" t "$(ask "SELECT bool_and(age_days >= 30) FROM quality.score JOIN quality.basis USING (run)")"

# ---- the command
"$t" quality >"$work/text"
check_has "rules with their counts" '  balance' "$(cat "$work/text")"
check_has "the departments' scores" '税务局' "$(cat "$work/text")"
check "the trend has a row for every run" "$(ask "SELECT count(*) FROM quality.score WHERE dataset = 'staff' AND source = 5")" \
    "$("$t" quality --source 人力 --trend --format csv | grep -c 人员)"
check "a rule's records, with file and line" t "$("$t" quality --rule unit_swap --limit 5 | grep -qE 'tax_20[0-9]+.csv.gz +[0-9]+ .*疑似(多|少)计' && echo t)"
check "csv lists all" "$(ask "SELECT count(*) FROM quality.finding")" "$("$t" quality --format csv | tail -n +2 | wc -l)"
check "json is json, with as many" "$(ask "SELECT count(*) FROM quality.finding")" \
    "$("$t" quality --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)["findings"]))')"
check "a county only" "$(ask "SELECT count(*) FROM quality.finding WHERE county = '371502'")" "$("$t" quality --county 东昌府 --format csv | tail -n +2 | wc -l)"
check "an unknown rule: the rules are listed" t "$("$t" quality --rule nothing 2>&1 | grep -q unit_swap && echo t)"
"$t" quality --source stats -o "$work/stats.xlsx"
python3 -m zipfile -e "$work/stats.xlsx" "$work/stats"
check "a workbook for a department" t "$(grep -q 'name="部门得分".*name="规则".*name="部门之间的差异".*name="疑似单位用错"' "$work/stats/xl/workbook.xml" && echo t)"
check "with its own rows and the other side of its differences" \
    "$(ask "SELECT count(*) + 2 FROM quality.finding WHERE rule IN (SELECT rule FROM quality.rule WHERE form = 'pair') AND 3 IN (source, other_source)")" \
    "$(grep -oE '<row r="[0-9]+"' "$work/stats/xl/worksheets/sheet4.xml" | wc -l)"
cp -r "$TIDU_SOURCE/criteria" "$work/criteria"
sed -i 's/revenue >= 0/revenu >= 0/' "$work/criteria/quality/finance.yaml"
check "a broken rule stops the stage with its place" 78 "$("$t" check --profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of $as_of --criteria "$work/criteria" 2>"$work/err" || echo $?)"
check "… named" t "$(grep -q 'quality/finance.yaml:[0-9]*:[0-9]*' "$work/err" && echo t)"
check "rules check says so without a database" 78 "$(PGHOST=/nonexistent "$t" rules check --criteria "$work/criteria" >/dev/null 2>&1 || echo $?)"
finish
