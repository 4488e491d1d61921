#!/usr/bin/env bash
# whatif: says what a real night with an edited criteria folder says; writes nothing; an analyst who may only
# read can ask; any number of threads gives the same bytes. rules diff --effect: two versions, two folders.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
t=$TIDU_BIN/tidu
export LC_ALL=C.UTF-8
night() { # [option…]
    "$t" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/city" --as-of 2026-11-20 --out "$work/out" "$@" \
        >"$work/log" 2>&1 || [ $? = 65 ] || { tail -n 20 "$work/log"; exit 1; }
}
everything() { # a hash of every row of every table, and what was printed of the lists
    sql -c "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 1" | while read -r table; do
        echo "$table $(sql -c "COPY (SELECT t::text FROM $table AS t ORDER BY 1) TO STDOUT" | sha256sum)"
    done
    (cd "$work/out" && find . -type f -exec sha256sum {} + | sort)
}
standing() { # of every firm and program: tier kind code verdict
    sql -c "COPY (SELECT p.tier, p.kind, f.uscc, get_byte(f.verdicts, p.position)
                  FROM result.firm AS f JOIN result.program AS p ON p.from_run = f.rules_run
                  WHERE f.to_run = 9223372036854775807 ORDER BY 1, 2, 3) TO STDOUT"
}

"$TIDU_BIN/tidu-city" --out "$work/city" --firms 6000 --as-of 2026-11-20 >/dev/null
fresh_db
"$t" migrate >/dev/null 2>&1
"$t" whatif --set srdi.rd_share=1% >"$work/said" 2>"$work/err" && status=0 || status=$?
check "before the first night: exit" 66 "$status"
check_has "before the first night: what to do" "tidu run" "$(cat "$work/err")"

night
standing >"$work/before"
everything >"$work/rows_before"
changes=(--set srdi.rd_ratio=1% --set srdi.revenue_amount=5000万 --drop little_giant.growth)
"$t" whatif "${changes[@]}" --json >"$work/json" 2>"$work/err" || { cat "$work/err"; exit 1; }
"$t" whatif "${changes[@]}" >"$work/text"
"$t" whatif "${changes[@]}" --format csv -o "$work/firms.csv" --threads 1
"$t" whatif "${changes[@]}" --format csv --threads 7 >"$work/firms7.csv"
check "no warning when the criteria are those of the night" "" "$(cat "$work/err")"
cmp -s "$work/firms.csv" "$work/firms7.csv" && same=yes || same=no
check "any number of threads, a file or stdout: the same bytes" yes "$same"
everything >"$work/rows_after"
check "nothing was written, to no table and no list" "" "$(diff "$work/rows_before" "$work/rows_after")"

# ---- a role that may only read -------------------------------------------------------------------------
sql -c "CREATE ROLE somebody LOGIN" -c "GRANT tidu_analyst TO somebody" >/dev/null
"$t" whatif -U somebody -d "$PGDATABASE" "${changes[@]}" --json >"$work/json_somebody" 2>"$work/err" ||
    { cat "$work/err"; exit 1; }
cmp -s "$work/json" "$work/json_somebody" && same=yes || same=no
check "an analyst sees the same" yes "$same"

# ---- what a real night says ------------------------------------------------------------------------------
cp -r "$TIDU_SOURCE/criteria" "$work/criteria"
sed -i -e 's/each(rd_ratio >= 3%, 2)/each(rd_ratio >= 1%, 2)/' -e 's/revenue\[Y\] >= 1500万/revenue[Y] >= 5000万/' \
    "$work/criteria/tiers/srdi-2026.yaml"
sed -i '/{id: growth, /d' "$work/criteria/tiers/little_giant-2026.yaml"
sed -i '/expect: {growth:\|{growth: na/d; /name: 增长看/d' "$work/criteria/tiers/little_giant-2026.yaml" # its examples
fresh_db
night --criteria "$work/criteria"
standing >"$work/after"
python3 - "$work" <<'PY' || { failures=$((failures + 1)); echo "WRONG what a real night says"; }
import csv, json, sys
work = sys.argv[1]
ids = ["confirmed", "ready", "possible", "near", "no", "holds", "excluded", "insufficient", "not_concerned", "not_judged"]
place = [3, 3, 2, 1, 0, 0, 0, 0, 0, 0]
def read(name):
    rows = {}
    for line in open(f"{work}/{name}", encoding="utf-8"):
        tier, kind, code, verdict = line.rstrip("\n").split("\t")
        rows[tier, kind, code] = int(verdict)
    return rows
before, after = read("before"), read("after")
assert before.keys() == after.keys() and len(before) > 40000, len(before)
said = json.load(open(f"{work}/json", encoding="utf-8"))
assert [(c["tier"], c["condition"], c["before"], c["after"]) for c in said["changes"]] == [
    ("srdi", "rd_share", "3%", "1%"), ("srdi", "revenue_amount", "1500万", "5000万"), ("little_giant", "growth", None, None)]
