#!/usr/bin/env bash
# report.html as its readers have it: opened from a file in a real Chromium. Hostile names of firms and of a county stand in it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
night() { # command, profile; prints the exit code
    "$TIDU_BIN/tidu" "$1" --profile "$2" --inputs "$work/in" --as-of 2026-11-20 --out "$work/out" >"$work/said" 2>&1
    echo $?
}
set +e
case $(night run "$TIDU_SOURCE/profiles/demo.yaml") in 0 | 65) ;; *) cat "$work/said" ;; esac

# The first candidates get the names; a county has one that would end the page's script.
cat >"$work/names.json" <<'E2'
["</script><script>window.hacked=1</script>", "<img src=x onerror=window.hacked=1>", "<!-- <b>加粗</b> -->", "\"双\" '单' `反` & &amp;",
 "𠮷\u{2028}行\u2029段", "{{7*7}} ${7*7} {a|b} %s%n", "\u202e倒写\u200b零宽", "=cmd|'/c calc'!A1"]
E2
python3 - "$work/names.json" >"$work/names.sql" <<'E2'
import json, sys
text = open(sys.argv[1], encoding="utf-8").read().replace("\\u{2028}", "\\u2028")
names = json.loads(text) + ["长" * 85]
json.dump(names, open(sys.argv[1], "w", encoding="utf-8"))
for i, name in enumerate(names):
    print("UPDATE source.registry SET name = '%s' WHERE uscc = (SELECT uscc FROM pool.shortlist ORDER BY run DESC, position DESC, place, uscc OFFSET %d LIMIT 1);"
          % (name.replace("'", "''"), i))
E2
sql -q -f "$work/names.sql"
sed "s|: 东昌府区|: \"东昌</script><i>府区\"|" "$TIDU_SOURCE/profiles/demo.yaml" >"$work/hostile.yaml"
rm -rf "$work/out"
check "published" 0 "$(night publish "$work/hostile.yaml")"
report=$work/out/current/report.html
check "the manifest has it with its checksum" t "$(grep -q "\"report.html\", \"rows\": [0-9]*, \"sha256\": \"$(sha256sum "$report" | cut -d' ' -f1)\"" "$work/out/current/manifest.json" && echo t)"
check "the licence of what is inside stands in it" 1 "$(grep -c 'The Apache Software Foundation (https://www.apache.org/)' "$report")"
check "no name stands in the page as it is" 0 "$(grep -cE 'hacked|加粗' "$report")"
mv "$report" "$work/first.html"
rm -rf "$work/out"
check "published again, with one thread" 0 "$(OMP_NUM_THREADS=1 night publish "$work/hostile.yaml")"
check "… it is the same, byte for byte" t "$(cmp -s "$report" "$work/first.html" && echo t)"
node "$here/report.mjs" "$report" "$work" || failures=$((failures + 1))
finish
