#!/usr/bin/env bash
# Where the header is: in the row that the profile names, as a person counts rows, blank ones too.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
sed -i '/- id: finance/a\    header_row: 3' "$work/profile.yaml"
registry 50 >"$work/in/registry_20260601.csv"
for above in '财务情况\n\n' '财务情况\n制表单位：市局,,\n' '\n\n' '"财务\n情况"\n\n'; do
    { printf "$above"; finance 2025 40; } >"$work/in/finance_20260601.csv"
    loads 0
    equals "below [$above]" "40" "$(ask 'SELECT count(*) FROM source.finance WHERE gone IS NULL')"
done
{ printf '一\n二\n'; seq -s, 1 5000; finance 2025 40; } >"$work/in/finance_20260601.csv"
loads 65
equals "the header's fault is told" "1" "$(grep -c '1024' "$work/log")"

# Without a number the header is looked for; lines of a report are passed over, counted and named by line, a firm
# whose name begins like one is loaded (fault 25), and so is one with an old registration number only.
sed -i '/header_row: 3/d' "$work/profile.yaml"
finance 2025 40 >"$work/in/finance_20260601.csv"
printf '371500228012345,2025,7.5,1\n' >>"$work/in/finance_20260601.csv"
{
    printf '聊城市企业登记情况一览表,,,,,,\n制表单位：市局,,,,,,\n\n'
    registry 50 | head -n 31
    registry 1 | head -n 1
    registry 50 | tail -n +32
    printf '%s,合计样本科技有限公司,存续,2015-03-01,371502,,\n' "$(codes 1 51)"
    printf '371500228012345,样本老厂,存续,1998-03-01,371502,,\n'
    printf '%s,样本误码有限公司,存续,2015-03-01,371502,,\n' "$(codes 1 52 | sed 's/0/O/')"
    printf '%s,样本误码二有限公司,存续,2015-03-01,371502,,\n' "$(codes 1 53 | sed 's/1/I/')"
    printf '%s,样本全角有限公司,存续,2015-03-01,371502,,\n' "$(codes 1 54 | sed 'y/0123456789ABCDEFGHJKLMNPQRTUWXY/０１２３４５６７８９ａｂｃｄｅｆｇｈｊｋｌｍｎｐｑｒｔｕｗｘｙ/')"
    printf '合计,54,,,,,\n,,,,,,\n制表人：样某\n'
} >"$work/in/registry_20260602.csv"
loads 0
equals "fault 25: every line is accounted for" "done 59 3 0 50 0 2 4" "$(counts registry)"
equals "fault 25: where the header is, and what was passed over" "4 2 2 1 1 35; 61; 62; 63" "$(ask "
    SELECT concat_ws(' ', notes ->> 'header_line', notes ->> 'above_header', notes ->> 'totals', notes ->> 'headers_again',
                     notes ->> 'empty_records', notes ->> 'passed_lines')
    FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
suggested() { # the word and the code that a row's message says, by the row's name
    ask "SELECT substring(message FROM '可能是 ($2（.*）)，未代为更正') FROM reject.row WHERE raw LIKE '%$1%'"
}
equals "a repair is a suggestion with its reason" "$(codes 1 52)（形近字符 O/0、I/1、S/5、Z/2、B/8） $(codes 1 53)（形近字符 O/0、I/1、S/5、Z/2、B/8）" \
    "$(suggested 样本误码有限公司 "$(codes 1 52)") $(suggested 样本误码二有限公司 "$(codes 1 53)")"
equals "… and is never taken for the code" "0" "$(ask "SELECT count(*) FROM source.registry WHERE uscc IN ('$(codes 1 52)', '$(codes 1 53)') OR name LIKE '样本误码%'")"
equals "full width and lower case are the code, and counted" "$(codes 1 54) 1" \
    "$(ask "SELECT r.uscc || ' ' || (b.notes ->> 'code_form') FROM source.registry r, meta.batch b WHERE r.name = '样本全角有限公司' AND b.delivery = 'registry' ORDER BY b.batch DESC LIMIT 1")"
equals "a totals line's namesake is a firm" "1" "$(ask "SELECT count(*) FROM source.registry WHERE name = '合计样本科技有限公司' AND gone IS NULL")"
"$TIDU_BIN/tidu-link" --profile "$work/profile.yaml" --inputs "$work/in" --as-of 2026-07-01 >"$work/log" 2>&1 || fails "link: $(tail -n 3 "$work/log")"
equals "an old number finds its own unit" "0 1" "$(ask "
    SELECT concat_ws(' ', (SELECT count(*) FROM link.queue WHERE uscc LIKE '#%'),
                     (SELECT count(*) FROM source.finance f JOIN source.registry r USING (uscc) WHERE uscc = '#371500228012345'))")"
equals "… which is a unit, and no legal person as far as its code tells" "f t" \
    "$(ask "SELECT concat_ws(' ', legal_person, active) FROM feature.unit WHERE uscc = '#371500228012345'")"

# what would be wrong in every figure is refused before anything is loaded
{ printf '财务情况\n单位：元\n'; finance 2025 40; } >"$work/in/finance_20260602.csv"
loads 65
equals "fault 25: a unit above the header" "1" "$(grep -c '“元”' "$work/log")"
finance 2025 40 | tr , ';' >"$work/in/finance_20260602.csv"
loads 65
equals "the delimiter that would fit is told" "1" "$(grep -c 'delimiter: ";"' "$work/log")"

# over the limit: where the cells of most rejects cannot be told apart, what to declare; else to have the rows mended
finance 2025 40 | sed "1!s/,\([0-9.]*\.5\),/,'\1,000',/" >"$work/in/finance_20260602.csv"
loads 65
equals "quotes that the profile does not know" "1 0" "$(grep -c '引号怎样写.*quote: "'"'"'"' "$work/log") $(grep -c '导出退回行供更正' "$work/log")"
finance 2025 40 | sed '1!s/,2025,/,二,/' >"$work/in/finance_20260602.csv"
loads 65
equals "years that are none" "0 1" "$(grep -c '引号怎样写' "$work/log") $(grep -c '导出退回行供更正' "$work/log")"
ends