moved = {}
for tier in said["tiers"]:
    key = tier["tier"], tier["kind"]
    for v, name in enumerate(ids):
        counts = [sum(1 for k, x in rows.items() if k[:2] == key and x == v) for rows in (before, after)]
        assert tier["verdicts"][name] == counts, (key, name, tier["verdicts"][name], counts)
    for f in tier["firms"]:
        moved[key + (f["uscc"],)] = ids.index(f["before"]), ids.index(f["after"])
        assert f["conditions"] and f["name"], f
    assert tier["gains"] + tier["losses"] == len(tier["firms"])
    assert sum(c["gains"] for c in tier["counties"]) == tier["gains"]
    assert sum(c["losses"] for c in tier["counties"]) == tier["losses"]
wanted = {k: (before[k], after[k]) for k in before if place[before[k]] != place[after[k]]}
assert moved == wanted, (len(moved), len(wanted))
gains = sum(1 for b, a in wanted.values() if place[a] > place[b])
print(f"ok    {gains} gain and {len(wanted) - gains} lose, as in a real night")
assert gains > 0 and len(wanted) > gains
# why: those that gain lacked what was changed, those that lose lack it now
allowed = {"rd_share", "growth", "revenue_amount"}
for tier in said["tiers"]:
    for f in tier["firms"]:
        assert set(f["conditions"]) <= allowed, f
rows = list(csv.reader(open(f"{work}/firms.csv", encoding="utf-8-sig")))
assert len(rows) == 1 + len(wanted) and all(len(r) == 14 for r in rows)
marked = {t["tier"]: t["unconfirmed"] for t in said["tiers"] if t["firms"]}
assert all((r[13] != "") == marked[r[0]] for r in rows[1:]) and any(marked.values()), marked
PY

# ---- no change, another date ---------------------------------------------------------------------------------
fresh_db
night
"$t" whatif --set srdi.rd_share=3% >"$work/said"
check_has "the same figure changes nothing" "没有变化: " "$(cat "$work/said")"
check "and no tier is told" "" "$(grep '受益 [0-9]* 家' "$work/said" || true)"
"$t" whatif --set srdi.pass=40 --as-of 2026-03-01 >"$work/said" 2>/dev/null
check_has "another day, another version" "假如 srdi@2022 pass 由 60 改为 40" "$(cat "$work/said")"
"$t" whatif --set srdi.pass=40 >"$work/said" 2>"$work/err" && status=0 || status=$?
check "which 2号 does not have: exit" 64 "$status"

# ---- rules diff --effect: two versions, two folders -----------------------------------------------------------
standing >"$work/before"
"$t" rules diff srdi@2022 srdi@2026 --effect --json >"$work/diff"
"$t" rules diff "$TIDU_SOURCE/criteria" "$work/criteria" --effect --json >"$work/folders"
python3 - "$work" <<'PY' || { failures=$((failures + 1)); echo "WRONG the effect of other criteria"; }
import json, sys
work = sys.argv[1]
diff, folders, whatif = (json.load(open(f"{work}/{name}", encoding="utf-8")) for name in ("diff", "folders", "json"))
assert [t["versions"] for t in diff["tiers"] if t["tier"] == "srdi"] == [["2022", "2026"]] * 2
new = next(t for t in diff["tiers"] if (t["tier"], t["kind"]) == ("srdi", "new"))
assert new["gains"] > 0 and new["losses"] > 0 and sum(c["gains"] for c in new["counties"]) == new["gains"]
ids = ["confirmed", "ready", "possible", "near", "no", "holds", "excluded", "insufficient", "not_concerned", "not_judged"]
now = [0] * len(ids) # 2号 is in force: its side is what the night says
for line in open(f"{work}/before", encoding="utf-8"):
    tier, kind, code, verdict = line.rstrip("\n").split("\t")
    if (tier, kind) == ("srdi", "new"):
        now[int(verdict)] += 1
assert [new["verdicts"][v][1] for v in ids] == now, (new["verdicts"], now)
assert all(t["gains"] == t["losses"] == 0 for t in diff["tiers"] if t["tier"] != "srdi")
for t in diff["tiers"]: # who gains was held back by the old conditions, who loses is by the new ones
    assert all(f["conditions"] for f in t["firms"]), t["tier"]
assert {f["conditions"][0] for f in new["firms"] if f["after"] in ("no", "near")} & {"prior_title", "ip", "rd_amount"}
assert folders["tiers"] == whatif["tiers"], "an edited folder and whatif do not say the same"
print(f"ok    63号 -> 2号: {new['gains']} gain, {new['losses']} lose; two folders as whatif")
PY
"$t" rules diff srdi@2022 srdi@2027 --effect >"$work/said" 2>"$work/err" && status=0 || status=$?
check "a version that is not there: exit" 64 "$status"
check_has "a version that is not there" "没有“srdi@2027”" "$(cat "$work/err")"
"$t" rules diff srdi@2022 little_giant@2026 --effect >"$work/said" 2>"$work/err" && status=0 || status=$?
check "versions of two tiers: exit" 64 "$status"
finish
