#!/usr/bin/env bash
# Rows that cannot be loaded, among rows that can: each is one reject with its reason, line and bytes, its neighbours are
# loaded, and what is tolerated comes out as it was meant.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
sed -i '/- id: finance/a\    reject_limit: {percent: 90}' "$work/profile.yaml"
sed -i '/- id: registry/a\    reject_limit: {percent: 90}' "$work/profile.yaml"
finance 2025 10 >"$work/in/finance_20260601.csv"
registry 5 >"$work/five.csv"
codes 5 101 >"$work/codes"
c=$(sed -n 1p "$work/codes") d=$(sed -n 2p "$work/codes")
tonight=$work/in/registry_20260601.csv
newest="(SELECT max(batch) FROM meta.batch WHERE delivery = 'registry')"
note() { ask "SELECT notes ->> '$1' FROM meta.batch WHERE batch = $newest"; }
# row WHAT REASON BYTES: between the second and the third of five good rows
row() {
    ask 'TRUNCATE source.registry, personal.registry, reject.row, meta.batch' >/dev/null
    { head -3 "$work/five.csv"; printf "$3"; tail -n +4 "$work/five.csv"; } >"$tonight"
    loads 0
    equals "$1" "5 $2 4 $(printf "$3" | head -n 1 | tr -d '\n' | xxd -p | tr -d '\n')" \
        "$(ask "SELECT concat_ws(' ', (SELECT count(*) FROM source.registry), reason, line, encode(raw, 'hex')) FROM reject.row")"
}
message() { ask "SELECT message FROM reject.row"; }
sed -i 's/    mode: snapshot/&\n    encoding: gb18030/' "$work/profile.yaml"
iconv -f UTF-8 -t GB18030 "$work/five.csv" >"$work/gb.csv"
mv "$work/five.csv" "$work/utf8.csv" && mv "$work/gb.csv" "$work/five.csv"
row "fault 13: half a character before the line end" bad_encoding "$c,\\xD6\\xD0\\x81\\n"
{ cat "$work/five.csv"; printf '%s,\x81\x30\x81' "$c"; } >"$tonight"
loads 0
equals "fault 14: four bytes cut at the end of the file: rejected, not lost" "5 bad_encoding 7" \
    "$(ask "SELECT concat_ws(' ', (SELECT count(*) FROM source.registry), reason, line) FROM reject.row WHERE batch = $newest")"
mv "$work/utf8.csv" "$work/five.csv"
sed -i '/    encoding: gb18030/d' "$work/profile.yaml"
for bytes in '\xC0\xAF' '\xED\xA0\x80' '\xF4\x90\x80\x80' '\x80'; do
    row "fault 15: $bytes" bad_encoding "$c,甲${bytes}有限公司,存续,2015-03-02,371502,,\\n"
done
row "fault 16: a NUL byte joins no rows" nul_byte "$c,N\\0有限公司,存续,2015-03-02,371502,,\\n"
equals "fault 16: its place is told" 1 "$(message | grep -c '第 21 字节')"
row "fault 21: a quote that nothing closes" unclosed_quote "$c,\"甲有限公司,存续,2015-03-02,371502,,\\n"
row "fault 23: too few columns" column_count "$c,甲有限公司,存续,2015-03-02\\n"
row "fault 23: too many columns" column_count "$c,甲有限公司,存续,2015-03-02,371502,,,x\\n"
row "fault 27: a code that Excel has spoilt" excel_notation "1.2E+17,甲有限公司,存续,2015-03-02,371502,,\\n"
for day in 20240230 45292 1900-01-00; do
    row "fault 28: $day" bad_date "$c,甲有限公司,存续,$day,371502,,\\n"
done
row "fault 28: the year 1" date_range "$c,甲有限公司,存续,0001-01-01,371502,,\\n"

