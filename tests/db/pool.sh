#!/usr/bin/env bash
# The pool over some nights: seats with reasons, exclusions, people's orders, stages; and that nobody is left out.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
sed 's/^seats: .*/seats:\n  innovative: {seats: 20, county: {ceiling: 3}, unfilled: keep}\n  srdi: {of: 100, among: 16}\n  tech_sme: {seats: 2, counties: {"371503": {floor: 2}}}/' \
    "$TIDU_SOURCE/profiles/demo.yaml" >"$work/city.yaml"
cp -r "$TIDU_SOURCE/criteria" "$work/criteria"
tidu() { "$TIDU_BIN/tidu" "$@" --lang en 2>"$work/said"; }
night() { # as-of date
    tidu run --profile "$work/city.yaml" --criteria "$work/criteria" --inputs "$work/in" --as-of "$1" --out "$work/out" >/dev/null || [ $? = 65 ] || cat "$work/said"
}
order() { tidu override "$@" --why "a meeting" --by "the office" || echo "exit $?: $(head -1 "$work/said")"; }
set +e
night 2026-11-20

check "a share of the province is shown as such" "6|100/16 = 6.25" "$(sql -c "SELECT seats, share FROM pool.seat_total WHERE position = 2")"
check "every candidate has a reason" 0 "$(sql -c 'SELECT count(*) FROM pool.shortlist WHERE reason IS NULL OR seated <> (reason < 16)')"
check "no county is above its ceiling" 0 "$(sql -c 'SELECT count(*) FROM pool.seat WHERE position = 1 AND seated > 3')"
check "seats of a city are seated or unfilled" 0 "$(sql -c 'SELECT count(*) FROM pool.seat_total WHERE seats <> seated + unfilled')"
check "all registered units are in the proof of each tier, once" t "$(sql -c "SELECT bool_and(n = (SELECT count(*) FROM feature.unit)) FROM (
    SELECT tier, sum(reserve + cultivate + promote + applied + recognised + excluded + holds + not_subject + insufficient + unmet_1
        + unmet_2 + unmet_more) AS n FROM api.pool_proof GROUP BY tier) AS t")"
check "… and none is left out" 0 "$(sql -c 'SELECT sum(left_out) FROM api.pool_proof')"
check "a list that is not delivered complete is said so" f "$(sql -c "SELECT complete FROM pool.exclusion_count WHERE rule = 'group'")"

# Counted again from the list, each chance by whole numbers: seats by drawing, the order by leading every draw through all places.
sql -F , -c "SELECT p.tier, s.seated::integer, f.size_lo * (f.size_lo = f.size_hi)::integer, coalesce(c.name, '区县不明') FROM pool.shortlist AS s
    LEFT JOIN meta.county AS c USING (county)    JOIN result.firm AS f USING (uscc) JOIN result.program AS p ON p.position = s.position WHERE p.tier <> 'tech_sme' ORDER BY s.position, s.place" >"$work/listed"
check "the fairness audit, by fractions" "" "$(tidu fairness --criteria "$work/criteria" --format json | python3 "$here/../support/fairness.py" "$work/listed")"
check "… of a county: sizes and ages of its own list" "size age" "$(tidu fairness srdi --criteria "$work/criteria" --county 371502 --format csv | cut -d, -f4 | tail -n +2 | uniq | tr '\n' ' ' | sed 's/ $//')"
check_has "… says what it goes by" "our own figures, unconfirmed" "$(tidu fairness --criteria "$work/criteria")"

