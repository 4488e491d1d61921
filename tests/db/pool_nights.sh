#!/usr/bin/env bash
# A town through nights of known events (tests/support/pool_nights.py): what the nights have made, each from what changed
# only, is what a town gives that starts on that very night; every move has the cause of an event; every list that was
# published can be written again.
#   NIGHTS=60 EVERY=1 SEED=2 bash tests/db/pool_nights.sh      the long form: more nights, a fresh town on each
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
NIGHTS=${NIGHTS:-9} EVERY=${EVERY:-5} SEED=${SEED:-1}
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
"$TIDU_BIN/tidu-city" --out "$work/city" --firms 2000 --as-of 2027-11-01 --faults 0
python3 "$here/../support/pool_nights.py" "$work/city" "$work" "$NIGHTS" "$SEED"
cp -r "$TIDU_SOURCE/criteria" "$work/criteria"
cp -r "$work/criteria" "$work/changed"
sed -i 's/score: total >= 60/score: total >= 70/; s/revenue\[Y\] >= 1500万/revenue[Y] >= 6000万/' "$work"/changed/tiers/{innovative-2022,srdi-2026}.yaml
sed 's/^seats: .*/seats: {little_giant: 3, srdi: 6, innovative: 12, champion: 3, tech_sme: 8}/' "$TIDU_SOURCE/profiles/demo.yaml" >"$work/seats.yaml"
sed 's/^seats: .*/seats: {little_giant: 2, srdi: 8, innovative: 9, champion: 3, tech_sme: 8}/' "$TIDU_SOURCE/profiles/demo.yaml" >"$work/fewer.yaml"
set +e

