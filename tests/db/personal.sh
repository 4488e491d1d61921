#!/usr/bin/env bash
# Names and telephones of persons: stored in schema personal, and to be met nowhere else: not in the lists,
# the log, the ledger, what the commands print, the server's log, nor in anything an analyst may read.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 3000 --as-of 2026-11-20 >/dev/null
for log in text json; do # the second night reads everything again under the same names
    "$TIDU_BIN/tidu" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of 2026-11-20 \
        --out "$work/out" --verbose --log $log >"$work/printed-$log" 2>"$work/log-$log" || [ $? = 65 ]
done
set +e

# What must not be met. Names are two to four characters and may be part of another word by chance, so
# they are looked for as a cell of their own; telephones anywhere.
sql -c "SELECT DISTINCT phone FROM personal.registry WHERE length(phone) >= 7" >"$work/phones"
sql -c "SELECT DISTINCT legal_rep FROM personal.registry WHERE legal_rep IS NOT NULL
    UNION SELECT DISTINCT name FROM personal.expert WHERE name IS NOT NULL" >"$work/names"
check "there are persons to look for" "t t" "$(wc -l <"$work/phones" | awk '{printf "%s ", ($1 > 500 ? "t" : $1)}'
    wc -l <"$work/names" | awk '{printf "%s", ($1 > 200 ? "t" : $1)}')"

# Everything that leaves, as text, a cell a line.
mkdir "$work/seen"
cp "$work"/printed-* "$work"/log-* "$work/seen/"
for book in "$work"/out/current/*.xlsx; do
    python3 -m zipfile -e "$book" "$work/book"
    find "$work/book" -name '*.xml' -exec cat {} + >"$work/seen/$(basename "$book").xml"
    rm -r "$work/book"
done
cp "$work"/out/current/*.csv "$work"/out/current/manifest.json "$work/seen/"
firm=$(sql -c "SELECT uscc FROM pool.shortlist ORDER BY uscc LIMIT 1")
for form in "" --json; do
    "$TIDU_BIN/tidu" status $form >"$work/seen/status$form" 2>&1
    "$TIDU_BIN/tidu" explain "$firm" $form >"$work/seen/explain$form" 2>&1
done
for form in text csv json; do
    "$TIDU_BIN/tidu" whatif --drop srdi.prior --drop innovative.conduct --format $form >"$work/seen/whatif-$form" 2>&1
done
for log in "$TIDU_PG_DIR"/log/*; do
    cp "$log" "$work/seen/server-$(basename "$log")"
done
sql -c "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'v', 'm', 'p') AND n.nspname !~ '^(pg_|information_schema)'
      AND has_schema_privilege('tidu_analyst', n.oid, 'USAGE')
      AND has_table_privilege('tidu_analyst', c.oid, 'SELECT') ORDER BY 1" >"$work/readable"
while read -r relation; do
    sql -c "COPY (SELECT * FROM $relation) TO STDOUT" >"$work/seen/table-$relation"
done <"$work/readable"
sql -c "COPY (SELECT batch, line, file, column_name, reason, message FROM reject.row) TO STDOUT" >"$work/seen/rejects"

check "list, workbook and status have been read" 3 "$(cd "$work/seen" && grep -lF 统一社会信用代码 371500-*.csv \
    371500-*.xlsx.xml status | wc -l)"
check "an analyst reads tables of these schemas" "api feature link meta pool quality result source" \
    "$(sed 's/\..*//' "$work/readable" | sort -u | paste -sd' ')"
for relation in personal.registry personal.expert reject.row; do
    check_has "an analyst is refused $relation" "permission denied" \
        "$(sql -c "SET ROLE tidu_analyst; SELECT * FROM $relation LIMIT 1" 2>&1)"
done
check "columns of persons are in schema personal only" "" "$(sql -c "SELECT table_schema || '.' || table_name || '.' || column_name
    FROM information_schema.columns WHERE column_name IN ('legal_rep', 'phone', 'employer') AND table_schema <> 'personal'")"
check "no telephone leaves" "" "$(grep -rlF -f "$work/phones" "$work/seen" | sort | sed 's|.*/||')"
for file in "$work"/seen/*; do
    tr '\t,<>"：；，。 ' '\n' <"$file" 2>/dev/null | LC_ALL=C grep -xF -f "$work/names" | sort -u | head -n 3 |
        sed "s|^|$(basename "$file"): |"
done >"$work/met"
check "no name leaves" "" "$(cat "$work/met")"
# Had a name got out, would the search have seen it? The reject table is where raw rows may hold them.
sql -c "COPY (SELECT legal_rep, phone FROM personal.registry WHERE length(phone) >= 7 LIMIT 5) TO STDOUT" >"$work/leak"
check "the search sees a leak" "1 t" "$(grep -lF -f "$work/phones" "$work/leak" | wc -l) \
$(tr '\t' '\n' <"$work/leak" | grep -xF -f "$work/names" | grep -q . && echo t)"
finish
