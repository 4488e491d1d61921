#!/usr/bin/env bash
# features: computing only what was touched gives the bytes of computing all, through changes of records,
# sources, aliases, of what stands in the registry, and of the as-of date.
set -eu
TIDU_SOURCE=${TIDU_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
. "$TIDU_SOURCE/tests/support/feature_lib.sh"
begin
sql -c "INSERT INTO meta.source_rank VALUES ('finance', '*', 1, 0), ('finance', '*', 2, 1), ('ip', '*', 1, 1), ('ip', '*', 2, 0)"
# 400 units; a hash of a number stands for chance, so that the rows are the same every time
sql -c "
CREATE FUNCTION dice(i integer, salt text, sides integer) RETURNS integer LANGUAGE sql IMMUTABLE AS
    'SELECT (hashtext(i || salt) & 1048575) % sides';
CREATE FUNCTION code(i integer) RETURNS text LANGUAGE sql IMMUTABLE AS
    'SELECT ''91371500MA3'' || lpad(i::text, 7, ''0'')';
INSERT INTO source.registry (key_hash, row_hash, batch, line, source, code_flag, uscc, name, org_kind, status)
SELECT i, i, 1, i, 1, false, code(i), '企业' || i, 'company', 'active' FROM generate_series(1, 400) i;
INSERT INTO source.registry (key_hash, row_hash, batch, line, source, code_flag, uscc, name, org_kind, status, county)
SELECT i, i, 1, i, 2, false, code(i), '企业' || i, 'branch', 'active', '371502' FROM generate_series(1, 400, 9) i;
INSERT INTO source.finance (key_hash, row_hash, batch, line, source, uscc, year, revenue, assets)
SELECT i, i, 1, i, s, CASE WHEN dice(i, 'h', 9) = 0 AND s = 1 THEN '~企业' || i ELSE code(i) END, y,
       CASE WHEN s = 2 OR dice(i, 'b', 5) > 0 THEN dice(i * y + s, 'r', 1000) END, CASE WHEN dice(i, 'a', 3) = 0 THEN i END
FROM generate_series(1, 400) i, generate_series(2022, 2025) y, generate_series(1, 2) s
WHERE s = 1 OR dice(i, 's', 4) = 0;
INSERT INTO source.staff (key_hash, row_hash, batch, line, source, uscc, year, employees)
SELECT i, i, 1, i, 1, code(i), y, dice(i, 'e', 100) FROM generate_series(1, 400) i, generate_series(2023, 2025) y;
INSERT INTO source.ip (key_hash, row_hash, batch, line, source, uscc, right_no, kind, legal_status, granted, for_main_product)
SELECT i, i, 1, i, 1 + dice(i, 'q', 2), CASE WHEN dice(i, 'n', 5) = 0 THEN '~企业' || 1 + i % 400 ELSE code(1 + i % 400) END, (i % 700)::text,
       CASE WHEN dice(i, 'k', 2) = 0 THEN 'invention' ELSE 'utility' END, 'valid', date '2015-01-01' + dice(i, 'g', 4000),
       CASE WHEN dice(i, 'm', 3) > 0 THEN true END
FROM generate_series(1, 1500) i ON CONFLICT DO NOTHING;
INSERT INTO source.title (key_hash, row_hash, batch, line, source, uscc, title, granted, valid_to)
SELECT i, i, 1, i, 1, code(1 + i % 400), CASE dice(i, 't', 3) WHEN 0 THEN 'srdi' WHEN 1 THEN 'tech_sme' ELSE 'award_provincial' END,
       date '2022-01-01' + dice(i, 'g', 1600), date '2025-01-01' + dice(i, 'v', 1000)
FROM generate_series(1, 300) i ON CONFLICT DO NOTHING;
INSERT INTO source.conduct (key_hash, row_hash, batch, line, source, uscc, kind, from_date, to_date)
SELECT i, i, 1, i, 1, code(1 + i % 400), 'abnormal', date '2022-01-01' + dice(i, 'g', 1600), NULL FROM generate_series(1, 60) i
ON CONFLICT DO NOTHING;"
sql -c "ANALYZE"
changed "INSERT INTO feature.touched VALUES ('*')"
stage link
stage features
check "the first time: all" "all 400" "$(ask "SELECT (counts ->> 'full') || ' ' || (counts ->> 'units') FROM meta.stage WHERE stage = 'features'")"

firms() { ask "COPY (SELECT * FROM feature.firm ORDER BY uscc) TO STDOUT"; }
# What a touched-only run left, against the same computed in full.
compare() { # what, how it must have been computed
    stage link
    stage features
    check "$1: computed" "$2" "$(count_of features full)"
    firms >"$work/touched"
    sql -c "DELETE FROM meta.stage WHERE stage = 'features'"
    stage features
    check "$1: then in full" "all" "$(count_of features full)"
    firms >"$work/full"
    check "$1: the same bytes" "" "$(cmp "$work/touched" "$work/full" 2>&1)"
    cmp -s "$work/full" "$work/before" 2>/dev/null && check "$1: something changed" yes no
    cp "$work/full" "$work/before"
}
firms >"$work/before"
changed "WITH t AS (UPDATE source.finance SET revenue = revenue + 1 WHERE dice(key_hash::integer, 'x', 20) = 0 RETURNING uscc)
         INSERT INTO feature.touched SELECT uscc FROM t ON CONFLICT DO NOTHING"
compare "figures" touched
# of each touched unit only the parts of the datasets that changed are made again
changed "WITH t AS (UPDATE source.finance SET revenue = revenue + 1 WHERE dice(key_hash::integer, 'o', 40) = 0 RETURNING uscc, 2 AS bit),
              k AS (UPDATE source.ip SET for_main_product = NOT for_main_product WHERE dice(key_hash::integer, 'n', 40) = 0 RETURNING uscc, 8 AS bit)
         INSERT INTO feature.touched (uscc, datasets)
         SELECT uscc, bit_or(bit) FROM (TABLE t UNION ALL TABLE k) AS u GROUP BY uscc"
compare "figures of some, rights of others" touched
changed "WITH t AS (UPDATE source.finance SET gone = 2 WHERE source = 2 AND dice(key_hash::integer, 'y', 3) = 0 RETURNING uscc)
         INSERT INTO feature.touched SELECT uscc FROM t ON CONFLICT DO NOTHING"
compare "a source withdraws" touched
changed "WITH t AS (INSERT INTO source.staff (key_hash, row_hash, batch, line, source, uscc, year, insured)
             SELECT i, i, 1, i, 3, code(i), 2025, i FROM generate_series(1, 20) i RETURNING uscc)
         INSERT INTO feature.touched SELECT uscc FROM t ON CONFLICT DO NOTHING"
