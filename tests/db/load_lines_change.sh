#!/usr/bin/env bash
# A line that is the same as the last time means something else under another profile, header, file or year; a
# rejected one is rejected again; a record of several lines is read in full; a crash of the server only costs
# the short cut.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

in=$work/in
# fresh [DELIVERY …]: an empty database, and the profile
fresh() {
    ask 'TRUNCATE source.registry, source.finance, source.staff, personal.registry, personal.line, reject.row, meta.batch' >/dev/null
    rm -f "$in"/*
    profile
}
revenue() { ask "SELECT string_agg(DISTINCT (revenue / 100)::text, ' ') FROM source.finance WHERE uscc = '$(codes 1 3)'"; }

# the unit of a figure, in the profile
fresh
registry 50 >"$in/registry_20260601.csv"
finance 2025 50 >"$in/finance_20260601.csv"
loads 0
equals "万元" 305000 "$(revenue)"
equals "lines are kept" 50 "$(ask "SELECT sum(length(lines)) / 26 FROM personal.line WHERE delivery = 'finance'")"
sed -i 's/header: 营业收入, unit: 万元/header: 营业收入, unit: 元/' "$work/profile.yaml"
loads 0
equals "another unit: all lines are read again" "done 50 0 50 0 0 0 0" "$(counts finance)"
equals "元" 30 "$(revenue)"

# the header: two columns change places, no line does
{ echo '统一社会信用代码,年度,研发费用,营业收入'; finance 2025 50 | tail -n +2; } >"$in/finance_20260602.csv"
loads 0
equals "another header: all lines are read again" "done 50 0 50 0 0 0 0" "$(counts finance)"

# a county's name for its code, in the profile
sed -i 's/^371502,/&/; s/,371502,/,东昌府区,/' "$in/registry_20260601.csv"
loads 0
sed -i 's/counties: .*/counties: {371503: 东昌府区, 371526: 高唐县}/' "$work/profile.yaml"
loads 0
equals "another code of a county" 371503 "$(ask 'SELECT string_agg(DISTINCT county, chr(32)) FROM source.registry')"

# the same lines in files of two years: the year stands in the file's name
fresh
cat >>"$work/profile.yaml" <<'YAML'
  - id: yearly
    dataset: finance
    source: tax
    files: "yearly_{year}.csv"
    mode: year
    columns:
      uscc: 统一社会信用代码
      year: {file: year}
      revenue: {header: 营业收入, unit: 万元}
YAML
sed -i '/id: finance/,/rd_expense/d; /id: staff/,/employees/d' "$work/profile.yaml"
registry 20 >"$in/registry_20260601.csv"
finance 0 20 | cut -d, -f1,3 >"$in/yearly_2023.csv"
cp "$in/yearly_2023.csv" "$in/yearly_2024.csv"
load
[ "$status" -eq 0 ] || { cat "$work/log" >&2; fails "years in file names: status $status"; }
equals "two years of the same lines" "2023 20|2024 20" "$(ask "SELECT string_agg(year || ' ' || n, '|' ORDER BY year) FROM (SELECT year, count(*) AS n FROM source.finance WHERE gone IS NULL GROUP BY 1) AS s")"
mv "$in/yearly_2024.csv" "$in/yearly_2025.csv"
loads 0
equals "a file of another year" "2023 20|2024 20|2025 20" "$(ask "SELECT string_agg(year || ' ' || n, '|' ORDER BY year) FROM (SELECT year, count(*) AS n FROM source.finance WHERE gone IS NULL GROUP BY 1) AS s")"
# a row that moves from one part to another
sed -n 20,21p "$in/yearly_2023.csv" >"$work/moved"
sed -i 20,21d "$in/yearly_2023.csv"
cat "$work/moved" >>"$in/yearly_2025.csv"
loads 0
equals "moved: gone from 2023, a repeated row of 2025" "18 20" "$(ask 'SELECT count(*) FILTER (WHERE year = 2023), count(*) FILTER (WHERE year = 2025) FROM source.finance WHERE gone IS NULL' | tr '|' ' ')"

# rejected lines come again, as does a record of several lines, and a key's second row
fresh
{
    registry 30
    printf '%s,一二三,存续\n' "$(codes 1 900)"                                        # too few columns
    printf '91371502000000001Q,坏码有限公司,存续,2015-03-04,371502,张三,1\n'           # a wrong check digit, if it is one
    printf '%s,坏日期有限公司,存续,20240230,371502,张三,1\n' "$(codes 1 5)"            # of a firm that stands
    printf '%s,"两行\n有限公司",存续,2015-03-04,371502,张三,1\n' "$(codes 1 901)"
    printf '%s,对手有限公司,存续,2015-03-04,371502,张三,\n' "$(codes 1 7)"
} >"$in/registry_20260601.csv"
finance 2025 5 >"$in/finance_20260601.csv"
load
rejected() { ask "SELECT string_agg(reason || ':' || line, ' ' ORDER BY line) FROM reject.row WHERE batch = (SELECT max(batch) FROM meta.batch WHERE delivery = 'registry')"; }
once=$(rejected)
equals "rejected" "column_count:32 bad_date:34 duplicate:37" "$once"
was=$(contents source.registry)
echo "$(registry 1 1000 | tail -1)" >>"$in/registry_20260601.csv"
load
equals "rejected again" "$once" "$(rejected)"
equals "one new row, none gone" "1 0 0" "$(counts registry | cut -d' ' -f3,4,6)"
sed -i '$d' "$in/registry_20260601.csv"
load
equals "one gone" "0 0 1" "$(counts registry | cut -d' ' -f3,4,6)"
load
ask "DELETE FROM source.registry WHERE uscc = '$(codes 1 1000)'" >/dev/null
equals "as at first" "$was" "$(contents source.registry)"

# a server that crashes loses the lines and nothing else
sed -i "s/^$(codes 1 9),[^,]*/$(codes 1 9),改名有限公司/" "$in/registry_20260601.csv"
ask CHECKPOINT
kill -QUIT "$(head -n 1 "$TIDU_PG_DIR/data/postmaster.pid")" # at once, without a word to anybody
for _ in $(seq 100); do
    [ -e "$TIDU_PG_DIR/data/postmaster.pid" ] || break
    sleep 0.1
done
"$TIDU_SOURCE/scripts/pg" start >/dev/null 2>&1
equals "the lines are lost" 0 "$(ask 'SELECT count(*) FROM personal.line')"
load
equals "changed" "0 1 0" "$(counts registry | cut -d' ' -f3,4,6)"
ends
