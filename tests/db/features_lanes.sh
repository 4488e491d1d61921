#!/usr/bin/env bash
# Features are computed on several connections: whichever of them fails, also when the others have committed
# already, nothing is judged from what is half done, and the next run computes what an undisturbed one does.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
city() { "$TIDU_BIN/tidu-city" --out "$work/in" --firms 2000 --as-of 2026-11-20 "$@" >/dev/null; }
stage() { # command, as-of date; prints the exit code
    local with=(--profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of "$2")
    case $1 in run) with+=(--out "$work/out-$PGDATABASE") ;; esac
    "$TIDU_BIN/tidu" "$1" "${with[@]}" --lang en >"$work/said" 2>&1
    echo $?
}
contents() { # all features, and the keywords, as one checksum each
    sql -c "SELECT md5(string_agg(f::text, E'\n' ORDER BY uscc)) FROM feature.firm AS f" \
        -c "SELECT md5(string_agg(k::text, E'\n' ORDER BY k::text)) FROM feature.keyword AS k" \
        -c "SELECT count(*) FROM feature.touched"
}
set +e

fresh_db
city --change 5%
stage run 2026-11-20 >/dev/null
whole=$(contents)
undisturbed=$(cd "$work/out-$PGDATABASE" && sha256sum current/*.csv current/*.xlsx)

fresh_db
city
stage run 2026-11-20 >/dev/null
city --change 5%
"$TIDU_BIN/tidu" load --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of 2026-11-20 >"$work/said" 2>&1
touched=$(sql -c "SELECT count(*) FROM feature.touched")
check "a night of changes only" t "$(sql -c "SELECT count(*) > 20 AND NOT bool_or(uscc = '*') FROM feature.touched")"
sql -c "CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS \$\$ BEGIN RAISE EXCEPTION 'refused'; END \$\$"

# a part of each connection, then the very last statement, when the other connections have committed
for table in feature.conduct feature.title feature.keyword_unit feature.pending; do
    sql -c "CREATE TRIGGER refuse BEFORE INSERT ON $table FOR EACH STATEMENT EXECUTE FUNCTION public.refuse()"
    case $(stage run 2026-11-20) in 0 | 65) check "$table is refused" failure success ;; esac
    check_has "$table: the reason is told" "refused" "$(cat "$work/said")"
    check "$table: all is noted to be done" t "$(sql -c "SELECT bool_or(uscc = '*') FROM feature.touched")"
    check "$table: nobody holds a lock or a transaction" 0 "$(sql -c "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL")"
    check "$table: nothing is judged from it" 1 "$(sql -c "SELECT count(*) FROM meta.stage WHERE stage = 'score' AND status = 'done'")"
    sql -c "DROP TRIGGER refuse ON $table"
done
case $(stage run 2026-11-20) in 0 | 65) ;; *) cat "$work/said" ;; esac
check "the next run ends as an undisturbed one" "$whole" "$(contents)"
# the report tells of the moves since the ranking before, which the undisturbed town does not have
check "… to the same lists" "$undisturbed" "$(cd "$work/out-$PGDATABASE" && sha256sum current/*.csv current/*.xlsx)"
finish