first=$(sql -c "SELECT uscc FROM pool.shortlist WHERE position = 2 AND seated ORDER BY place LIMIT 1")
last=$(sql -c "SELECT uscc FROM pool.shortlist WHERE position = 2 ORDER BY place DESC LIMIT 1")
other=$(sql -c "SELECT f.uscc FROM result.firm AS f WHERE get_byte(f.verdicts, 2) = 4 AND f.target < 0 ORDER BY 1 LIMIT 1")
place=$(sql -c "SELECT place, seated FROM pool.shortlist WHERE uscc = '$last' AND position = 2")
check_has "an order says how the firm stands" "place 1 on the list, seated" "$(order remove "$first" --tier srdi)"
check_has "… a firm that is none of the tier's is told so" "no candidate of this tier" "$(order add "$other" --tier srdi --until 2026-11-22)"
check_has "… held as it stands" "number 3: hold" "$(order hold "$last" --tier srdi)"
check_has "who is not on the list cannot be held" "exit 64: tidu: error TD-1001:" "$(order hold "$other" --tier innovative)"
check_has "there is no such firm" "exit 66" "$(order add 没有这家企业 --tier srdi)"
check_has "there is no such tier" "exit 64" "$(order add "$other" --tier top)"
check_has "who decides is needed" "exit 64" "$(tidu override add "$other" --tier srdi --why x || echo "exit $?")"
night 2026-11-21
check "removed: neither place nor seat" 0 "$(sql -c "SELECT count(*) FROM pool.shortlist WHERE run = 2 AND uscc = '$first' AND position = 2")"
check "… listed among the excluded" removed "$(sql -c "SELECT rule FROM api.exclusion WHERE uscc = '$first' AND tier = 'srdi'")"
check "… and it left the pool" "exited|removed" "$(sql -c "SELECT event, reason FROM api.pool_log WHERE uscc = '$first' AND tier = 'srdi' AND run = 2")"
check "added: a seat by override, last on the list" "added|t" "$(sql -c "SELECT w.id, s.place = max(s.place) OVER () FROM pool.shortlist AS s
    JOIN meta.seat_reason AS w USING (reason) WHERE run = 2 AND position = 2 AND (uscc = '$other' OR uscc <> '$last') ORDER BY uscc = '$other' DESC LIMIT 1")"
check "… cultivated" cultivate "$(sql -c "SELECT stage FROM api.pool WHERE uscc = '$other' AND tier = 'srdi'")"
check "held: place and seat as they stood" "$place" "$(sql -c "SELECT place, seated FROM pool.shortlist WHERE run = 2 AND uscc = '$last' AND position = 2")"
check_has "explain says it" "人工增补（占名额）" "$(tidu explain "$other")"
published=$(cat "$work"/out/current/*.csv; python3 -c 'import glob, sys, zipfile
for book in sorted(glob.glob(sys.argv[1] + "/*.xlsx")):
    with zipfile.ZipFile(book) as z:
        for name in z.namelist():
            print(z.read(name).decode("utf-8", "replace"))' "$work/out/current")
check_has "the workbook lists them apart" "人工移出第 1 号" "$published"
check "who decided stands in no published file" 0 "$(grep -c "the office" <<<"$published")"

before=$(sql -c "SELECT md5(string_agg(s::text, ';' ORDER BY uscc, position)) FROM (SELECT uscc, position, place, seated, reason FROM pool.shortlist WHERE run = 2) AS s")
rows=$(sql -c 'SELECT count(*), max(from_run) FROM pool.member')
night 2026-11-22
check "the orders of a night are those of the next" "$before" "$(sql -c "SELECT md5(string_agg(s::text, ';' ORDER BY uscc, position)) FROM (SELECT uscc, position, place, seated, reason FROM pool.shortlist WHERE run = 3) AS s")"
check "a night without changes writes no member" "$rows" "$(sql -c 'SELECT count(*), max(from_run) FROM pool.member')"
tidu override withdraw 1 --why mistaken --by "the office" >/dev/null
order apply "$first" --tier srdi >/dev/null
night 2026-11-23
check "withdrawn: it is back, and applied" "applied|t" "$(sql -c "SELECT m.stage, s.seated FROM api.pool AS m JOIN pool.shortlist AS s ON s.uscc = m.uscc AND s.run = 4 AND s.position = 2
    WHERE m.uscc = '$first' AND m.tier = 'srdi'")"
check "expired: it is gone from the list" 0 "$(sql -c "SELECT count(*) FROM pool.shortlist WHERE run = 4 AND uscc = '$other'")"
check "… and said so" "1|withdrawn 2|expired 3|stands 4|stands" "$(sql -c 'SELECT number, state FROM api.override ORDER BY number' | tr '\n' ' ' | sed 's/ $//')"
check "every exit has its reason" 0 "$(sql -c "SELECT count(*) FROM pool.member AS m WHERE to_run < 9223372036854775807 AND exit_reason IS NULL
    AND NOT EXISTS (SELECT FROM pool.member AS n WHERE n.uscc = m.uscc AND n.tier = m.tier AND n.from_run = m.to_run)")"

# A policy that has no place for somebody is found out, and the night before stands.
sed -i '/stage: reserve/d' "$work/criteria/pool.yaml"
night 2026-11-24
check_has "a firm without a place in the pool stops rank" "neither in its pool nor excluded" "$(cat "$work/said")"
check "… and nothing of that night is kept" 0 "$(sql -c 'SELECT count(*) FROM pool.shortlist WHERE run = 5')"
finish
