#!/usr/bin/env bash
# Deliveries as they come: workbooks, archives, encodings. The same rows are the same rows, however they are
# packed; what cannot be read is refused with nothing written.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

book() { python3 "$TIDU_SOURCE/tests/support/book.py" "$@" || fails "book.py $*"; }
note() { ask "SELECT notes #>> '$2' FROM meta.batch WHERE delivery = '$1' ORDER BY batch DESC LIMIT 1"; }
error() { ask "SELECT substr(error, 1, 7) FROM meta.batch WHERE delivery = '$1' ORDER BY batch DESC LIMIT 1"; }
night=1
# deliver SUFFIX: the name for tonight's registry, the only one
deliver() {
    night=$((night + 1))
    rm -f "$work"/in/registry_*
    printf '%s/in/registry_202606%02d.csv%s' "$work" "$night" "$1"
}

profile
registry 300 >"$work/r.csv"
finance 2025 40 >"$work/in/finance_20260601.csv"
cp "$work/r.csv" "$(deliver '')"
loads 0
before=$(contents source.registry)

# ---- workbooks: the same rows ----------------------------------------------------------------------
for situation in plain beside unnumbered strict dated; do
    book $situation "$(deliver .xlsx)" "$work/r.csv"
    loads 0
    equals "xlsx $situation: the same rows" "done 300 0 0 300 0 0 0" "$(counts registry)"
done
book plain "$work/x.xlsx" "$work/r.csv"
xlsx2csv "$work/x.xlsx" 2>/dev/null | cmp -s - "$work/r.csv" || fails "xlsx: the other reader sees other rows"
equals "xlsx: what is said of the file" "xlsx Sheet1" "$(note registry '{files,0,in}') $(note registry '{files,0,sheet}')"
book beside "$(deliver .xlsx)" "$work/r.csv"
sed -i "2s/企业00001/企业90001/" "$work/r.csv" && book beside "$(deliver .xlsx)" "$work/r.csv"
loads 0
equals "xlsx: the sheet whose header fits" "done 300 0 1 299 0 0 0 数据" "$(counts registry) $(note registry '{files,0,sheet}')"
book many "$(deliver .xlsx)" "$work/r.csv"
loads 0
equals "xlsx: of forty sheets the one whose header fits, and no other's header" "done 300 0 0 300 0 0 0 表20 1" \
    "$(counts registry) $(note registry '{files,0,sheet}') $(ask "SELECT jsonb_array_length(notes->'headers') FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
book blank_tail "$(deliver .xlsx)" "$work/r.csv"
loads 0
equals "xlsx: 1,048,576 rows, most of them empty and formatted" "done 300 0 0 300 0 0 0" "$(counts registry)"
book merged "$(deliver .xlsx)" "$work/r.csv"
loads 0
equals "xlsx: cells merged over ten rows are each of them's" "done 300 0 0 300 0 0 0 540" "$(counts registry) $(note registry '{merged_cells}')"
book coded "$(deliver .xlsx)" "$work/r.csv"
loads 0
equals "xlsx: a code stored as a number is spoilt" "excel_notation 3" "$(ask 'SELECT concat_ws($$ $$, reason, line) FROM reject.row')"
before=$(contents source.registry)
# a share of 12 % in a column whose header says per cent is 12 %, not a hundredth of it
cat >>"$work/profile.yaml" <<'YAML'
  - {id: share, dataset: product, source: industry, files: share.xlsx, mode: increment, columns: {uscc: 统一社会信用代码, name: 产品, share_domestic: 占有率(%)}}
YAML
printf '统一社会信用代码,产品,占有率(%%)\n%s,轴承,0.12\n' "$(codes 1 1)" >"$work/p.csv"
book percent "$work/in/share.xlsx" "$work/p.csv"
loads 0
equals "xlsx: a percentage keeps its sign" "120000" "$(ask 'SELECT share_domestic FROM source.product')"

