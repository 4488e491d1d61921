#!/usr/bin/env bash
# Lines that are known from the last time: the short cut finds what reading everything finds, whatever
# happened to the file in between, and to what stands.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
registry 3000 >"$work/first.csv"
finance 2025 5 >"$work/in/finance_20260601.csv"
a=$(codes 1 7) b=$(codes 1 900) gone=$(codes 1 1500)
{
    head -1 "$work/first.csv"
    tail -n +2 "$work/first.csv" | grep -v "$gone" | sed "s/^$b,[^,]*/$b,改名企业有限公司/"
    printf '%s,重复企业有限公司,存续,2015-03-04,371502,张样三,\n' "$a" # a rival of a line that is known
    grep "$(codes 1 20)" "$work/first.csv"                                # a known line for the second time
    printf '%s,一二三,存续\n' "$(codes 1 9000)"                          # too few columns
    registry 2 5000 | tail -2
} >"$work/second.csv"
{ head -1 "$work/second.csv"; tail -n +2 "$work/second.csv" | tac; } >"$work/backward.csv"

# night FILE: the file over the first one, with and without the lines of the last time
night() {
    for lines in kept emptied; do
        ask 'TRUNCATE source.registry, personal.registry, personal.line, reject.row, meta.batch' >/dev/null
        cp "$work/first.csv" "$work/in/registry_20260601.csv"
        loads 0
        [ "$lines" = kept ] || ask 'TRUNCATE personal.line' >/dev/null
        ask "UPDATE source.registry SET gone = 1 WHERE uscc = '$(codes 1 30)'" >/dev/null # comes back
        ask "DELETE FROM source.registry WHERE uscc = '$(codes 1 40)'" >/dev/null         # is written anew
        ask "DELETE FROM personal.registry WHERE uscc = '$(codes 1 40)'" >/dev/null
        cp "$work/$1.csv" "$work/in/registry_20260601.csv"
        loads 0
        {
            counts registry
            contents source.registry
            ask 'SELECT md5(string_agg(concat_ws(chr(9), uscc, key_hash, legal_rep, phone), chr(10) ORDER BY uscc)) FROM personal.registry'
            ask "SELECT reason, line, byte_offset, encode(raw, 'escape'), message FROM reject.row ORDER BY line"
            ask "SELECT md5(string_agg(lines, '' ORDER BY part, piece)) FROM personal.line WHERE delivery = 'registry'"
        } >"$work/$lines"
    done
    cmp -s "$work/kept" "$work/emptied" ||
        fails "$1: the short cut finds something else: $(diff "$work/kept" "$work/emptied" | head -5)"
}
for file in second backward; do
    night "$file"
    equals "counts, $file" "done 3004 3 2 2996 1 2 0" "$(counts registry)"
done
equals "lines are kept, the rival and the second time among them" "3003" "$(ask "SELECT sum(length(lines)) / 26 FROM personal.line WHERE delivery = 'registry'")"

# Files without faults, night after night: what stands is told by the lines. A unit goes and comes back; rows
# that somebody changed in the table are seen.
registry 300 >"$work/all.csv"
{ grep -v "$(codes 1 15)" "$work/all.csv"; registry 2 5000 | tail -2; } >"$work/one_less.csv"
registry_night() { # FILE COUNTS WHAT
    cp "$work/$1.csv" "$work/in/registry_20260601.csv"
    loads 0
    equals "$3" "$2" "$(counts registry)"
}
ask 'TRUNCATE source.registry, personal.registry, personal.line, reject.row, meta.batch' >/dev/null
registry_night all "done 300 300 0 0 0 0 0" "first night"
was=$(contents source.registry)
registry_night one_less "done 301 2 0 299 1 0 0" "one goes, two come"
registry_night all "done 300 0 1 299 2 0 0" "gone in the table: it comes back, the two go"
ask "DELETE FROM personal.registry WHERE uscc IN (SELECT uscc FROM source.registry WHERE gone IS NOT NULL);
     DELETE FROM source.registry WHERE gone IS NOT NULL" >/dev/null
equals "what stands is what stood at first" "$was" "$(contents source.registry)"
ask "UPDATE source.registry AS r SET row_hash = o.row_hash FROM source.registry AS o
     WHERE r.uscc IN ('$(codes 1 20)', '$(codes 1 21)') AND o.uscc IN ('$(codes 1 20)', '$(codes 1 21)') AND o.uscc <> r.uscc"
registry_night one_less "done 301 2 2 297 1 0 0" "two rows changed places in the table: both are written again"

ends
