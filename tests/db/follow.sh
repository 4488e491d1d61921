#!/usr/bin/env bash
# What follows a shortlist: titles in force and their reviews, targets, two tracks, specialists who stay, and notes that come back.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'stop_pg; rm -rf "$work"' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20
# little giants: the review of 2026 is judged by 63号, that of 2027 by 2号; of one the end is not given
python3 - "$work/in" <<'PY'
import csv, glob, gzip, io, sys
path = glob.glob(sys.argv[1] + "/srdi_2*.csv.gz")[0]
text = gzip.open(path).read().decode("gb18030")
rows = list(csv.reader(io.StringIO(text, newline="")))
giant = glob.glob(sys.argv[1] + "/little_giant_2*.csv.gz")[0]
table = list(csv.reader(io.StringIO(gzip.open(giant).read().decode("utf-8-sig"), newline="")))
head = table[0]
end = head.index("有效期止")
body = [r for r in table[1:] if len(r) == len(head)]
extra = [r for r in rows[1:] if len(r) == len(rows[0]) and not r[rows[0].index("撤销日期")] and len(r[rows[0].index("统一社会信用代码")]) == 18][:4]
for row, until in zip(extra, ("2026-12-31", "2027-06-30", "", "2029-12-31")):
    new = [row[rows[0].index(h)] if h in rows[0] else "" for h in head]
    new[end] = until
    body.append(new)
out = io.StringIO()
csv.writer(out, lineterminator="\n").writerows([head] + body)
gzip.open(giant, "wb").write(out.getvalue().encode())
open(sys.argv[1] + "/giants", "w").write("\n".join(r[rows[0].index("统一社会信用代码")] for r in extra) + "\n")
PY
night() { # command date, more
    local command=$1 day=$2
    shift 2
    "$TIDU_BIN/tidu" "$command" --profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of "$day" --inputs "$work/in" --out "$work/out" --lang en "$@" >"$work/said" 2>&1
    echo $?
}
set +e
check "first night" 0 "$(night run 2026-11-20)"

# ---- titles and reviews
check "every title in force is there" "$(sql -c "
    SELECT count(*) FROM (SELECT DISTINCT coalesce(a.firm, t.uscc), t.title, t.granted FROM source.title t LEFT JOIN link.alias a USING (uscc)
    WHERE t.gone IS NULL AND t.title IN (SELECT title FROM pool.track) AND t.granted <= '2026-11-20'
      AND coalesce(t.valid_to, '2999-01-01') >= '2026-11-20' AND coalesce(t.revoked_on, '2999-01-01') > '2026-11-20') AS x")" \
    "$(sql -c "SELECT count(*) FROM api.review_calendar")"
giants=$(tr '\n' ' ' <"$work/in/giants")
read -r g1 g2 g3 g4 <<<"$giants"
review() { sql -c "SELECT concat_ws(' ', kind, version, judged, horizon) FROM api.review_calendar WHERE title = 'little_giant' AND uscc = '$1'"; }
check "a review of 2026 is judged by the rule of 2022" "review 2022 t 90天内到期" "$(review "$g1")"
check "a review of 2027 by that of 2026" "review 2026 t 一年内到期" "$(review "$g2")"
check "without an end: listed and not judged" "f 有效期不明" "$(review "$g3")"
check "far away: listed and not judged" "f 更远" "$(review "$g4")"
check "what is judged says what is open, or passes" 0 "$(sql -c "SELECT count(*) FROM api.review_calendar WHERE judged AND verdict <> '全部满足' AND open = ''")"
check "reviews of the night itself come out as the judge's own" 0 "$(sql -c "
    SELECT count(*) FROM pool.review r JOIN result.firm f ON f.uscc = r.uscc AND f.to_run = 9223372036854775807
    JOIN result.program p ON p.from_run = f.rules_run AND p.tier = r.title AND p.kind = r.kind AND p.version = r.version
    WHERE r.kind = 'review' AND extract(year FROM r.valid_to) = 2026 AND get_byte(f.verdicts, p.position) <> r.verdict")"

# ---- targets, counts, tracks
check "targets count what is there" 0 "$(sql -c "
    SELECT count(*) FROM api.target_progress t WHERE measure = 'held' AND county = '' AND done <> (
        SELECT count(DISTINCT uscc) FROM api.review_calendar r WHERE r.title = t.title AND r.valid_to IS NOT NULL)")"
