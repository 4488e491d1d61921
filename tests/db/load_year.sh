#!/usr/bin/env bash
# mode year: a delivery replaces the years it has, and no others. Increments go in order of dates.
source "$TIDU_SOURCE/tests/support/load_lib.sh" || exit 1

profile
registry 20 >"$work/in/registry_20260601.csv"
{ finance 2024 20; finance 2025 20 | tail -n +2; } >"$work/in/finance_20260601.csv"
staff 2025 10 30 >"$work/in/staff_20260501.csv"
staff 2025 5 40 >"$work/in/staff_20260510.csv"
staff 2025 3 50 >"$work/in/staff_20260710.csv" # after the as-of date
loads 0
equals "two years" "40" "$(ask 'SELECT count(*) FROM source.finance')"
equals "increments in order" "30 5|40 5" "$(ask "SELECT string_agg(employees || ' ' || n, '|' ORDER BY employees) FROM (SELECT employees, count(*) AS n FROM source.staff GROUP BY 1) AS s")"
equals "a batch a date" "2" "$(ask "SELECT count(*) FROM meta.batch WHERE delivery = 'staff'")"

finance 2025 15 >"$work/in/finance_20260602.csv"
loads 0
equals "only 2025" "done 15 0 0 15 5 0 0" "$(counts finance)"
equals "2024 is whole" "20" "$(ask 'SELECT count(*) FROM source.finance WHERE year = 2024 AND gone IS NULL')"
equals "increments are not read again" "same" "$(counts staff | cut -d' ' -f1)"

# two files of one date are parts of one delivery
finance 2025 10 >"$work/in/finance_20260603_a.csv"
{ finance 2025 20 | head -1; finance 2025 20 | tail -n 5; } >"$work/in/finance_20260603_b.csv"
loads 0
equals "two parts" "done 15 0 5 10 5 0 0" "$(counts finance)"

# an old increment that is corrected is followed by the later ones
staff 2025 10 33 >"$work/in/staff_20260501.csv"
loads 0
equals "corrected" "33 5|40 5" "$(ask "SELECT string_agg(employees || ' ' || n, '|' ORDER BY employees) FROM (SELECT employees, count(*) AS n FROM source.staff GROUP BY 1) AS s")"
as_of=2026-07-15 loads 0
equals "the next one" "33 5|40 2|50 3" "$(ask "SELECT string_agg(employees || ' ' || n, '|' ORDER BY employees) FROM (SELECT employees, count(*) AS n FROM source.staff GROUP BY 1) AS s")"
ends
