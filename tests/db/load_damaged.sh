#!/usr/bin/env bash
# A damaged file loads nothing, what stands stays, the other deliveries load, exit 65.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
registry 300 | gzip >"$work/in/registry_20260601.csv.gz"
finance 2025 100 | gzip >"$work/in/finance_20260601.csv.gz"
loads 0
before=$(contents source.registry)
registry 290 >"$work/new.csv"

# damage NAME CODE: registry_20260602.csv.gz lies there, damaged
night=1
damage() {
    finance 2025 $((100 + night)) | gzip >"$work/in/finance_20260602.csv.gz"
    loads 65
    equals "$1: refused" "failed" "$(counts registry | cut -d' ' -f1)"
    equals "$1: code" "$2" "$(ask "SELECT substr(error, 1, 7) FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
    equals "$1: what stands" "$before" "$(contents source.registry)"
    equals "$1: the others load" "done $((100 + night)) 1 0 $((99 + night)) 0 0 0" "$(counts finance)"
    night=$((night + 1))
    rm -f "$work"/in/registry_20260602*
}
gzip -c "$work/new.csv" | head -c -4000 >"$work/in/registry_20260602.csv.gz"
damage "cut in the middle" TD-2101
gzip -c "$work/new.csv" | head -c -8 >"$work/in/registry_20260602.csv.gz"
damage "cut before the checksum, all rows whole" TD-2101
{ gzip -c "$work/new.csv" | head -c -8; printf '\0\0\0\0\0\0\0\0'; } >"$work/in/registry_20260602.csv.gz"
damage "wrong checksum" TD-2101
{ gzip -c "$work/new.csv"; echo rubbish; } >"$work/in/registry_20260602.csv.gz"
damage "rubbish behind" TD-2101
: >"$work/in/registry_20260602.csv.gz"
damage "no bytes" TD-2104
head -1 "$work/new.csv" >"$work/in/registry_20260602.csv"
damage "a header only" TD-2104
iconv -f UTF-8 -t GB18030 "$work/new.csv" >"$work/in/registry_20260602.csv"
damage "another encoding" TD-2102
sed '1s/企业名称/单位/' "$work/new.csv" >"$work/in/registry_20260602.csv"
damage "another header" TD-2103

# several members are one file
{ head -100 "$work/new.csv" | gzip; tail -n +101 "$work/new.csv" | gzip; } >"$work/in/registry_20260602.csv.gz"
loads 0
equals "two members" "done 290 0 0 290 10 0 0" "$(counts registry)"

# a file that is not there: the night goes on, what stands stays
rm "$work"/in/finance_*
loads 65
equals "missing" "failed" "$(counts finance | cut -d' ' -f1)"
grep -q 'TD-2001' "$work/log" || fails "the missing file is not told"
equals "rows stay" "0" "$(ask 'SELECT count(*) FROM source.finance WHERE gone IS NOT NULL')"

# on_failure: stop
sed 's/^    id: finance$/&/; /- id: finance/a\    on_failure: stop' "$work/profile.yaml" >"$work/stop.yaml" && mv "$work/stop.yaml" "$work/profile.yaml"
loads 66
ends
