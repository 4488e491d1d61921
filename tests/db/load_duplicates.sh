#!/usr/bin/env bash
# Two rows with one key: the order of rows decides nothing, and no version is lost in silence.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
registry 50 >"$work/base.csv"
a=$(codes 1 3) b=$(codes 1 8) c=$(codes 1 20)
{
    tail -n +2 "$work/base.csv"
    printf '%s,甲企业有限公司,存续,2015-03-04,371502,张样三,\n' "$a"       # fewer values than the first
    printf '%s,乙企业有限公司,存续,2015-03-09,371526,王样八,0635-1\n' "$b" # as many: the row hash decides
    grep "$b" "$work/base.csv"                                               # equal to the first: no conflict
    printf '%s,丙一有限公司,存续,,,,\n%s,丙二有限公司,存续,,,,\n' "$c" "$c"
} >"$work/rows.csv"

# deliver ORDER-COMMAND: the same rows in another order into an empty database
deliver() {
    ask 'TRUNCATE source.registry, personal.registry, reject.row, meta.batch' >/dev/null
    { head -1 "$work/base.csv"; "$@" "$work/rows.csv"; } >"$work/in/registry_20260601.csv"
    finance 2025 5 >"$work/in/finance_20260601.csv"
    loads 0
    equals "counts after $*" "done 55 50 0 0 0 4 0" "$(counts registry)"
    equals "duplicates after $*" "1" "$(ask "SELECT notes ->> 'duplicate_same' FROM meta.batch WHERE delivery = 'registry'")"
    equals "reasons after $*" "duplicate" "$(ask 'SELECT DISTINCT reason FROM reject.row')"
    contents source.registry
    ask 'SELECT md5(string_agg(t::text, chr(10) ORDER BY uscc)) FROM personal.registry AS t'
    ask "SELECT md5(string_agg(encode(raw, 'escape'), chr(10) ORDER BY raw)) FROM reject.row"
}
deliver cat >"$work/first"
deliver tac >"$work/second"
deliver sort >"$work/third"
deliver sort -r >"$work/fourth"
for other in second third fourth; do
    cmp -s "$work/first" "$work/$other" || fails "fault 30: another order, another result: $other"
done
equals "fault 30: more values win" "测试企业00003有限公司" "$(ask "SELECT name FROM source.registry WHERE uscc = '$a'")"
equals "fault 30: bytes of all losers" "4" "$(ask "SELECT count(*) FROM reject.row WHERE convert_from(raw, 'UTF8') LIKE uscc || ',%'")"
equals "the other's place is told" "4" "$(ask "SELECT count(*) FROM reject.row WHERE message ~ 'registry_20260601.csv'")"

# the same conflict again over what stands: nothing changes but the order
{ head -1 "$work/base.csv"; tac "$work/rows.csv"; } >"$work/in/registry_20260602.csv"
loads 0
equals "again, other order" "done 55 0 0 50 0 4 0" "$(counts registry)"

# over standing rows: the loser stood, then the winner comes with it, first or last
for order in cat tac; do
    ask 'TRUNCATE source.registry, personal.registry, reject.row, meta.batch' >/dev/null
    rm -f "$work"/in/registry_*
    sed "/$a/s/.*/$a,甲企业有限公司,存续,2015-03-04,371502,张样三,/" "$work/base.csv" >"$work/in/registry_20260601.csv"
    loads 0
    { head -1 "$work/base.csv"; $order "$work/rows.csv"; } >"$work/in/registry_20260602.csv"
    loads 0
    equals "standing loser, $order" "测试企业00003有限公司" "$(ask "SELECT name FROM source.registry WHERE uscc = '$a'")"
    equals "rows, $order" "50" "$(ask 'SELECT count(*) FROM source.registry')"
    equals "persons, $order" "张样003" "$(ask "SELECT legal_rep FROM personal.registry WHERE uscc = '$a'")"
    equals "contents, $order" "$(head -1 "$work/first")" "$(contents source.registry)"
done

# a placeholder in the place of the key: told soon, and not compared for hours
ask 'TRUNCATE source.registry, personal.registry, reject.row, meta.batch' >/dev/null
rm -f "$work"/in/registry_*
{ cat "$work/base.csv"; seq 20001 | awk -v c="$a" '{ printf "%s,第%d企业有限公司,存续,2015-03-04,371502,,\n", c, $1 }'; } >"$work/in/registry_20260603.csv"
loads 65
grep -q 'TD-2107.*20000' "$work/log" || fails "more versions of one key than are compared: $(cat "$work/log")"
equals "… nothing of it is loaded" 0 "$(ask 'SELECT count(*) FROM source.registry')"
ends
