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
ends