compare "another source comes" touched
changed "WITH t AS (UPDATE source.registry SET name = name || '改' WHERE dice(key_hash::integer, 'z', 25) = 0 RETURNING uscc)
         INSERT INTO feature.touched SELECT uscc FROM t ON CONFLICT DO NOTHING"
compare "names change, and with them the aliases" touched
changed "WITH t AS (UPDATE source.registry SET gone = 3 WHERE dice(key_hash::integer, 'w', 25) = 0 RETURNING uscc)
         INSERT INTO feature.touched SELECT uscc FROM t ON CONFLICT DO NOTHING"
compare "units leave the registry" touched
changed "WITH t AS (UPDATE source.registry SET gone = NULL WHERE gone = 3 AND dice(key_hash::integer, 'v', 2) = 0 RETURNING uscc)
         INSERT INTO feature.touched SELECT uscc FROM t ON CONFLICT DO NOTHING"
compare "some come back" touched
as_of=2026-08-15
changed "WITH t AS (UPDATE source.ip SET for_main_product = false WHERE dice(key_hash::integer, 'u', 20) = 0 RETURNING uscc)
         INSERT INTO feature.touched SELECT uscc FROM t ON CONFLICT DO NOTHING"
compare "another date, some rights" date
as_of=2027-01-01
compare "another year" year
sql -c "UPDATE meta.source_rank SET rank = 1 - rank WHERE dataset = 'finance'"
compare "other priorities" all
finish
