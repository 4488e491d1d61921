#!/usr/bin/env bash
# Every fault case 1 to 36 is a named test and docs/faults.md says which; the check itself sees a case that lost its test,
# one that lost its line, and a line that names another test.
set -eu
"$TIDU_SOURCE/scripts/check-faults"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tests" "$work/docs"
cp -r "$TIDU_SOURCE"/tests/{unit,db,cli} "$work/tests/"
cp "$TIDU_SOURCE/docs/faults.md" "$work/docs/"
"$TIDU_SOURCE/scripts/check-faults" "$work"
sed -i 's/fault_31_/trap_31_/' "$work"/tests/unit/traps.c
sed -i 's/"\(fault 14\): /"/' "$work"/tests/db/load_rows.sh
sed -i '/^| 7 |/d; /^| 3 |/s/unit.gz/unit.gone/' "$work/docs/faults.md"
if "$TIDU_SOURCE/scripts/check-faults" "$work" >"$work/said"; then
    echo "four breaches, none seen"
    exit 1
fi
for word in 'fault 31 has no named test' "docs/faults.md, 14: it says ['db.load_rows', 'unit.csv_encoding']" \
    'fault 7 does not stand in docs/faults.md' "docs/faults.md, 3: it says ['db.load_damaged', 'unit.gone']"; do
    grep -qF -- "$word" "$work/said" || {
        echo "not seen: $word"
        cat "$work/said"
        exit 1
    }
done