# ---- workbooks: refused, and nothing is written --------------------------------------------------------
# refuses SITUATION CODE
refuses() {
    book "$1" "$(deliver .xlsx)" "$work/r.csv"
    loads 65
    equals "xlsx $1: refused" "$2" "$(error registry)"
    equals "xlsx $1: what stands" "$before" "$(contents source.registry)"
    grep -q '处理:' "$work/log" || [ "$1" = zeros ] || fails "xlsx $1: what to do is not told"
}
refuses twice TD-2103
refuses laughs TD-2101
refuses external TD-2101
refuses zeros TD-2107
refuses merged_bomb TD-2107
refuses merged_many TD-2107
refuses no_sheet TD-2103
refuses ods TD-2103
refuses locked TD-2103
book plain "$work/whole.xlsx" "$work/r.csv" && head -c 5000 "$work/whole.xlsx" >"$(deliver .xlsx)"
loads 65
equals "xlsx cut off" TD-2101 "$(error registry)"
sed -i '/- id: registry/a\    sheet: 二*' "$work/profile.yaml"
book twice "$(deliver .xlsx)" "$work/r.csv"
loads 0
equals "xlsx: the sheet that the profile names" "二月" "$(note registry '{files,0,sheet}')"
sed -i '/    sheet: 二/d' "$work/profile.yaml"

# ---- workbooks: rows are the sheet's -----------------------------------------------------------------
sed -i '/- id: registry/a\    header_row: 4' "$work/profile.yaml"
{ head -20 "$work/r.csv"; printf '%s,"两\n行有限公司",存续,2015-13-01,371502,,\n' "$(codes 1 900)"; tail -n +21 "$work/r.csv"
  printf '%s,甲企业有限公司,存续,2015-03-04,371502,,\n' "$(codes 1 299)"; } >"$work/t.csv"
book titled "$(deliver .xlsx)" "$work/t.csv"
loads 0
equals "xlsx: rows as the sheet counts them, a cell of two lines is in one" "bad_date 24
duplicate 306" "$(ask 'SELECT concat_ws($$ $$, reason, line) FROM reject.row WHERE batch = (SELECT max(batch) FROM reject.row) ORDER BY line')"
sed -i '/    header_row: 4/d' "$work/profile.yaml"

# ---- archives -------------------------------------------------------------------------------------------
# pack OUT NAME=FILE …: names as they are given, GBK when they are told so
pack() {
    python3 - "$@" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as z:
    for item in sys.argv[2:]:
        name, path = item.split("=", 1)
        info = zipfile.ZipInfo(name)
        if name.startswith("gbk:"):
            info = zipfile.ZipInfo("x" * len(name[4:].encode("gbk")))
            info.filename, raw = info.filename, name[4:].encode("gbk")
            z.writestr(info, open(path, "rb").read(), zipfile.ZIP_DEFLATED)
            z._raw = (getattr(z, "_raw", [])) + [(info.filename.encode(), raw)]
        else:
            z.writestr(info, open(path, "rb").read(), zipfile.ZIP_DEFLATED)
    swaps = getattr(z, "_raw", [])
data = open(sys.argv[1], "rb").read()
for old, new in swaps:
    data = data.replace(old, new)
open(sys.argv[1], "wb").write(data)
PY
}
sed -i 's/files: "registry_{date}.csv\*"/files: "registry_{date}.*"/' "$work/profile.yaml"
registry 300 >"$work/r.csv"
head -151 "$work/r.csv" >"$work/a.csv"; { head -1 "$work/r.csv"; tail -n +152 "$work/r.csv"; } >"$work/b.csv"
sed -i '3s/2015-03-03/2015-13-03/' "$work/b.csv"
sed -i '3s/2015-..-/2015-13-/' "$work/b.csv"
echo scan >"$work/letter"
pack "$(deliver .zip)" "../甲.csv=$work/a.csv" "gbk:乙.csv=$work/b.csv" "函.pdf=$work/letter" "__MACOSX/x=$work/letter"
zip=$(ls "$work"/in/registry_*)
loads 0
equals "zip: all its data is the delivery" "300 1" "$(counts registry | cut -d' ' -f2,7)"
equals "zip: a reject names archive and member" "$(basename "$zip"):乙.csv 3" "$(ask 'SELECT concat_ws($$ $$, file, line) FROM reject.row WHERE batch = (SELECT max(batch) FROM meta.batch WHERE delivery = $$registry$$)')"
equals "zip: what was not read is told" "函.pdf" "$(note registry '{members_not_read}')"
equals "zip: nothing is written under a member's name" "" "$(find "$work" -name '甲*')"
loads 0
equals "zip: known again" "same" "$(counts registry | cut -d' ' -f1)"
book plain "$work/b.xlsx" "$work/r.csv"
pack "$(deliver .zip)" "b.xlsx=$work/b.xlsx"
loads 0
equals "zip: a workbook in an archive" "300 0 zip+xlsx" "$(counts registry | cut -d' ' -f2,7) $(note registry '{files,0,in}')"
before=$(contents source.registry)
head -200 "$work/r.csv" >"$work/a.csv"
pack "$(deliver .zip)" "a.csv=$work/a.csv" && zip=$(ls "$work"/in/registry_*)
python3 - "$zip" <<'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[400] ^= 0xFF
open(sys.argv[1], "wb").write(data)
PY
loads 65
equals "zip damaged: refused" TD-2101 "$(error registry)"
equals "zip damaged: what stands" "$before" "$(contents source.registry)"
pack "$work/inner.zip" "a.csv=$work/a.csv" && pack "$(deliver .zip)" "inner.zip=$work/inner.zip"
loads 65
equals "zip in a zip: refused" TD-2103 "$(error registry)"

