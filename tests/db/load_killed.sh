#!/usr/bin/env bash
# Killed at any moment, run again: the same contents; two workers load what one loads.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
registry 4000 >"$work/in/registry_20260601.csv"
finance 2025 4000 | gzip >"$work/in/finance_20260601.csv.gz"
staff 2025 4000 12 >"$work/in/staff_20260601.csv"
all() { contents source.registry; contents source.finance; contents source.staff; ask 'SELECT md5(string_agg(t::text, chr(10) ORDER BY uscc)) FROM personal.registry AS t'; }
empty() { ask 'TRUNCATE source.registry, source.finance, source.staff, personal.registry, reject.row, meta.batch' >/dev/null; }

loads 0 --threads 1
one=$(all)
batches=$(ask 'SELECT string_agg(delivery || batch, chr(32) ORDER BY batch) FROM (SELECT delivery, batch - min(batch) OVER () AS batch FROM meta.batch) AS b')
empty
loads 0 --threads 2
equals "two workers" "$one" "$(all)"
equals "numbers of batches" "$batches" "$(ask 'SELECT string_agg(delivery || batch, chr(32) ORDER BY batch) FROM (SELECT delivery, batch - min(batch) OVER () AS batch FROM meta.batch) AS b')"

for delay in 0.01 0.02 0.03 0.04 0.05 0.06 0.08 0.10 0.12 0.15; do
    empty
    "$TIDU_BIN/tidu-load" --profile "$work/profile.yaml" --inputs "$work/in" --as-of 2026-07-01 >/dev/null 2>&1 &
    victim=$!
    sleep "$delay"
    kill -9 "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
    loads 0
    equals "fault 37: killed after $delay s" "$one" "$(all)"
    equals "the key is there after $delay s" "2" "$(ask "SELECT count(*) FROM pg_constraint WHERE conname IN ('registry_key', 'personal_registry_key')")"
done
ends