run() { # night, folder of deliveries, output: its exit code
    local as_of rules
    as_of=$(cat "$1/as_of")
    read -r -a rules <"$1/rules"
    local with=(--profile "$work/${rules[1]}.yaml" --criteria "$work/${rules[0]}" --inputs "$1/$2" --as-of "$as_of" --out "$3" --lang en)
    "$TIDU_BIN/tidu" run "${with[@]}" >"$work/said" 2>&1
    local status=$?
    if [ $status = 76 ]; then # so many moves are looked at by a person
        "$TIDU_BIN/tidu" publish "${with[@]}" --release "looked at" >"$work/said" 2>&1
        status=$?
    fi
    [ $status = 0 ] || [ $status = 65 ] || { cat "$work/said" >&2; fails "a night ended with $status: $1"; }
}
fails() { check "$1" "" wrong; }
say() { # what people said by this night: each answer is a file of its own, as `tidu queue --answers` keeps it
    local n=0 holder firm
    while read -r holder firm; do
        n=$((n + 1))
        sql -c "INSERT INTO link.answers (answers, file, file_hash, taken, refused) VALUES ($n, '', '', 1, 0) ON CONFLICT DO NOTHING" \
            -c "INSERT INTO link.judgement VALUES ('~$holder', '$firm', $n, 'same', '', 1) ON CONFLICT DO NOTHING"
    done <"$1/said"
}
# What stands, without the numbers of runs: every row as its columns, so that a new column is compared as well.
standing() {
    sql <<'SQL'
SELECT max(run) FILTER (WHERE stage = 'rank') AS ranked, max(run) FILTER (WHERE stage = 'score') AS scored FROM meta.stage WHERE status = 'done' \gset
SELECT 'feature', to_jsonb(f) FROM feature.firm AS f ORDER BY f.uscc;
SELECT 'firm', to_jsonb(f) - '{from_run,to_run,rules_run}'::text[] FROM result.firm AS f WHERE f.from_run <= :ranked AND :ranked < f.to_run ORDER BY f.uscc;
SELECT 'spread', j.uscc, j.spread FROM result.judgement AS j WHERE j.from_run <= :ranked AND :ranked < j.to_run ORDER BY j.uscc;
SELECT 'funnel', to_jsonb(f) - 'run' FROM result.funnel_county AS f WHERE f.run = (SELECT max(run) FROM result.funnel_county WHERE run <= :ranked)
ORDER BY f.position, f.step, f.county;
SELECT 'near', to_jsonb(x) - 'rules_run' FROM result.near AS x
WHERE (x.rules_run, x.pattern) IN (SELECT j.rules_run, j.pattern FROM result.judgement AS j WHERE j.from_run <= :ranked AND :ranked < j.to_run)
ORDER BY x.pattern, x.position, x.n;
SELECT 'list', to_jsonb(s) - 'run' FROM pool.shortlist AS s WHERE s.run = :ranked ORDER BY s.position, s.place;
SELECT 'seat', to_jsonb(s) - 'run' FROM pool.seat AS s WHERE s.run = :ranked ORDER BY s.position, s.county;
SELECT to_regclass('pool.member') IS NOT NULL AS pool \gset
\if :pool
SELECT 'total', to_jsonb(s) - 'run' FROM pool.seat_total AS s WHERE s.run = :ranked ORDER BY s.position;
SELECT 'excluded', to_jsonb(x) - '{from_run,to_run}'::text[] FROM pool.excluded AS x WHERE x.from_run <= :ranked AND :ranked < x.to_run
ORDER BY x.uscc, x.tier, x.rule;
SELECT 'member', m.uscc, m.tier, m.stage FROM pool.member AS m WHERE m.from_run <= :ranked AND :ranked < m.to_run
  AND m.stage <> 'recognised' -- only who was in the pool before
ORDER BY m.uscc, m.tier;
\endif
SQL
}
orders() { sql -c "SELECT to_regclass('pool.override') IS NOT NULL"; }
# What people order: firms to which nothing else happens. Nothing in the database but the orders says it on later nights.
order() { # night: add, remove, hold; later one is withdrawn
    local free="FROM pool.shortlist AS s JOIN result.program AS p ON p.position = s.position AND p.kind = 'new' AND p.tier = 'innovative'
        AND p.from_run = (SELECT max(from_run) FROM result.program)
        WHERE s.run = (SELECT max(run) FROM pool.shortlist) AND s.uscc NOT IN (SELECT firm FROM public.truth)"
    case $1 in
    2)
        added=$(sql -c "SELECT s.uscc $free AND NOT s.seated ORDER BY s.place DESC, s.uscc LIMIT 1")
        removed=$(sql -c "SELECT s.uscc $free AND s.seated ORDER BY s.place, s.uscc LIMIT 1")
        held=$(sql -c "SELECT s.uscc $free AND s.seated ORDER BY s.place DESC, s.uscc LIMIT 1")
        held_place=$(sql -c "SELECT s.place FROM pool.shortlist AS s WHERE s.uscc = '$held' AND s.run = (SELECT max(run) FROM pool.shortlist)")
        ordered add "$added" --beside
        ordered remove "$removed"
        ordered hold "$held"
        ;;
    9)
        "$TIDU_BIN/tidu" override withdraw 2 --why "no longer" --by office >/dev/null 2>&1 || fails "withdraw"
        sql -c "INSERT INTO public.truth VALUES ($1, '$removed', 'withdrawn', 'override')"
        ;;
    esac
}
ordered() { # action, firm, options
    "$TIDU_BIN/tidu" override "$1" "$2" --tier innovative --why "a meeting" --by office "${@:3}" >"$work/said" 2>&1 || fails "override $1: $(cat "$work/said")"
    sql -c "INSERT INTO public.truth VALUES (2, '$2', '$1', 'override')"
}
in_force() { # night: what the orders make of tonight's list; "" = as ordered
    [ "$1" -ge 2 ] || return
    sql -c "WITH list AS (SELECT s.uscc, s.seated, s.place FROM pool.shortlist AS s JOIN result.program AS p ON p.position = s.position AND p.tier = 'innovative'
                AND p.kind = 'new' AND p.from_run = (SELECT max(from_run) FROM result.program) WHERE s.run = (SELECT max(run) FROM pool.shortlist))
        SELECT 'night $1 add ' || '$added' WHERE NOT EXISTS (SELECT FROM list WHERE uscc = '$added' AND seated)
        UNION ALL SELECT 'night $1 remove ' || '$removed' WHERE $1 < 9 AND EXISTS (SELECT FROM list WHERE uscc = '$removed' AND seated)
        UNION ALL SELECT 'night $1 hold ' || '$held' WHERE NOT EXISTS (SELECT FROM list WHERE uscc = '$held' AND seated)"
}
compare() { # night: with a town that has no past
    local n=${1##*night_} deliveries=in mine=$PGDATABASE
    [ -d "$1/whole" ] && deliveries=whole
    standing >"$work/mine"
    PGDATABASE=postgres sql -c "CREATE DATABASE fresh_$n TEMPLATE migrated"
    PGDATABASE=fresh_$n
    say "$1"
    if [ "$(orders)" = t ]; then
        for table in pool.override pool.override_end; do PGDATABASE=$mine sql -c "COPY $table TO STDOUT" | sql -c "COPY $table FROM STDIN"; done
    fi
    run "$1" $deliveries "$work/fresh"
    standing >"$work/its"
    PGDATABASE=$mine
    check "night $n: what stands is what a fresh town has" "" "$(diff "$work/mine" "$work/its" | head -n 6 | cut -c1-600)"
    check "night $n: … and its lists" "" "$(python3 "$here/../support/pool_nights_same.py" "$work/out/$(cat "$1/as_of")" "$work/fresh/$(cat "$1/as_of")")"
    PGDATABASE=postgres sql -c "DROP DATABASE fresh_$n"
    [ -n "${KEEP:-}" ] && cp -r "$work/out/$(cat "$1/as_of")" "$KEEP/mine_$n" && mv "$work/fresh/$(cat "$1/as_of")" "$KEEP/fresh_$n"
    rm -rf "$work/fresh"
}

PGDATABASE=postgres sql -c "CREATE DATABASE migrated"
PGDATABASE=migrated "$TIDU_BIN/tidu-migrate" >/dev/null 2>&1
PGDATABASE=postgres sql -c "CREATE DATABASE town TEMPLATE migrated"
export PGDATABASE=town
sql -c "CREATE TABLE public.night (night integer, run bigint)" -c "CREATE TABLE public.truth (night integer, firm text, kind text, cause text)" \
    -c "\\copy public.truth FROM '$work/truth.csv' CSV"
issued=0 lost=
for night in "$work"/night_*; do
    n=${night##*night_}
    say "$night"
    [ "$(orders)" = t ] && order $((10#$n))
    run "$night" in "$work/out"
    [ "$(orders)" = t ] && lost="$lost$(in_force $((10#$n)))"
    sql -c "INSERT INTO public.night SELECT $((10#$n)), max(run) FROM meta.stage WHERE stage = 'rank' AND status = 'done'"
    last=$(sql -c "SELECT max(issue) FROM pool.issue")
    [ -e "$night/quiet" ] && check "night $n: nothing changed, nothing was done and nothing published" "$issued same" \
        "$last $(sql -c "SELECT DISTINCT status FROM meta.stage WHERE run = (SELECT max(run) FROM meta.run) AND stage <> 'load' ORDER BY 1" | paste -sd' ')"
    [ "$last" = "$issued" ] || cp -r "$work/out/$(cat "$night/as_of")" "$work/kept_$last"
    issued=$last
    if [ $((10#$n % EVERY)) = 0 ] || [ $((10#$n)) = "$NIGHTS" ]; then compare "$night"; fi
done

# Nights whose ranking is that of the night before have no moves of their own.
sql -c "DELETE FROM public.night AS n USING public.night AS o WHERE o.run = n.run AND o.night < n.night" \
    -c "CREATE VIEW public.ranked AS SELECT n.night, n.run, b.run AS before, r.as_of <> b.as_of AS turned FROM public.night AS n JOIN meta.run AS r USING (run)
        JOIN LATERAL (SELECT o.run, x.as_of FROM public.night AS o JOIN meta.run AS x USING (run) WHERE o.run < n.run ORDER BY o.run DESC LIMIT 1) AS b ON true"
moves() {
    check "a firm that moved for a reason of its own: an event of its own, or the day" "" "$(sql -c "
        SELECT n.night, m.uscc, m.aspect, m.was, m.became, m.cause FROM pool.move AS m JOIN public.ranked AS n USING (run)
        WHERE m.direct AND NOT (m.cause = 'clock' AND n.turned) AND NOT EXISTS (
            SELECT FROM public.truth AS t WHERE t.night = n.night AND t.firm IN (m.uscc, '*') AND m.cause = ANY (string_to_array(t.cause, '|')))
        ORDER BY 1, 2, 3 LIMIT 20")"
    check "a firm that others displaced: the cause is that of an event of the night, or the day" "" "$(sql -c "
        SELECT n.night, m.uscc, m.aspect, m.was, m.became, m.cause FROM pool.move AS m JOIN public.ranked AS n USING (run)
        WHERE NOT m.direct AND NOT (m.cause = 'clock' AND n.turned)
          AND NOT EXISTS (SELECT FROM public.truth AS t WHERE t.night = n.night AND m.cause = ANY (string_to_array(t.cause, '|')))
        ORDER BY 1, 2, 3 LIMIT 20")"
    check "a firm on a list that is cancelled, leaves the registry or is dishonest leaves it by its data" "" "$(sql -c "
        SELECT n.night, t.firm, t.kind FROM public.truth AS t JOIN public.ranked AS n USING (night) JOIN pool.shortlist AS s ON s.uscc = t.firm AND s.run = n.before
        WHERE t.kind IN ('cancelled', 'left the registry', 'dishonest') AND NOT EXISTS (
            SELECT FROM pool.move AS m WHERE m.run = n.run AND m.uscc = t.firm AND m.aspect = 'tier' AND m.direct AND m.cause = 'data')
        ORDER BY 1, 2")"
    check "the causes add up: as many moves as the lists of two nights differ by" "" "$(sql -c "
        WITH stands AS (
            SELECT n.night, n.run AS of_run, coalesce(i.firm, s.uscc) AS uscc, p.tier || p.kind AS tier, s.seated, s.run = n.run AS now
            FROM public.ranked AS n JOIN pool.shortlist AS s ON s.run IN (n.run, n.before)
            JOIN LATERAL (SELECT * FROM result.program AS q WHERE q.from_run <= s.run AND q.position = s.position ORDER BY q.from_run DESC LIMIT 1) AS p ON true
            LEFT JOIN link.identity AS i ON i.uscc = s.uscc AND i.run <= n.run -- another code is the same firm
        ), several AS ( -- on a second list by an order
            SELECT DISTINCT of_run, uscc FROM stands GROUP BY of_run, uscc, now HAVING count(*) > 1
        ), moved AS (
            SELECT * FROM pool.move AS m WHERE NOT EXISTS (SELECT FROM several AS v WHERE v.of_run = m.run AND v.uscc = m.uscc)
        ), differ AS (
            SELECT night, of_run, uscc, max(tier) FILTER (WHERE now) IS DISTINCT FROM max(tier) FILTER (WHERE NOT now) AS tier,
                   max(tier) FILTER (WHERE now AND seated) IS DISTINCT FROM max(tier) FILTER (WHERE NOT now AND seated) AS seat
            FROM stands AS d WHERE NOT EXISTS (SELECT FROM several AS v WHERE v.of_run = d.of_run AND v.uscc = d.uscc) GROUP BY night, of_run, uscc
        )
        SELECT d.night, count(*) FILTER (WHERE d.tier), (SELECT count(*) FROM moved AS m WHERE m.run = d.of_run AND m.aspect = 'tier'),
               count(*) FILTER (WHERE d.seat), (SELECT count(*) FROM moved AS m WHERE m.run = d.of_run AND m.aspect = 'seat')
        FROM differ AS d GROUP BY d.night, d.of_run
        HAVING count(*) FILTER (WHERE d.tier) <> (SELECT count(*) FROM moved AS m WHERE m.run = d.of_run AND m.aspect = 'tier')
            OR count(*) FILTER (WHERE d.seat) <> (SELECT count(*) FROM moved AS m WHERE m.run = d.of_run AND m.aspect = 'seat')
        ORDER BY 1")"
    check "moves by data, the day and rules were there to be told" "clock data rule" "$(sql -c "SELECT DISTINCT cause FROM pool.move WHERE cause IN ('data', 'clock', 'rule') ORDER BY 1" | paste -sd' ')"
}
[ "$(orders)" = t ] && check "no order of a person is lost: add, remove and hold stand on every later night, until withdrawn" "" "$lost"
if [ "$(sql -c "SELECT to_regclass('pool.move') IS NOT NULL")" = t ]; then moves; fi

wrong=
for kept in "$work"/kept_*; do
    issue=${kept##*kept_}
    as_of=$(sql -c "SELECT as_of FROM pool.issue WHERE issue = $issue")
    "$TIDU_BIN/tidu" reissue --as-of "$as_of" --known-on "$issue" --out "$work/again" >/dev/null 2>&1 &&
        diff -r "$kept" "$work/again/$as_of" >/dev/null || wrong="$wrong $issue"
    rm -rf "$work/again"
done
check "every list that was published is written again, byte for byte" "" "$wrong"
finish