# one archive for several deliveries: the members' pattern stands behind the colon
sed -i 's/files: "registry_{date}.\*"/files: "交付_{date}.zip:企业*.csv"/; s/files: "finance_{date}\*.csv\*"/files: "交付_*.zip:财务{year}.csv"/' "$work/profile.yaml"
finance 2025 41 >"$work/f.csv"
pack "$work/in/交付_20260630.zip" "企业一.csv=$work/r.csv" "表/财务2025.csv=$work/f.csv"
loads 0
equals "zip: its members by delivery" "300 41" "$(counts registry | cut -d' ' -f2) $(counts finance | cut -d' ' -f2)"
rm "$work"/in/交付_*
sed -i 's/files: "交付_{date}.zip:企业\*.csv"/files: "registry_{date}.*"/; s/files: "交付_\*.zip:财务{year}.csv"/files: "finance_{date}*.csv*"/' "$work/profile.yaml"

# ---- encodings -------------------------------------------------------------------------------------------
registry 3000 >"$work/r.csv"
cp "$work/r.csv" "$(deliver .csv)"
loads 0
before=$(contents source.registry)
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE "$work/r.csv"; } >"$(deliver .csv)"
loads 65
equals "utf-16 that is not declared: refused" TD-2102 "$(error registry)"
grep -q 'encoding 改为 utf-16' "$work/log" || fails "utf-16: what to do is not told"
sed -i '/- id: registry/a\    encoding: utf-16' "$work/profile.yaml"
loads 0
equals "utf-16: the same rows" "done 3000 0 0 3000 0 0 0 utf-16" "$(counts registry) $(note registry '{files,0,encoding}')"
sed -i 's/    encoding: utf-16/    encoding: gb18030/' "$work/profile.yaml"
loads 65
equals "utf-16 where gb18030 is declared: refused" TD-2102 "$(error registry)"

# fault 12: turns into the other encoding behind the first 64 KiB
{ head -2800 "$work/r.csv" | iconv -f UTF-8 -t GB18030; tail -n +2801 "$work/r.csv"; } >"$(deliver .csv)"
loads 0
equals "fault 12: UTF-8 behind 250 kB of GB18030 is rejected by row" "done 3000 0 0 2799 0 201 0" "$(counts registry)"
equals "fault 12: with its reason" "bad_encoding 201" "$(ask 'SELECT concat_ws($$ $$, reason, count(*)) FROM reject.row WHERE batch = (SELECT max(batch) FROM reject.row) GROUP BY reason')"
cp "$work/r.csv" "$(deliver .csv)"
sed -i '/    encoding: gb18030/d' "$work/profile.yaml"
loads 0
equals "fault 12: none of them was loaded as rubbish" "$before" "$(contents source.registry)"
sed -i '/- id: registry/a\    encoding: gb18030' "$work/profile.yaml"
{ head -1500 "$work/r.csv" | iconv -f UTF-8 -t GB18030; tail -n +1501 "$work/r.csv"; } >"$(deliver .csv)"
loads 65
equals "fault 12: half of the file is over the limit" TD-2105 "$(error registry)"
sed -i '/    encoding: gb18030/d' "$work/profile.yaml"
{ head -1500 "$work/r.csv"; tail -n +1501 "$work/r.csv" | iconv -f UTF-8 -t GB18030; } >"$(deliver .csv)"
loads 65
equals "fault 12: and so the other way round" "TD-2105 $before" "$(error registry) $(contents source.registry)"

