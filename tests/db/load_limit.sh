#!/usr/bin/env bash
# Too many rejects: the batch is rolled back, its first rejects stay to be looked at.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
finance 2025 10 >"$work/in/finance_20260601.csv"
registry 3000 >"$work/in/registry_20260601.csv"
loads 0
before=$(contents source.registry)
registry 3000 | awk -F, -v OFS=, 'NR > 1 && NR % 2 { $4 = "2015-13-01" } { print }' >"$work/in/registry_20260602.csv"
loads 65
equals "by share" "TD-2105" "$(ask "SELECT substr(error, 1, 7) FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
equals "the first thousand" "1000" "$(ask 'SELECT count(*) FROM reject.row')"
equals "of that batch" "$(ask "SELECT max(batch) FROM meta.batch WHERE delivery = 'registry'")" "$(ask 'SELECT DISTINCT batch FROM reject.row')"
equals "what stands" "$before" "$(contents source.registry)"
equals "what is told names nobody" "0" "$(grep -c '张样' "$work/log")"

sed -i '/- id: registry/a\    reject_limit: {rows: 20}' "$work/profile.yaml"
loads 65
equals "by rows" "21" "$(ask "SELECT rows_rejected FROM meta.batch WHERE delivery = 'registry' ORDER BY batch DESC LIMIT 1")"
registry 3000 | awk -F, -v OFS=, 'NR > 1 && NR < 12 { $4 = "2015-13-01" } { print }' >"$work/in/registry_20260602.csv"
loads 0
equals "within the limit" "done 3000 0 0 2990 0 10 0" "$(counts registry)"
ends
