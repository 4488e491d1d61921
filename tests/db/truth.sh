#!/usr/bin/env bash
# What the load rejects of the demo city is what truth.csv names: file, line and reason, none missing, none extra.
# Of a pair with the same key and other content one row is rejected, whichever it is.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null

check() { # folder, what
    sql -c "COPY (SELECT file, line, reason FROM reject.row) TO STDOUT (FORMAT csv)" >"$1.rejected"
    python3 - "$1" "$1.rejected" "$2" <<'PY'
import collections, csv, sys

folder, rejected, what = sys.argv[1:]
found = {(f, int(line)): reason for f, line, reason in csv.reader(open(rejected))}
bad, kinds, rows = [], collections.Counter(), 0
for row in csv.DictReader(open(folder + "/truth.csv")):
    lines = [int(n) for n in row["line"].split("|")]
    got = [found.pop((row["file"], n)) for n in lines if (row["file"], n) in found]
    kinds[row["reason"] or "loaded"] += 1
    if got != ([row["reason"]] if row["reason"] else []):
        bad.append((row["file"], row["line"], row["kind"], "expected", row["reason"] or "nothing", "got", got))
bad += [(f, n, "extra", reason) for (f, n), reason in sorted(found.items())]
for one in bad[:40]:
    print(*one)
print(f"{what}: {sum(kinds.values())} lines of the truth, {len(bad)} differ;", dict(kinds))
sys.exit(bool(bad))
PY
}

"$TIDU_BIN/tidu-city" --out "$work/city" --firms 20000 --faults 2%
"$TIDU_BIN/tidu-load" --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/city" --as-of 2026-11-20 || [ $? = 65 ]
check "$work/city" "20,000 firms"


# every row is accounted for: loaded, rejected, passed over as a totals line, or equal to another
sql -c "SELECT delivery, rows_read, rows_new, rows_rejected, rows_skipped, notes ->> 'duplicate_same' FROM meta.batch
        WHERE rows_read <> rows_new + rows_rejected + rows_skipped + coalesce((notes ->> 'duplicate_same')::bigint, 0)" |
    tee "$work/unbalanced"
[ ! -s "$work/unbalanced" ]
[ "$(sql -c "SELECT count(*) FROM source.registry WHERE code_flag")" -gt 0 ] || {
    echo "no pilot-era code was kept"
    exit 1
}

# again, in another order: the same rows fail for the same reasons
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null
"$TIDU_BIN/tidu-city" --out "$work/shuffled" --firms 20000 --faults 2% --shuffle 5
"$TIDU_BIN/tidu-load" --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/shuffled" --as-of 2026-11-20 || [ $? = 65 ]
check "$work/shuffled" "shuffled"