check "… and what may be beside it" 1 "$(sql -c "SELECT unsure FROM api.target_progress WHERE title = 'little_giant' AND measure = 'held'")"
check "… and the pool" "$(sql -c "SELECT count(*) FROM api.county_list WHERE tier = 'little_giant' AND seated")" \
    "$(sql -c "SELECT done FROM api.target_progress WHERE title = 'little_giant' AND measure = 'pool'")"
check "a crosswalk's pair adds up" 0 "$(sql -c "
    SELECT count(*) FROM (SELECT ladder, sum(has_both + ladder_only) AS n FROM api.crosswalk WHERE second = 'high_tech' GROUP BY 1) x
    WHERE n <> (SELECT count(DISTINCT uscc) FROM api.review_calendar WHERE title = ladder)")"
check "nobody of the crosswalk is on both tracks" 0 "$(sql -c "
    SELECT count(*) FROM api.crosswalk_firm c JOIN api.review_calendar r ON r.uscc = c.uscc AND r.track <> c.track AND NOT r.renewed")"
check "bottlenecks count the pool's firms" 0 "$(sql -c "
    SELECT count(*) FROM (SELECT county, tier, max(firms) AS n FROM api.baseline_bottleneck GROUP BY 1, 2) b
    WHERE n <> (SELECT count(*) FROM api.ledger l WHERE l.county = b.county AND l.tier = b.tier)")"

# ---- specialists
check "every firm of the pool has a specialist, of its own county" 0 "$(sql -c "
    SELECT count(*) FROM api.ledger l LEFT JOIN api.specialist s USING (specialist) WHERE l.county <> '' AND s.county IS DISTINCT FROM l.county")"
