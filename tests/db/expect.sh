#!/usr/bin/env bash
# Firms built so that their place on the ladder is known: plainly there, short of exactly one condition, or
# with exactly one fact that nobody delivers. A whole night must say so of every one of them.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-migrate" >/dev/null
"$TIDU_BIN/tidu-city" --out "$work/city" --firms 30000
status=0
"$TIDU_BIN/tidu" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/city" --as-of 2026-11-20 \
    --out "$work/out" >"$work/log" 2>&1 || status=$?
[ "$status" = 0 ] || [ "$status" = 65 ] || {
    echo "tidu run ended with $status"
    tail -n 20 "$work/log"
    exit 1
}
sql -c "CREATE TEMP TABLE expect (uscc text, tier text, expectation text)" \
    -c "\\copy expect FROM '$work/city/expect.csv' CSV HEADER" \
    -c "COPY (SELECT e.uscc, e.tier, e.expectation, v.verdict_id FROM expect e
              LEFT JOIN api.verdict v ON v.uscc = e.uscc AND v.tier = e.tier AND v.kind = 'new'
              ORDER BY 2, 3, 1) TO STDOUT CSV" >"$work/verdicts"
sql -c "CREATE TEMP TABLE expect (uscc text, tier text, expectation text)" \
    -c "\\copy expect FROM '$work/city/expect.csv' CSV HEADER" \
    -c "COPY (SELECT e.uscc, e.tier, c.position, c.parent, c.id, c.subject, c.state_id FROM expect e
              JOIN api.condition c ON c.uscc = e.uscc AND c.tier = e.tier AND c.kind = 'new'
              ORDER BY 1, 2, 3) TO STDOUT CSV" >"$work/conditions"
python3 - "$work/verdicts" "$work/conditions" <<'PY'
import collections, csv, sys

conditions = collections.defaultdict(dict)
for uscc, tier, position, parent, name, subject, state in csv.reader(open(sys.argv[2])):
    conditions[uscc, tier][int(position)] = (int(parent), name, state)
bad, right = [], collections.Counter()
for uscc, tier, expectation, verdict in csv.reader(open(sys.argv[1])):
    what, _, detail = expectation.partition(":")
    tree = conditions[uscc, tier]
    tops = {n: state for n, (parent, _, state) in tree.items() if parent == -1}
    unmet = [tree[n][1] for n, state in tops.items() if state == "unmet"]
    unknown = [tree[n][1] for n, state in tops.items() if state == "unknown"]
    if what == "certain":
        ok = verdict in ("confirmed", "ready") and not unmet and not unknown
    elif what == "short":  # the condition itself and, of the topmost, only the one above it
        named = [n for n, (_, name, state) in tree.items() if name == detail and state == "unmet"]
        above = set()
        for n in named:
            while tree[n][0] != -1:
                n = tree[n][0]
            above.add(n)
        ok = named and unmet == [tree[n][1] for n in above] and not unknown and verdict in ("near", "no")
    else:  # a platform score that is not there yet is awaited, not unknown
        ok = not unmet and (verdict == "ready" if detail == "platform_this" else verdict == "possible" and unknown)
    right[tier, what] += bool(ok)
    if not ok:
        bad.append((uscc, tier, expectation, "verdict", verdict, "unmet", unmet, "unknown", unknown))
for one in bad[:40]:
    print(*one)
print(f"{sum(right.values())} firms as expected, {len(bad)} not;", {"/".join(k): n for k, n in sorted(right.items())})
sys.exit(bool(bad) or sum(right.values()) < 200)
PY
