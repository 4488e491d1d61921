#!/usr/bin/env bash
# The demo city itself: the same bytes every time, exact counts, lines that are where the truth says.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
city=$TIDU_BIN/tidu-city
fail() {
    echo "$*"
    exit 1
}

# ---- the same arguments, the same bytes, for any number of threads; another seed, other bytes
"$city" --out "$work/a" --firms 20000
OMP_NUM_THREADS=1 "$city" --out "$work/b" --firms 20000
OMP_NUM_THREADS=5 "$city" --out "$work/c" --firms 20000
diff -r "$work/a" "$work/b" || fail "two runs differ"
diff -r "$work/a" "$work/c" || fail "five threads write other bytes"
"$city" --out "$work/other" --firms 20000 --seed 2
cmp -s "$work/a/registry_20261120.csv.gz" "$work/other/registry_20261120.csv.gz" && fail "the seed has no effect"

# ---- gz files that every tool reads
for file in "$work"/a/*.gz; do gzip -t "$file" || fail "$file is damaged"; done

# ---- exact shares of sections C and I (20,000 of 207,455), every code once
"$city" --out "$work/clean" --firms 20000 --faults 0
[ "$(wc -l <"$work/clean/truth.csv")" -le 60 ] || fail "faults in a city without faults"
python3 - "$work/clean/registry_20261120.csv.gz" <<'PY' || fail "counts of the registry"
import csv, gzip, io, sys

rows = list(csv.reader(io.TextIOWrapper(gzip.open(sys.argv[1]), "utf-8-sig", newline="")))[1:]
assert len(rows) == 20000, len(rows)
codes = {row[0] for row in rows}
assert len(codes) == 20000, len(codes)
names = [row[1] for row in rows]
assert len(set(names)) == 20000, len(names) - len(set(names))
major = [int(row[10].lstrip("ABCDEFGHIJKLMNOPQRST")[:2]) for row in rows if len(row[10].lstrip("ABCDEFGHIJKLMNOPQRST")) == 4]
c = sum(13 <= m <= 43 for m in major)
i = sum(63 <= m <= 65 for m in major)
assert (c, i) == (20000 * 34600 // 207455, 20000 * 8302 // 207455), (c, i)
assert {row[12] for row in rows} == {"371502", "371503", "371521", "371522", "371524", "371525", "371526", "371581",
                                     "371571", "371572", "371573"}
length = sum(len(row[14]) for row in rows) / len(rows)
assert 80 <= length <= 300, length
PY

# ---- the truth points at rows: spoilt bytes stand in the line that it names
python3 - "$work/a" <<'PY' || fail "lines of the truth"
import csv, gzip, sys

folder = sys.argv[1]
lines, kinds = {}, set()
for row in csv.DictReader(open(folder + "/truth.csv")):
    name = row["file"]
    if name not in lines:
        lines[name] = gzip.open(folder + "/" + name).read().split(b"\n")
    at = [int(n) for n in row["line"].split("|")]
    text = lines[name][at[0] - 1]
    kinds.add(row["kind"])
    test = {
        "bad_byte": b"\xff" in text,
        "nul_byte": b"\0" in text,
        "crlf": text.endswith(b"\r"),
        "bom_inside": text.startswith(b"\xef\xbb\xbf"),
        "unclosed_quote": text.count(b'"') % 2 == 1,
        "text_after_quote": b'"' in text,
        "blank_line": lines[name][at[0] - 2] in (b"", b"\r"),
        "exact_duplicate": lines[name].count(text) == 2,
        "duplicate": len(at) == 2 and lines[name][at[-1] - 1] != text and lines[name][at[-1] - 1][:2] == text[:2],
        "endless": len(text) > 1 << 20,
    }.get(row["kind"], True)
    assert test, (row, text[:200])
    assert row["outcome"] == ("one_rejected" if row["kind"] == "duplicate" else "rejected" if row["reason"] else "loaded")
harmful = {k for k in kinds if k not in ("bom", "bom_inside", "crlf", "full_width", "thousands", "padded", "blank_line",
                                         "exact_duplicate", "pilot_code")}
assert len(harmful) >= 15, sorted(harmful)
PY

# ---- shuffled: other order, the same rows
"$city" --out "$work/shuffled" --firms 20000 --shuffle 7
for file in "$work"/a/*.gz; do
    name=${file##*/}
    cmp -s <(zcat "$file" | LC_ALL=C sort) <(zcat "$work/shuffled/$name" | LC_ALL=C sort) || fail "$name: other rows when shuffled"
    cmp -s <(zcat "$file" | head -n 1) <(zcat "$work/shuffled/$name" | head -n 1) || fail "$name: other header when shuffled"
done
cmp -s "$work/a/registry_20261120.csv.gz" "$work/shuffled/registry_20261120.csv.gz" && fail "not shuffled"
cmp -s <(cut -d, -f1,3- "$work/a/truth.csv" | sort) <(cut -d, -f1,3- "$work/shuffled/truth.csv" | sort) || fail "other faults when shuffled"
cmp -s <(sort "$work/a/expect.csv") <(sort "$work/shuffled/expect.csv") || fail "other expectations when shuffled"

# ---- a second night: about one row in a hundred is another one
"$city" --out "$work/next" --firms 20000 --faults 0 --change 1%
changed=$(diff <(zcat "$work/clean/registry_20261120.csv.gz") <(zcat "$work/next/registry_20261120.csv.gz") | grep -c '^>')
[ "$changed" -gt 120 ] && [ "$changed" -lt 280 ] || fail "$changed of 20000 rows changed"

# ---- every rung has firms with each expectation
for tier in tech_sme innovative srdi little_giant champion; do
    for what in certain short: missing:; do
        grep -q "^[^,]*,$tier,$what" "$work/a/expect.csv" || fail "no $what for $tier"
    done
done

"$city" --out "$work/x" --firms many 2>/dev/null && fail "a wrong number is taken"
start=$(date +%s%N)
"$city" --out "$work/full" --firms 207455
echo "207455 firms in $((($(date +%s%N) - start) / 1000000)) ms"