check "evenly" 0 "$(sql -c "SELECT count(*) FROM (SELECT county FROM api.specialist GROUP BY 1 HAVING max(firms) - min(firms) > 1) x")"
check "no names" 0 "$(sql -c "SELECT count(*) FROM api.ledger l, personal.expert e WHERE l::text LIKE '%' || e.name || '%' AND length(e.name) > 2")"
before=$(cd "$work/out" && sha256sum current/*)
check "the same night again" 0 "$(night run 2026-11-20)"
check "does nothing" same "$(sql -c "SELECT status FROM meta.stage WHERE stage = 'follow' ORDER BY run DESC LIMIT 1")"
check "… and no byte differs" "$before" "$(cd "$work/out" && sha256sum current/*)"

# ---- the ledger goes out and comes back
"$TIDU_BIN/tidu" ledger -o "$work/a.csv" 2>/dev/null
python3 - "$work" <<'PY'
import csv, sys
work = sys.argv[1]
rows = list(csv.reader(open(work + "/a.csv", encoding="utf-8-sig", newline="")))
head = rows[0]
at = {h: i for i, h in enumerate(head)}
def fill(name, wanted):
    out = [head] + [list(r) for r in rows[1:]]
    for n, cells in wanted.items():
        for title, text in cells.items():
            out[n][at[title]] = text
    csv.writer(open(work + "/" + name, "w", encoding="utf-8", newline="")).writerows([["工信局"] + [""] * (len(head) - 1)] + out[:1] + out[:0:-1])
fill("b.csv", {1: {"进展": "已走访，补齐专利两项", "进展日期": "2026年11月18日", "状态": "进行中", "下一步": "=1+1"},
               2: {"进展": "联系电话 138-0000-1234"}, 3: {"状态": "差不多"}, 4: {"进展": "x", "进展日期": "2026-12-24"}, 5: {"备注": "第二家"}})
fill("c.csv", {1: {"进展": "另一科室的填写", "进展日期": "2026-11-19", "状态": "有困难"}})
PY
ledger() { "$TIDU_BIN/tidu" ledger --notes "$work/$1" --by "王某某" --on "$2" --lang en 2>&1; echo "exit $?"; }
said=$(ledger b.csv 2026-11-20)
check_has "good rows are taken, the others named" "2 taken (0 changed on both sides), 0 unchanged, 3 refused" "$said"
check_has "a telephone" "进展  refused: seems to hold a telephone" "$said"
check_has "no such status" "状态  refused: one of: 未开始" "$said"
check_has "a day to come" "进展日期  refused: the date is after" "$said"
check_has "and the exit status says so" "exit 65" "$said"
check_has "the same file again does nothing" "0 taken (0 changed on both sides), 2 unchanged" "$(ledger b.csv 2026-11-20)"
check_has "changed on both sides: told, and both kept" "1 taken (1 changed on both sides)" "$(ledger c.csv 2026-11-21)"
check_has "an old file does not come back" "0 taken (0 changed on both sides), 2 unchanged" "$(ledger b.csv 2026-11-22)"
check "notes are kept" 3 "$(sql -c "SELECT count(*) FROM pool.note")"
check "who wrote them is personal" 0 "$(sql -c "SELECT count(*) FROM api.ledger_note n WHERE n::text LIKE '%王某某%'")"

# ---- another night: a specialist is gone, everybody else keeps theirs, and the notes are in the ledger
gone=$(sql -c "SELECT specialist FROM api.specialist WHERE firms > 1 ORDER BY specialist LIMIT 1")
sql -c "SELECT uscc, specialist FROM pool.assignment WHERE to_run = 9223372036854775807 ORDER BY 1" >"$work/was"
zcat "$work/in/expert_20261120.csv.gz" | grep -v "^${gone#E:}," | gzip >"$work/in/expert_20261121.csv.gz"
check "second night" 0 "$(night run 2026-11-21)"
sql -c "SELECT uscc, specialist FROM pool.assignment WHERE to_run = 9223372036854775807 ORDER BY 1" >"$work/is"
check "only the firms of the one who left have another" "$(grep -c "$gone" "$work/was")" "$(join -t'|' "$work/was" "$work/is" | awk -F'|' '$2 != $3' | wc -l)"
check "who had whom that night is still known" "$(md5sum <"$work/was")" "$(sql -c "SELECT uscc, specialist FROM pool.assignment WHERE from_run <= 1 AND to_run > 1 ORDER BY 1" | md5sum)"
first=$(sql -c "SELECT uscc FROM api.ledger_note WHERE status = '有困难'")
check "the note is in the ledger" "另一科室的填写 有困难 2" "$(sql -c "SELECT concat_ws(' ', progress, status, notes) FROM api.ledger WHERE uscc = '$first'")"
"$TIDU_BIN/tidu" ledger -o "$work/d.csv" 2>/dev/null
check "… and in the file, formulas as texts" 1 "$(grep -c "另一科室的填写,2026-11-19,有困难" "$work/d.csv")"
"$TIDU_BIN/tidu" ledger -o "$work/d.xlsx" 2>/dev/null
check_has "a workbook comes back as well" "0 taken (0 changed on both sides), 2 unchanged, 0 refused" "$(ledger d.xlsx 2026-11-23)"
sql -c "INSERT INTO pool.note SELECT '913700000000000OLD', 1, '已完成', '旧代码时的填写', NULL, '', '', '2026-11-25', 'x', 'x', 1, 'x';
        INSERT INTO link.identity (uscc, via, firm, cause, run, as_of) VALUES ('913700000000000OLD', '$first', '$first', 'judged', 1, '2026-11-20')" >/dev/null 2>"$work/err" || cat "$work/err"
check "notes follow a firm to its new code" "旧代码时的填写 3" "$(sql -c "SELECT concat_ws(' ', progress, notes) FROM api.ledger WHERE uscc = '$first'")"

# ---- filing windows: to the day, over the end of a year, and whether they are confirmed
window() { sql -c "SELECT from_date, to_date FROM pool.filing_next((SELECT max(from_run) FROM result.program), '$2') WHERE tier = '$1'"; }
check "the last day of a window" "2027-04-25|2027-05-25" "$(window little_giant 2027-05-25)"
check "the day after it: the next year's" "2028-04-25|2028-05-25" "$(window little_giant 2027-05-26)"
check "the first day of a year" "2028-06-01|2028-08-31" "$(window tech_sme 2028-01-01)"
check "one window a tier of new applications" "0" "$(sql -c "SELECT count(*) FROM (SELECT tier FROM api.filing_window GROUP BY tier HAVING count(*) > 1) AS t")"
check "a window that no notice confirms is marked" "innovative t little_giant f" "$(sql -F ' ' -c "SELECT tier, unconfirmed FROM api.filing_window WHERE tier IN ('innovative', 'little_giant') ORDER BY 1" | paste -sd' ')"
sql -c "UPDATE result.program SET filing = '[{\"from\": 201, \"to\": 229, \"source\": \"\", \"unconfirmed\": true}]' WHERE tier = 'champion'"
check "29 February, in a leap year and in another" "2028-02-01|2028-02-29 2029-02-01|2029-03-01" "$(window champion 2028-02-29) $(window champion 2028-03-01)"
finish
