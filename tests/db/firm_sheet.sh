#!/usr/bin/env bash
# Firm sheets: a page for each firm in the list's order, exactly one A4 page each, the words of explain, nothing lost
# in silence, the same bytes again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
"$TIDU_BIN/tidu" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of 2026-11-20 \
    --out "$work/out" >/dev/null 2>"$work/log" || [ $? = 65 ] || cat "$work/log" # 65: a delivery was refused
set +e
sheet() { "$TIDU_BIN/tidu" sheet "$@"; }
articles() { grep -c '<article class=page ' "$1"; }
codes() { grep -o '<dt>信用代码</dt><dd><div class=l1>[^<]*' "$1" | sed 's/.*>//'; }

county=$(sql -c "SELECT county_name FROM api.county_list GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
sheet --county "$county" -o "$work/county.html"
check "a county's firms in the order of its list" \
    "$(sql -c "SELECT l.uscc FROM api.county_list l JOIN pool.shortlist s USING (uscc) WHERE l.county_name = '$county'
               ORDER BY s.position DESC, l.county_place, l.uscc")" "$(codes "$work/county.html")"
check "contents in front" 1 "$(grep -c '<article class="page cover">' "$work/county.html")"
sheet --county "$county" --lang en -o "$work/again.html"
check "the same bytes again, in whatever language one works" "" "$(cmp "$work/county.html" "$work/again.html" 2>&1)"
check "no script, no request" 0 "$(grep -ciE '<script|src=|href="[^#]|url\(|@import' "$work/county.html")"
check_has "no request by policy either" "default-src 'none'" "$(cat "$work/county.html")"
tier=$(sql -c "SELECT tier FROM api.county_list WHERE county_name = '$county' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
sheet --county "$county" --tier "$tier" --seated -o "$work/tier.html"
check "--tier and --seated" "$(sql -c "SELECT count(*) FROM api.county_list
    WHERE county_name = '$county' AND tier = '$tier' AND (seated OR tie_at_cut)")" "$(articles "$work/tier.html")"

# Pages that are full: firms that fail much, and those with most doubts, of a tier far away.
many=$(sql -c "(SELECT uscc FROM api.quality_finding WHERE severity <> 'note' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 6)
    UNION (SELECT uscc FROM api.verdict WHERE tier = 'srdi' AND kind = 'new' AND verdict_id = 'near' ORDER BY uscc LIMIT 3)
    UNION (SELECT uscc FROM api.verdict WHERE tier = 'srdi' AND verdict_id = 'no' ORDER BY uscc LIMIT 3)")
sheet $many --tier little_giant -o "$work/many.html"
check "a page for each that is named" "$(wc -w <<<"$many")" "$(articles "$work/many.html")"
check_has "what has no room is counted" "项，见 tidu explain" "$(cat "$work/many.html")"
check_has "a missing figure is 缺" "<i>缺</i>" "$(cat "$work/many.html")"

# The words of explain: every change of the gap, every condition that a person judges; nothing of its own.
near=$(sql -c "SELECT uscc FROM api.county_list WHERE verdict = '近门槛' ORDER BY tier, uscc LIMIT 1")
check "the page has explain's verdict, steps and manual conditions" "" "$(
    sheet "$near" >"$work/one.html"
    "$TIDU_BIN/tidu" explain "$near" --json | python3 -c '
import html, json, re, sys
page = html.unescape(re.sub("<[^>]*>", " ", open(sys.argv[1], encoding="utf-8").read()))
e = json.load(sys.stdin)
j = e["judgement"]
p = next(p for p in j["programs"] if p["tier"] == j["target"] and p["kind"] == "new")
left = re.findall("另有 ([0-9]+) 项", page)
want = [p["title"], {"near": "近门槛"}[p["verdict"]], e["name"], e["uscc"], e["as_of"]]
want += [s["text"] for s in p["gap"]["steps"] if s["kind"] in ("change", "wait")][:1 if left else 99]
want += [c["text"] for c in p["conditions"] if c["parent"] < 0 and not c["subject"]][:0 if left else 99]
print("\n".join(w for w in want if w not in page), end="")' "$work/one.html")"
figure=$(sql -c "SELECT trim(to_char(trunc(f.value / 1000000.0, 2), '999,999,990.99')) FROM api.figure f CROSS JOIN feature.clock c
    WHERE f.uscc = '$near' AND f.field = 'revenue' AND f.year = c.y AND f.stands ORDER BY source_rank LIMIT 1")
check_has "the figure that the judge took" ">$figure" "$(cat "$work/one.html")"

# What the pool says: as published.
tended=$(sql -c "SELECT a.uscc FROM pool.assignment a JOIN api.county_list l USING (uscc) WHERE l.seated ORDER BY 1 LIMIT 1")
sheet "$tended" >"$work/tended.html"
check_has "why it has a seat" "名额内（$(sql -c "SELECT w.word FROM pool.shortlist s JOIN meta.seat_reason w USING (reason) WHERE s.uscc = '$tended' ORDER BY s.run DESC LIMIT 1")" \
    "$(cat "$work/tended.html")"
check_has "its stages, and the specialist by id" "$(sql -c "SELECT word FROM api.pool WHERE uscc = '$tended' ORDER BY tier LIMIT 1")" \
    "$(grep -o "培育库：[^<]*服务专员：$(sql -c "SELECT specialist FROM pool.assignment WHERE uscc = '$tended' ORDER BY from_run DESC LIMIT 1")" "$work/tended.html")"

psql -XqAtc "CREATE ROLE visitor LOGIN IN ROLE tidu_analyst" >/dev/null
check "an analyst's rights are enough" 1 "$(PGUSER=visitor sheet "$near" | grep -c '<article')"
check "no personal data is read" "" "$(grep -l personal "$TIDU_SOURCE"/sql/sheet/*.sql)"
sheet >/dev/null 2>&1
check "nothing named: the command line is wrong" 64 $?
sheet --county 没有的县 >/dev/null 2>&1
check "no such county" 64 $?
sheet 没有这样的企业有限公司 >/dev/null 2>&1
check "no such firm" 66 $?

# In a browser: a sheet of paper a firm, and nothing runs out of it.
if command -v chromium >/dev/null; then
    browser() { HOME=$work chromium --headless --no-sandbox --disable-gpu --user-data-dir="$work/browser" "$@" 2>/dev/null; }
    cat "$work/county.html" >"$work/all.html"
    sed -n '/<article class=page /,/<\/article>/p' "$work/many.html" >"$work/more"
    sed -i -e '/http-equiv/d' -e "/^<\/body>/{
r $work/more
a <script>document.title = [...document.querySelectorAll('.page')].filter(p => p.scrollHeight > p.clientHeight + 1 || \\
  [...p.children].some(c => c.getBoundingClientRect().bottom > p.getBoundingClientRect().bottom - 20)).length + ' run out'</script>
}" "$work/all.html"
    pages=$(grep -c '<article' "$work/all.html")
    check_has "nothing runs out of a page" "<title>0 run out</title>" "$(browser --dump-dom "file://$work/all.html" | grep -o '<title>.*</title>')"
    browser --no-pdf-header-footer --print-to-pdf="$work/all.pdf" "file://$work/all.html" >/dev/null
    check "one A4 page each" "$pages" "$(pdfinfo "$work/all.pdf" | sed -n 's/^Pages: *//p')"
else
    echo "chromium is not there: the pages were not printed"
fi
finish
