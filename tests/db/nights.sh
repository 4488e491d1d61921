#!/usr/bin/env bash
# What is handed from stage to stage belongs to one as-of date; what was judged once stays; what readers
# open is put back when somebody took it away; every list that was published can be written again.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 >/dev/null
stage() { # command, as-of date; prints the exit code, the rest goes to a file
    local with=(--profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of "$2")
    case $1 in run | publish) with+=(--out "$work/out") ;; esac
    "$TIDU_BIN/tidu" "$1" "${with[@]}" --lang en >"$work/said" 2>&1
    echo $?
}
set +e
"$TIDU_BIN/tidu" migrate
check "nothing is ranked that was not judged" 66 "$(stage rank 2026-11-20)"
check_has "… saying so" "score was never done" "$(cat "$work/said")"
case $(stage run 2026-11-20) in 0 | 65) ;; *) cat "$work/said" ;; esac
before=$(cd "$work/out" && sha256sum current/*)
cp -r "$work/out/2026-11-20" "$work/first"
check "there is a list" t "$([ "$(wc -l <<<"$before")" -gt 20 ] && echo t)"

for name in score rank publish; do
    check "$name under another date is refused" 66 "$(stage $name 2026-11-21)"
    check_has "… with what to do" "tidu run does every stage for 2026-11-21" "$(cat "$work/said")"
done
check "the list is untouched" "$before" "$(cd "$work/out" && sha256sum current/*)"
check "the ledger has the refusals" 3 "$(sql -c "SELECT count(*) FROM meta.stage WHERE status = 'failed' AND error LIKE '%was done as of 2026-11-20%'")"
check "under its own date it goes on" 0 "$(stage publish 2026-11-20)"

rm "$work/out/current"
check "publish puts the link back" 0 "$(stage publish 2026-11-20)"
check "… to the same bytes" "$before" "$(cd "$work/out" && sha256sum current/*)"

# A registry that was gone for a night: nothing stands, but the published list is read from what stood.
judged=$(sql -c "SELECT count(*), count(DISTINCT uscc) FROM result.firm")
sql -c "UPDATE result.judgement SET to_run = (SELECT max(run) + 1 FROM meta.run)"
stage features 2026-11-21 >/dev/null
check "a night when nothing stands is judged" 0 "$(stage score 2026-11-21)"
check "… beside what stood, not over it" "$judged" "$(sql -c "SELECT count(*), count(DISTINCT uscc)
    FROM result.firm WHERE to_run < 9223372036854775807")"
check "the published night can still be read" "${judged##*|}" "$(sql -c "SELECT count(DISTINCT uscc) FROM api.verdict")"
check "every firm stands once" "${judged##*|}" "$(sql -c "SELECT count(*) FROM result.firm WHERE to_run = 9223372036854775807")"
# Fault 33 at the level of the night: a delivery that is worth holding the list for is damaged.
sed 's/^  - id: stats_finance$/&\n    on_failure: hold/' "$TIDU_SOURCE/profiles/demo.yaml" >"$work/hold.yaml"
night() { # arguments: the command with the held profile; prints the exit code
    "$TIDU_BIN/tidu" "$@" --profile "$work/hold.yaml" --inputs "$work/in" --as-of 2026-11-22 --out "$work/out" --lang en \
        >"$work/said" 2>&1
    echo $?
}
good=$(ls "$work/in" | grep stats_finance)
head -c -100 "$work/in/$good" >"$work/in/stats_finance_20261122.csv.gz"
check "a damaged delivery holds the publication" 76 "$(night run)"
check_has "… saying which" "(stats_finance) the file cannot be used" "$(cat "$work/said")"
check_has "… and how to let it go" "tidu publish --release" "$(cat "$work/said")"
check "the old list stands, byte for byte" "$before" "$(cd "$work/out" && sha256sum current/*)"
check "the night was ranked all the same" 2026-11-22 "$(sql -c "SELECT as_of FROM meta.run JOIN meta.stage USING (run) WHERE stage = 'rank' ORDER BY run DESC LIMIT 1")"
"$TIDU_BIN/tidu" status --lang zh >"$work/status"
check_has "status says what is held, and what to do" "暂停发布：核实后重新交付，或 tidu publish --release 放行" "$(cat "$work/status")"
check_has "… in its first lines too" "下一步: 见“交付合同”" "$(head -n 3 "$work/status")"
check "publish alone is held as well" 76 "$(night publish)"
check "--release wants a reason" 64 "$(night publish --release "")"
check "released" 0 "$(night publish --release "the bureau's server was down")"
check "the ledger has why" "the bureau's server was down" "$(sql -c "SELECT why FROM meta.release")"
check "… and who" t "$(sql -c "SELECT who ~ '^[^ ]+@[^ ]+ [^ ]+$' FROM meta.release")"
check "the same night once more needs no second word" 65 "$(night run)"
released=$(cd "$work/out" && sha256sum current/*)
check "… and changes no byte" "$released" "$(night publish >/dev/null; cd "$work/out" && sha256sum current/*)"
cp -r "$work/out/2026-11-22" "$work/released"
manifest=$(cat "$work/out/current/manifest.json")
check_has "the manifest has the age of each source" '{"delivery": "stats_finance", "dataset": "finance", "source": "统计局", "delivered": "2026-11-20", "age_days": 2, ' "$manifest"
check_has "… what is carried forward and since when" '"carried_since": "2026-11-22", "carried_for": "unreadable", ' "$manifest"
check_has "… and how each file was written" '"files": [{"in": "gz", "file": "stats_finance_20261120.csv.gz", "encoding": "utf-8", "line_end": "lf", "delimiter": "\t"' "$manifest"
check_has "… and why it was let go" '"released": "the bureau' "$manifest"
python3 -m zipfile -e "$(ls "$work"/out/current/371500-*.xlsx)" "$work/book"
check_has "the workbook's notes say it" "2026-11-20 交付，2 天" "$(cat "$work"/book/xl/sharedStrings.xml "$work"/book/xl/worksheets/*.xml 2>/dev/null)"
check_has "… and what is carried forward" "自 2026-11-22 起沿用旧数据（文件不可用）" "$(cat "$work"/book/xl/sharedStrings.xml "$work"/book/xl/worksheets/*.xml 2>/dev/null)"
check "api.source_age is the manifest's" "2|2026-11-22|文件不可用" "$(sql -c "SELECT age_days, carried_since, carried_for FROM api.source_age WHERE delivery = 'stats_finance'")"
# behind as many deliveries as a city has in some years, every tenth of them failed: the answer is the same, and nobody waits for it
check "… and after thirty thousand others" "2|2026-11-22|文件不可用" "$(sql <<'SQL'
BEGIN;
INSERT INTO meta.batch (batch, run, delivery, dataset, source, files, files_hash, mode, status, started)
SELECT -n, run, delivery, dataset, source, '[]', '', mode, CASE WHEN n % 10 = 0 THEN 'failed' ELSE 'done' END, started
FROM (SELECT * FROM meta.batch WHERE delivery = 'stats_finance' ORDER BY batch LIMIT 1) AS b, generate_series(1, 30000) AS n;
SET LOCAL statement_timeout = '20s';
SELECT age_days, carried_since, carried_for FROM api.source_age WHERE delivery = 'stats_finance';
ROLLBACK;
SQL
)"
firm=$(sql -c "SELECT uscc FROM api.carried WHERE field = 'revenue' ORDER BY uscc LIMIT 1")
check_has "explain marks figures that were carried forward" "carried forward since 2026-11-22" "$("$TIDU_BIN/tidu" explain "$firm" --lang en)"
check "… in JSON as well" t "$("$TIDU_BIN/tidu" explain "$firm" --json | python3 -c 'import json, sys
print("t" if any(c["since"] == "2026-11-22" for c in json.load(sys.stdin)["carried"]) else "no")')"
cp "$work/in/$good" "$work/in/stats_finance_20261122.csv.gz"
# fault 19: a listed firm gets a name of rare characters, which CSV and workbook must have whole
listed=$(cut -d, -f2,3 "$work"/out/current/371500-*.csv | grep -oE '[0-9A-HJ-NP-RTUWXY]{18}' | head -n 1)
rare=$(printf '\xF0\xA0\xAE\xB7\xE3\x90\xB1\xF0\xB0\xBB\x9D\xE4\xB6\xAE精密机械有限公司')
zcat "$work/in/registry_20261120.csv.gz" | sed "/$listed/s/$listed,[^,]*,/$listed,$rare,/" | gzip >"$work/in/registry_20261122.csv.gz"
check "delivered anew: published" 0 "$(night run)"
check "fault 19: rare characters in the CSV" t "$(grep -h "$listed" "$work"/out/current/371500-*.csv | grep -qF "$rare" && echo t)"
rm -rf "$work/book" && python3 -m zipfile -e "$(ls "$work"/out/current/371500-*.xlsx)" "$work/book"
check "fault 19: and in the workbook" t "$(cat "$work"/book/xl/sharedStrings.xml "$work"/book/xl/worksheets/*.xml 2>/dev/null | grep -qF "$rare" && echo t)"
page_data() { # the page unpacks it with the browser's own zlib
    python3 -c 'import base64, re, sys, zlib
print(zlib.decompress(base64.b64decode(re.search("id=\"data\">([^<]*)", open(sys.argv[1]).read()).group(1))).decode())' "$1"
}
check "fault 19: and on the page of the night" t "$(page_data "$work/out/current/report.html" | grep -qF "$rare" && echo t)"
check "fault 19: and on the firm's sheet" t "$("$TIDU_BIN/tidu" sheet "$listed" | grep -qF "$rare" && echo t)"

# Every list that was published is kept: one of 11-20, two of 11-22, whatever else was run in between.
reissue() { # folder, options…; prints the exit code
    "$TIDU_BIN/tidu" reissue --out "$work/$1" --lang en "${@:2}" >"$work/said" 2>&1
    echo $?
}
issues() { sql -c "SELECT $1 FROM api.issue ORDER BY issue" | paste -sd' '; }
check "three publications, and publishing the same once more added none" "2026-11-20 2026-11-22 2026-11-22" "$(issues as_of)"
read -r first second third <<<"$(issues issue)"
check "an old list is written again" 0 "$(reissue again --as-of 2026-11-20)"
check "… byte for byte" "" "$(diff -r "$work/first" "$work/again/2026-11-20" 2>&1)"
check "… once more: it is there" 0 "$(reissue again --as-of 2026-11-20)"
check_has "… saying so" "is this list already" "$(cat "$work/said")"
check "of two lists of one date the last" 0 "$(reissue again --as-of 2026-11-22)"
check "… byte for byte" "" "$(diff -r "$work/out/2026-11-22" "$work/again/2026-11-22" 2>&1)"
check "the one that was known before goes into another folder" 73 "$(reissue again --as-of 2026-11-22 --known-on "$second")"
check_has "… what is there is left alone" "left alone" "$(cat "$work/said")"
check "… into its own" 0 "$(reissue before --as-of 2026-11-22 --known-on $((third - 1)))"
check "… byte for byte" "" "$(diff -r "$work/released" "$work/before/2026-11-22" 2>&1)"
sql -c "UPDATE pool.issue SET published = '2026-11-23 15:59:59+00' WHERE issue = $second; UPDATE pool.issue SET published = '2026-11-23 16:00+00' WHERE issue = $third"
check "known on a day of China's" 0 "$(reissue day --as-of 2026-11-22 --known-on 2026-11-23)"
check "… is that day's" "" "$(diff -r "$work/released" "$work/day/2026-11-22" 2>&1)"
check "before it was published nobody knew it" 66 "$(reissue none --as-of 2026-11-22 --known-on 2026-11-22)"
check "… and no folder is made" "" "$(ls -A "$work/none" 2>&1 | grep -v 'No such')"
check "a day or a run, else not" 64 "$(reissue none --as-of 2026-11-22 --known-on yesterday)"
check "the list in the database, as known then" \
    "$(cut -d, -f2,3 "$work"/released/371500-*.csv | grep -oE '9[0-9A-HJ-NP-RTUWXY]{17}' | LC_ALL=C sort)" \
    "$(sql -c "SELECT uscc FROM api.county_list_at('2026-11-22', $second)" | LC_ALL=C sort)"
check "… with the names of then" "t|f" "$(sql -c "SELECT (SELECT name = '$rare' FROM api.county_list_at('2026-11-22') WHERE uscc = '$listed'),
    (SELECT name = '$rare' FROM api.county_list_at('2026-11-22', $second) WHERE uscc = '$listed')")"
check "verdicts as known then" "$second" "$(sql -c "SELECT DISTINCT issue FROM api.verdict_at('2026-11-22', '$listed', known => '2026-11-23 15:59:59.5+00')")"
check "what took whose place" "$third" "$("$TIDU_BIN/tidu" published --as-of 2026-11-22 --lang en --json | python3 -c 'import json, sys
print(*[i["superseded_by"] for i in json.load(sys.stdin)["published"] if i["superseded_by"]])')"
sql -c "UPDATE pool.issue_file SET content = content || 'x' WHERE sha256 = (SELECT sha256 FROM pool.issue_name WHERE issue = $second AND name = 'manifest.json')"
check "a damaged archive is no list" 65 "$(reissue bad --as-of 2026-11-22 --known-on "$second")"
check "… and leaves nothing" "" "$(ls -A "$work/bad")"
check "contents are taken away when asked for" 0 "$("$TIDU_BIN/tidu" published --prune-before 2026-11-22 >"$work/said" 2>&1; echo $?)"
check "… then the list cannot be written" 66 "$(reissue gone --as-of 2026-11-20)"
check "… its record stays, whole" "$(sha256sum <"$work/first/manifest.json" | cut -c1-64)" \
    "$(sql -c "SELECT sha256 FROM api.issue_file WHERE issue = $first AND name = 'manifest.json' AND NOT kept")"
check "… and later ones can" 0 "$(reissue later --as-of 2026-11-22)"
check "nothing is carried forward any more" "" "$(sql -c "SELECT delivery FROM api.source_age WHERE carried_since IS NOT NULL")"
finish
