#!/usr/bin/env bash
# Too many rejects: nothing of the delivery stays, its first rejects are kept to be looked at, the message has both
# rows and percent and what to do; the limits are exact; also over several files and on a first load.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
error() { ask "SELECT error FROM meta.batch WHERE delivery = '${1:-registry}' ORDER BY batch DESC LIMIT 1"; }
bad() { awk -F, -v OFS=, -v n="$1" 'NR > 1 && NR <= n + 1 { $4 = "2015-13-01" } { print }'; } # the first n rows

# on a first load
registry 100 | bad 11 >"$work/in/registry_20260601.csv"
finance 2025 10 >"$work/in/finance_20260601.csv"
loads 65
equals "first load over the limit: nothing stays" "0 0 0" "$(ask 'SELECT concat_ws($$ $$, (SELECT count(*) FROM source.registry), (SELECT count(*) FROM personal.registry), (SELECT count(*) FROM personal.line WHERE delivery = $$registry$$))')"
equals "first load over the limit: the table has its key again" 1 "$(ask "SELECT count(*) FROM pg_constraint WHERE conname = 'registry_key'")"
equals "message: rows, percent and limit" "TD-2105: 已读 100 行，退回 11 行（11.000 %），超过上限 10.0000 %，整份未载入" "$(error)"
grep -q '处理: tidu rejects 导出退回行供更正' "$work/log" || fails "message: what to do"
registry 100 | bad 10 >"$work/in/registry_20260601.csv"
loads 0
equals "exactly the percentage is within it" "done 100 90 0 0 0 10 0" "$(counts registry)"

registry 3000 >"$work/in/registry_20260601.csv"
loads 0
before=$(contents source.registry)
registry 3000 | awk -F, -v OFS=, 'NR > 1 && NR % 2 { $4 = "2015-13-01" } { print }' >"$work/in/registry_20260602.csv"
loads 65
newest="(SELECT max(batch) FROM meta.batch WHERE delivery = 'registry')"
equals "by share" "TD-2105" "$(error | cut -c1-7)"
equals "the first thousand" "1000" "$(ask "SELECT count(*) FROM reject.row WHERE batch = $newest")"
equals "what stands" "$before" "$(contents source.registry)"
equals "what is told names nobody" "0" "$(grep -c '张样' "$work/log")"

sed -i '/- id: registry/a\    reject_limit: {rows: 20, percent: 1.05%}' "$work/profile.yaml"
loads 65
equals "by rows" "21" "$(ask "SELECT rows_rejected FROM meta.batch WHERE batch = $newest")"
grep -q '超过上限 20 行' "$work/log" || fails "by rows: the message"
registry 1900 | bad 20 >"$work/in/registry_20260603.csv"
loads 65
equals "20 of 1900 are more than 1.05 %" "TD-2105: 已读 1900 行，退回 20 行（1.052 %），超过上限 1.0500 %，整份未载入" "$(error)"
registry 2000 | bad 21 >"$work/in/registry_20260603.csv"
loads 65
equals "21 rows are more than 20" "21" "$(ask "SELECT rows_rejected FROM meta.batch WHERE batch = $newest")"
registry 3000 | bad 10 >"$work/in/registry_20260603.csv"
loads 0
equals "within both limits" "done 3000 0 0 2990 0 10 0" "$(counts registry)"

# several files of one delivery are judged together, and none of them stays
before=$(contents source.finance)
finance 2024 50 >"$work/in/finance_20260604_a.csv"
finance 2025 50 | awk -F, -v OFS=, 'NR > 1 && NR < 14 { $3 = "many" } { print }' >"$work/in/finance_20260604_b.csv"
loads 65
equals "two files, 12 of 100 rows: nothing of either stays" "$before" "$(contents source.finance)"
finance 2025 50 | awk -F, -v OFS=, 'NR > 1 && NR < 12 { $3 = "many" } { print }' >"$work/in/finance_20260604_b.csv"
loads 0
equals "two files, 10 of 100 rows: a fifth of the second is no matter" "done 100 90 0 0 0 10 0" "$(counts finance)"
ends
