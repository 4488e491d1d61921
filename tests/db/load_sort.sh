#!/usr/bin/env bash
# A first load of more than fits into the memory for sorting (160 MiB a worker): rows go out as sorted runs, are merged, and every one
# of them arrives, once, as it was. Whatever a holder is called and however many years it has, in the order of the key.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
sed -i 's/      phone: 联系电话/      scope: 经营范围/' "$work/profile.yaml"
rows=90000
{
    echo '统一社会信用代码,企业名称,登记状态,成立日期,区县,法定代表人,经营范围'
    codes $rows | shuf --random-source=<(yes) | awk 'BEGIN { for (i = 0; i < 90; i++) words = words "轴承加工；" }
        { printf "%s,测试企业%06d有限公司,存续,2015-03-%02d,371502,张样,%s%d%s\n", $1, NR, NR % 28 + 1, words, NR, words }'
} >"$work/in/registry_20260601.csv"
# names and numbers of every kind of character, one the beginning of the other, of three years
sed -i '/id: finance/,/id: staff/ { s/mode: year/mode: increment/; s/      year: 年度/      holder_name: 名称\n&/ }' "$work/profile.yaml"
{
    echo '统一社会信用代码,名称,年度,营业收入,研发费用'
    {
        codes 500 | sed 's/$/,/'
        codes 500 | awk '{ print substr($1, 9, 8) "-" substr($1, 17, 1) "," }'
        for name in 甲 甲乙 乙 A AA A0 AZ Z b cc dD 'A*' 'A*A' 'A+0' 'A:Z' 'A;0' 'A[Z' 'A_0' 'AAAAAAAAAAAAAAAAAA' 'AAAAAAAAAAAAAAAAAAA' 'AAAAAAAAAAAAAAAAA' \
            'AAAAAAAAAAAAAAAAAA0' '9Z' '聊城市某某轴承制造集团第一有限责任公司' '聊城市某某轴承制造集团第二有限责任公司'; do
            echo ",$name"
        done
    } | awk '{ for (y = 2023; y <= 2025; y++) print $0 "," y ",1,1" }' | shuf --random-source=<(yes)
} >"$work/in/finance_20260601.csv"
[ "$(stat -c %s "$work/in/registry_20260601.csv")" -gt $((200 << 20)) ] || fails "the file is too small to be merged"
loads 0
equals "all rows, once" "done $rows $rows 0 0 0 0 0" "$(counts registry)"
ask "CREATE TABLE public.plain (uscc text, name text, status text, established date, county text, legal_rep text, scope text)"
psql -qX -c "\\copy public.plain from '$work/in/registry_20260601.csv' csv header"
equals "each as it was delivered" "$rows 0" "$(ask "SELECT count(*) || ' ' || count(*) FILTER (WHERE r IS NULL OR (r.name, r.established, r.county, r.scope) IS DISTINCT FROM (p.name, p.established, p.county, p.scope))
    FROM public.plain AS p LEFT JOIN source.registry AS r USING (uscc)")"
equals "and the person's part beside it" "$rows" "$(ask "SELECT count(*) FROM personal.registry AS p JOIN source.registry AS r USING (uscc) WHERE p.legal_rep = '张样'")"
equals "in the order of the key" 0 "$(ask "SELECT count(*) FROM (SELECT uscc < lag(uscc) OVER (ORDER BY ctid) AS back FROM source.registry) AS x WHERE back")"
equals "of several records too" "3075 0" "$(ask "SELECT count(*) || ' ' || count(*) FILTER (WHERE back)
    FROM (SELECT (uscc, year) < lag((uscc, year)) OVER (ORDER BY ctid) AS back FROM source.finance) AS x")"
ends