# what is tolerated: the rows, and the lines at which the next bad row is
taken() { # WHAT NAME LINE BYTES: loaded with this name; a bad row behind it stands at this line
    ask 'TRUNCATE source.registry, personal.registry, reject.row, meta.batch' >/dev/null
    { head -3 "$work/five.csv"; printf "$4"; printf '%s,短\n' "$d"; tail -n +4 "$work/five.csv"; } >"$tonight"
    loads 0
    equals "$1" "6 $2 $3" "$(ask "SELECT concat_ws(' ', (SELECT count(*) FROM source.registry), name, (SELECT line FROM reject.row))
        FROM source.registry WHERE uscc = '$c'")"
}
rest=,存续,2015-03-02,371502,,
taken "fault 20: the code is normalised" 甲有限公司 5 " $(sed 's/9/９/;s/$/\xE2\x80\x8B/' <<<"$c")　,甲有限公司$rest\\n"
wide='甲　（１２）\xE2\x80\x8B\xE2\x80\xAE有限公司'
taken "fault 20: the name is kept as it was written" "$(printf "$wide")" 5 "$c,$wide$rest\\n"
printf '统一社会信用代码,单位名称,年度,职工总数\n,甲(12)有限公司,2025,7\n' >"$work/in/staff_20260601.csv"
sed -i '/- id: staff/,$s/uscc: 统一社会信用代码/&\n      holder_name: 单位名称/' "$work/profile.yaml"
loads 0
"$TIDU_BIN/tidu-link" --profile "$work/profile.yaml" --inputs "$work/in" --as-of 2026-07-01 >"$work/out" 2>"$work/log" || cat "$work/log" >&2
equals "fault 20: and is found by its key" "$c name" "$(ask "SELECT concat_ws(' ', firm, method) FROM link.alias WHERE uscc = '~甲(12)有限公司'")"
rm "$work"/in/staff_*
taken "fault 22: a quote within a cell is text" '12" 显示器有限公司' 5 "$c,12\" 显示器有限公司$rest\\n"
row "fault 22: text behind a closing quote is a fault" stray_quote "$c,\"12\" 显示器有限公司,存续,2015-03-02,371502,,\n"
sed -i 's/    mode: snapshot/&\n    quote: none/' "$work/profile.yaml"
taken "fault 22: where the profile says so every quote is text" '"12" 显示器有限公司' 5 "$c,\"12\" 显示器有限公司$rest\n"
sed -i '/    quote: none/d' "$work/profile.yaml"
taken "fault 24: CR, LF and CRLF mixed" 甲有限公司 5 "$c,甲有限公司$rest\\r\\n"
equals "fault 24: … are counted" "1 mixed" "$(note crlf) $(ask "SELECT notes #>> '{files,0,line_end}' FROM meta.batch WHERE batch = $newest")"
taken "fault 24: a line end within quotes is one more line and no more rows" 甲有限公司 6 "$c,\"甲有限\\n公司\"$rest\\n"
taken "fault 24: U+2028 ends no line" "$(printf '甲\xE2\x80\xA8有限公司')" 5 "$c,甲\\xE2\\x80\\xA8有限公司$rest\\n"
taken "fault 28: a date in another form" 甲有限公司 5 "$c,甲有限公司,存续,2024/1/1,371502,,\\n"
equals "fault 28: … is converted and counted" "1 2024-01-01" "$(note date_iso_other) $(ask "SELECT established FROM source.registry WHERE uscc = '$c'")"
sed -i 's/      established: 成立日期/      established: {header: 成立日期, dates: [iso, excel]}/' "$work/profile.yaml"
taken "fault 28: Excel's number of a day, where the profile says so" 甲有限公司 5 "$c,甲有限公司,存续,45292,371502,,\\n"
equals "fault 28: … is converted and counted" "1 2024-01-01" "$(note date_excel) $(ask "SELECT established FROM source.registry WHERE uscc = '$c'")"

# headers
cat >"$work/headers" <<'CASES'
fault 25: a header twice|TD-2103: 表头中这一列出现不止一次：企业名称|1s/登记状态/企业名称/
fault 25: no header|TD-2103: 表头缺少必需的列：uscc (统一社会信用代码); name (企业名称)|1d
CASES
while IFS='|' read -r what error edit; do
    sed "$edit" "$work/five.csv" >"$tonight"
    loads 65
    equals "$what" "$error" "$(ask "SELECT error FROM meta.batch WHERE batch = $newest")"
    grep -q 'delimiter' "$work/log" && fails "$what: another delimiter is suggested: $(grep delimiter "$work/log")"
done <"$work/headers"

# lines beyond all measure: a plain file, as a gz of it would be a bomb
peak() { # KiB of memory at most of a load
    python3 - "$TIDU_BIN/tidu-load" --profile "$work/profile.yaml" --inputs "$work/in" --as-of 2026-07-01 2>"$work/log" <<'PY'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PY
}
cp "$work/five.csv" "$tonight"
usual=$(peak)
{ head -3 "$work/five.csv"; head -c 128M /dev/zero | tr '\0' x; echo; tail -n +4 "$work/five.csv"; } >"$tonight"
long=$(peak)
equals "fault 26: a line of 128 MB is one reject" "5 too_long 4" \
    "$(ask "SELECT concat_ws(' ', (SELECT count(*) FROM source.registry WHERE gone IS NULL), reason, line) FROM reject.row WHERE batch = $newest")"
[ "$long" -lt $((usual + 16384)) ] || fails "fault 26: memory is not flat: $usual KiB, with the line $long KiB"
{ head -3 "$work/five.csv"; head -c 200000 /dev/zero | sed 's/\x0/,/g; s/,,/x,/g'; echo; tail -n +4 "$work/five.csv"; } >"$tonight"
loads 0
equals "fault 26: 100,000 columns are one reject" "5 column_count 4" \
    "$(ask "SELECT concat_ws(' ', (SELECT count(*) FROM source.registry WHERE gone IS NULL), reason, line) FROM reject.row WHERE batch = $newest")"

# figures: 万元 as delivered, 分 as loaded; or the reason why not
cat >"$work/figures" <<'CASES'
"1,234.50"|1234500000
１２３|123000000
(123)|-123000000
1.5亿|15000000000
3万|3000000
0.1|100000
0.29|290000
-|
/|
无|
#N/A|
NaN|bad_number
Inf|bad_number
-0|bad_number
12%|bad_number
12345678901234567890|number_range
1.2E+17|number_range
CASES
paste -d'|' <(codes 17) "$work/figures" >"$work/rows"
{ echo '统一社会信用代码,年度,营业收入,研发费用'; awk -F'|' '{ print $1 ",2025," $2 ",1" }' "$work/rows"; } >"$work/in/finance_20260602.csv"
loads 0
equals "fault 27, fault 29: figures as they are written" "$(awk -F'|' '{ print $1 "|" $3 }' "$work/rows" | sort)" "$(ask "
    SELECT uscc, revenue::text FROM source.finance WHERE gone IS NULL
    UNION SELECT split_part(convert_from(raw, 'UTF8'), ',', 1), reason FROM reject.row
    WHERE batch = (SELECT max(batch) FROM meta.batch WHERE delivery = 'finance') ORDER BY 1" | sort)"
ends
