#!/usr/bin/env bash
# Every file of sql/ is accepted by a migrated database: statements are prepared, COPY and scripts run
# on empty tables and are rolled back. Scripts of one folder that are numbered (10_…, 20_…) run in order
# in one transaction.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
fresh_db
"$TIDU_SUPPORT/db_probe" migrate >/dev/null
root=$TIDU_SOURCE/sql
declare -A names=([table]=source.finance [year]=year [county]=uscc [part]=feature.unit [figures]=feature.staff_of [found]=feature.keyword_found)
set +e

# What a script finds when its stage runs it: settings, the clock, and what an earlier file made.
for name in $(grep -rhoE "current_setting\('tidu\.[a-z_]+'" "$root" | cut -d"'" -f2 | sort -u); do
    case $name in
    tidu.target) value=registry ;;
    tidu.first) value=source.registry,personal.registry ;;
    tidu.as_of | *date*) value=2026-11-20 ;;
    tidu.full | tidu.all) value=on ;;
    *) value=1 ;;
    esac
    settings="${settings:-}SELECT set_config('$name', '$value', false);"
done
before() { # file
    case $1 in
    load/first_end) cat "$root/load/session.sql" "$root/load/first_begin.sql" ;;
    load/copy_in_freeze) echo "TRUNCATE source.finance;" ;;
    load/*) cat "$root/load/session.sql" ;;
    identity/begin | link/begin | score/change_begin | score/pattern_begin | score/near_begin) ;;
    score/change_end | score/firm_in) cat "$root/score/change_begin.sql" ;;
    score/pattern_in | score/pattern_end | score/pattern_check) cat "$root/score/pattern_begin.sql" ;;
    features/keyword_end) cat "$root/features/10_scope.sql" "$root/features/12_units.sql" "$root/features/keyword_begin.sql" ;;
    features/keyword_*) cat "$root/features/10_scope.sql" "$root/features/12_units.sql" ;;
    score/near_in | score/near_end) cat "$root/score/near_begin.sql" ;;
    identity/keep) cat "$root/identity/begin.sql" "$root/identity/follow.sql" ;;
    identity/*) cat "$root/identity/begin.sql" ;;
    link/unmoved) cat "$root/link/begin.sql" "$root/link/refresh.sql" ;;
    link/*) cat "$root/link/begin.sql" ;;
    rank/candidates | rank/member | moves/now) cat "$root/rank/pool_begin.sql" ;;
    rank/left_out) cat "$root/rank/pool_begin.sql" "$root/rank/member.sql" ;;
    moves/moved_in | moves/moved_end | moves/judged_before) cat "$root/moves/begin.sql" ;;
    moves/scope_in | moves/scope_end) cat "$root/moves/scope_begin.sql" ;;
    follow/begin) ;;
    follow/*) cat "$root/follow/begin.sql" ;;
    quality/pattern_in | quality/pattern_end) cat "$root/quality/some_begin.sql" ;;
    quality/*_first) echo "TRUNCATE quality.unit, quality.pattern;" ;;
    esac
}

# file: $body, with names in place of the variables, and $bare, without comments and blank lines. By the shell alone: some
# fifteen programs started for each of some hundred files took nearly all of the test's time.
read_file() {
    local name line
    body=$(<"$root/$1.sql")
    for name in "${!names[@]}"; do body=${body//":\"$name\""/${names[$name]}}; done
    bare=
    while IFS= read -r line; do
        line=${line%%--*}
        [[ $line =~ ^[[:space:]]*$ ]] || bare+=$line$'\n'
    done <<<"$body"
}

write() { # file: what is sent to the server, up to its end
    local kind
    read_file "$1"
    read -r kind _ <<<"$bare"
    [[ $bare != *\;*[^[:space:]]* ]] || kind=SCRIPT
    echo "BEGIN;"
    before "$1"
    case ${kind^^} in
    SELECT | INSERT | UPDATE | DELETE | WITH | VALUES) echo "PREPARE the_statement AS" ;;
    esac
    printf '%s\n;\n' "$body"
}

# All in one session; what one file does is rolled back before the next.
files=$(cd "$root" && find . -name '*.sql' | sed -e 's/^\.\///' -e 's/\.sql$//' | grep -vE '^migrations/|/[0-9][0-9]_' | LC_ALL=C sort)
try=$TIDU_PG_DIR.try
mkdir "$try"
for file in $files; do
    write "$file" >"$try/${file//\//.}"
    printf '\\warn == %s\n\\i %s\nROLLBACK; DEALLOCATE ALL;\n' "$file" "$try/${file//\//.}"
done >"$try/all"
# an empty stream is no COPY BINARY; by then the server has read the statement
{ echo "$settings"; cat "$try/all"; } | psql -XqAt -d "$PGDATABASE" 2>&1 >/dev/null | grep -E '^== |ERROR|FATAL|HINT' |
    grep -vE 'COPY file signature not recognized|current transaction is aborted' >"$try/answers"

count=0
declare -A answers=()
while IFS= read -r line; do
    [[ $line != "== "* ]] || of=${line#== }
    answers[$of]+=$line$'\n'
done <"$try/answers"
for file in $files; do
    check "$file" "== $file"$'\n' "${answers[$file]:-}"
    read -r line <"$root/$file.sql"
    check_has "$file begins with its purpose" "-- " "$line"
    count=$((count + 1))
done
[ "$count" -gt 40 ] || check "files found" "more than 40" "$count"

for folder in $(cd "$root" && ls -d */ | tr -d /); do
    ls "$root/$folder"/[0-9][0-9]_*.sql >/dev/null 2>&1 || continue
    {
        echo "$settings"
        echo "BEGIN;"
        cat "$root/$folder"/[0-9][0-9]_*.sql
        echo "ROLLBACK;"
    } >"$try/all"
    check "$folder, its numbered scripts in order" "" "$(sql -f "$try/all" 2>&1 >/dev/null | grep ERROR)"
done
rm -r "$try"
finish