# fault 17: files that were joined, each with its mark and its header
{ printf '\357\273\277'; head -1000 "$work/r.csv"; printf '\357\273\277'; head -1 "$work/r.csv"; tail -n +1001 "$work/r.csv"; } >"$(deliver .csv)"
loads 0
equals "fault 17: the header again is passed over and counted" "done 3001 0 0 3000 0 0 1 1 2" "$(counts registry) $(note registry '{headers_again}') $(note registry '{boms}')"

# fault 18, fault 19: one name from two departments, in both encodings, by two tables of GB18030
printf '统一社会信用代码,企业名称\n%s,䶮\xEE\xA0\x9E𠮷㐱有限公司\n' "$(codes 1 7001)" >"$work/u.csv"                        # U+E81E for U+9FB4
{ printf '统一社会信用代码,企业名称\n' | iconv -t GB18030
  printf '%s,\xFE\x9F\xFE\x59\x95\x34\xB2\x35\x81\x39\xF3\x38\xD3\xD0\xCF\xDE\xB9\xAB\xCB\xBE\n' "$(codes 1 7002)"; } >"$work/g.csv"
cat >>"$work/profile.yaml" <<'YAML'
  - {id: u, dataset: expert, source: industry, files: u.csv, mode: increment, columns: {uscc: 统一社会信用代码, employer: 企业名称}}
  - {id: g, dataset: expert, source: market, files: g.csv, mode: increment, encoding: gb18030, columns: {uscc: 统一社会信用代码, employer: 企业名称}}
YAML
cp "$work/u.csv" "$work/g.csv" "$work/in/"
loads 0
equals "fault 18: byte-equal" "1 $(printf '\xE4\xB6\xAE\xE9\xBE\xB4\xF0\xA0\xAE\xB7\xE3\x90\xB1' | xxd -p)" "$(ask "SELECT concat_ws(' ', count(DISTINCT employer), encode(convert_to(left(min(employer), 4), 'UTF8'), 'hex')) FROM personal.expert")"
equals "fault 18: counted" "1" "$(note u '{gb18030_variants}')"

# fault 19: rare characters of names find their firm, whichever encoding the two departments have
rare=$(printf '\xF0\xA0\xAE\xB7\xE3\x90\xB1\xF0\xB0\xBB\x9D\xE4\xB6\xAE机械有限公司')
sed "2s/测试企业00001有限公司/$rare/" "$work/r.csv" >"$(deliver .csv)"
printf '单位名称,年度,职工总数\n%s,2025,12\n' "$rare" | iconv -f UTF-8 -t GB18030 >"$work/in/byname.csv"
cat >>"$work/profile.yaml" <<'YAML'
  - {id: byname, dataset: staff, source: industry, files: byname.csv, mode: increment, encoding: gb18030, columns: {holder_name: 单位名称, year: 年度, employees: 职工总数}}
YAML
loads 0
"$TIDU_BIN/tidu-link" --profile "$work/profile.yaml" --inputs "$work/in" --as-of 2026-07-01 >"$work/out" 2>"$work/log" || cat "$work/log" >&2
equals "fault 19: load and link" "$(codes 1 1) name" "$(ask "SELECT concat_ws(' ', a.firm, a.method) FROM link.alias AS a JOIN source.staff AS s USING (uscc) WHERE s.holder_name = '$rare'")"
ends
