#!/usr/bin/env bash
# Every move has the cause that re-running finds with one thing changed at a time: a night on which data, links, the day,
# rules and seats change at once, beside a second city for which they change one after the other.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 3000 --as-of 2026-11-20 >/dev/null
python3 "$TIDU_SOURCE/tests/support/moves_change.py" "$work/in" ends 2026-12-25 12 >/dev/null
cp -r "$TIDU_SOURCE/criteria" "$work/before"
cp -r "$TIDU_SOURCE/criteria" "$work/after"
seats() { # profile with these seats
    sed "s/^seats: .*/seats: {$1}/" "$TIDU_SOURCE/profiles/demo.yaml"
}
seats "little_giant: 6, srdi: 12, innovative: 30, champion: 8, tech_sme: 2" >"$work/before.yaml"
seats "little_giant: 8, srdi: 9, innovative: 33, champion: 8, tech_sme: 2" >"$work/after.yaml"
night() { # profile criteria date [arguments]
    "$TIDU_BIN/tidu" run --profile "$work/$1.yaml" --criteria "$work/$2" --inputs "$work/in" --as-of "$3" --out "$work/out" --lang en \
        "${@:4}" >"$work/said" 2>&1 || case $? in 65 | 76) ;; *) cat "$work/said" ;; esac
}
night before before 2026-11-20
sql -c "CREATE TABLE public.base AS SELECT max(run) AS run FROM pool.night" >/dev/null
check "the first ranking is held against nothing" "1|" "$(sql -c "SELECT count(*), max(before) FROM pool.night")"
check "… and moves nobody" 0 "$(sql -c "SELECT count(*) FROM pool.move")"

# What will change: figures of thirty candidates and of others, a judgement about names, the day, two rules.
mapfile -t touched < <(sql -c "SELECT uscc FROM pool.shortlist WHERE seated ORDER BY md5(uscc) LIMIT 24" \
    -c "SELECT uscc FROM pool.shortlist WHERE NOT seated ORDER BY md5(uscc) LIMIT 16")
mapfile -t names < <(sql -c "SELECT a.uscc || '|' || a.firm FROM link.alias AS a JOIN pool.shortlist AS s ON s.uscc = a.firm
    WHERE a.method = 'name' GROUP BY 1 ORDER BY 1")
judge_names() {
    sql -c "INSERT INTO link.answers (given_on, file, file_hash, taken, refused) VALUES ('2026-11-20', 'x', 'x', 1, 0)" >/dev/null
    printf '%s|1|not||1\n' "${names[@]}" | sql -c "COPY link.judgement FROM STDIN (DELIMITER '|')"
}
source=$PGDATABASE
PGDATABASE=postgres sql -c "CREATE DATABASE steps TEMPLATE $source"
python3 "$TIDU_SOURCE/tests/support/moves_change.py" "$work/in" figures "${touched[@]}" >/dev/null
sed -i 's/revenue\[Y\] >= 1500万/revenue[Y] >= 9000万/; s/revenue\[Y\] >= 5000万/revenue[Y] >= 15000万/' "$work/after/tiers/"*2026.yaml
sed -i 's/^  - gap_cost .*//' "$work/after/ranking.yaml"

judge_names
night after after 2026-12-31 # at once
export PGDATABASE=steps
night before before 2026-11-20 # the data
judge_names
night before before 2026-11-20 # the links
night before before 2026-12-31 # the day
night before after 2026-12-31  # the rules
night after after 2026-12-31   # the seats
sql -c "COPY (SELECT m.uscc, m.aspect, m.run, m.was, m.became, m.cause FROM pool.move AS m) TO STDOUT" >"$work/steps.tsv"
sql -c "COPY (SELECT s.uscc, p.tier, s.place, s.seated, s.county_place FROM pool.shortlist AS s JOIN result.program AS p
    ON p.position = s.position AND p.from_run = (SELECT max(from_run) FROM result.program)
    WHERE s.run = (SELECT max(run) FROM pool.night) ORDER BY 1) TO STDOUT" >"$work/end.steps"
export PGDATABASE=$source
sql -c "COPY (SELECT s.uscc, p.tier, s.place, s.seated, s.county_place FROM pool.shortlist AS s JOIN result.program AS p
    ON p.position = s.position AND p.from_run = (SELECT max(from_run) FROM result.program)
    WHERE s.run = (SELECT max(run) FROM pool.night) ORDER BY 1) TO STDOUT" >"$work/end.once"
check "both cities end alike" t "$(cmp "$work/end.steps" "$work/end.once" && echo t)"
sql -c "CREATE TABLE public.step (uscc text, aspect text, run bigint, was text, became text, cause text)" >/dev/null
sql -c "\\copy public.step FROM '$work/steps.tsv'"
# The step at which what moved took its final value, by the nights of the second city.
sql >/dev/null <<'SQL'
CREATE VIEW public.found AS
SELECT uscc, aspect, (array_agg(was ORDER BY run))[1] AS was, (array_agg(became ORDER BY run DESC))[1] AS became,
       (array_agg(cause ORDER BY run DESC))[1] AS cause
FROM public.step
GROUP BY uscc, aspect;
SQL
sql -c "SELECT cause FROM pool.move GROUP BY 1 ORDER BY 1" >"$work/causes"
for cause in data link clock rule; do
    check "some moves are by $cause" t "$(grep -qx "$cause" "$work/causes" && echo t)"
done
check "some were displaced by others, others moved by themselves" "f,t" "$(sql -c "SELECT string_agg(DISTINCT direct::text, ',' ORDER BY direct::text)
    FROM pool.move WHERE aspect = 'seat'" | sed 's/false/f/; s/true/t/')"
check "the causes are those of the nights one by one" "" "$(sql -c "
    SELECT m.uscc, m.aspect, m.was, m.became, m.cause, f.was, f.became, f.cause
    FROM (SELECT * FROM pool.move WHERE aspect IN ('tier', 'seat')) AS m
    FULL JOIN (SELECT * FROM public.found WHERE aspect IN ('tier', 'seat') AND was IS DISTINCT FROM became) AS f USING (uscc, aspect)
    WHERE m.cause IS DISTINCT FROM f.cause OR m.was IS DISTINCT FROM f.was OR m.became IS DISTINCT FROM f.became
    ORDER BY 1, 2")"
# Sums agree: what differs between the two lists is what moved, no more and no less.
sql >/dev/null <<'SQL'
CREATE VIEW public.listed AS
SELECT s.uscc, s.run, p.tier, s.seated, s.place FROM pool.shortlist AS s JOIN result.program AS p
    ON p.position = s.position AND p.from_run = (SELECT max(from_run) FROM result.program WHERE from_run <= s.run);
CREATE VIEW public.both AS
SELECT uscc, a.tier AS tier_a, b.tier AS tier_b, a.seated AS seated_a, b.seated AS seated_b, a.place AS place_a, b.place AS place_b
FROM (SELECT * FROM public.listed WHERE run = (SELECT before FROM pool.night ORDER BY run DESC LIMIT 1)) AS a
FULL JOIN (SELECT * FROM public.listed WHERE run = (SELECT max(run) FROM pool.night)) AS b USING (uscc);
SQL
check "every change of a list is a move" "$(sql -c "SELECT count(*) FROM public.both WHERE tier_a IS DISTINCT FROM tier_b")" \
    "$(sql -c "SELECT count(*) FROM pool.move WHERE aspect = 'tier'")"
check "… of a seat" "$(sql -c "SELECT count(*) FROM public.both
    WHERE CASE WHEN seated_a THEN tier_a END IS DISTINCT FROM CASE WHEN seated_b THEN tier_b END")" \
    "$(sql -c "SELECT count(*) FROM pool.move WHERE aspect = 'seat'")"
check "… of a place, displaced ones too" "$(sql -c "SELECT count(*) FROM public.both WHERE tier_a = tier_b AND place_a <> place_b")" \
    "$(sql -c "SELECT sum(firms) FROM pool.move_count WHERE aspect = 'place'")"
check "… each with its cause" "$(sql -c "SELECT count(*) FROM public.both WHERE tier_a = tier_b AND place_a <> place_b")" \
    "$(sql -c "SELECT count(cause) FROM api.place_move")"
check "the counts are those of the moves" "" "$(sql -c "
    SELECT * FROM (SELECT tier, county, aspect, direction, cause, direct, count(*)::bigint AS firms FROM pool.move GROUP BY 1, 2, 3, 4, 5, 6) AS m
    FULL JOIN (SELECT * FROM pool.move_count WHERE aspect <> 'place') AS c USING (tier, county, aspect, direction, cause, direct)
    WHERE m.firms IS DISTINCT FROM c.firms")"
check "flows add up to both lists" "$(sql -c "SELECT count(*) FROM public.both")" "$(sql -c "SELECT sum(firms) FROM api.flow")"
check "the published moves" "$(sql -c "SELECT count(*) FROM pool.move")" "$(sql -c "SELECT count(*) FROM api.move")"
check "… and over a week, as over the night" "$(sql -c "SELECT count(*) FROM pool.move")" "$(sql -c "SELECT count(*) FROM api.move_over(7)")"

diff() { "$TIDU_BIN/tidu" diff "$@" --lang en 2>&1; }
check "diff in English: aspects, directions, causes and states" "" \
    "$(diff 2026-11-20 2026-12-31 --limit 0 | grep -vE '^\s*$' | grep -oE '候选层级|名额|判定|区县|新进|退出|上升|下降|变更|数据变化|匹配变化|日期推移|规则或名额|人工决定|满足|未知|不适用' | sort -u)"
check_has "… by others" "data (by others or by seats)" "$(diff 2026-11-20 2026-12-31 --limit 0)"
check_has "… in Chinese" "数据变化（随其他企业或名额变动）" "$("$TIDU_BIN/tidu" diff 2026-11-20 2026-12-31 --limit 0 --lang zh)"
check_has "diff counts by cause" "displaced" "$(diff 2026-11-20 2026-12-31)"
check "… and lists each" "$(sql -c "SELECT count(*) FROM pool.move")" "$(diff 2026-11-20 2026-12-31 --format csv | tail -n +2 | wc -l)"
check "… of a tier" "$(sql -c "SELECT count(*) FROM pool.move WHERE tier = 'srdi'")" \
    "$(diff 1 2026-12-31 --tier srdi --json | python3 -c 'import json, sys; print(len(json.load(sys.stdin)))')"
check_has "… with the conditions that changed" "→" "$(diff 2026-11-20 2026-12-31 --format csv)"
check_has "… and knows which nights there are" "2026-12-31" "$(diff 2026-11-20 2026-12-30)"
check "the same end twice: nothing moved" 1 "$(diff 2026-12-31 2026-12-31 | grep -c "nothing moved")"

# A quiet night, and then one that is too lively for the gate.
night after after 2026-12-31
check "a night on which nothing changed moves nobody" 0 "$(sql -c "SELECT count(*) FROM pool.move WHERE run > (SELECT run FROM pool.night ORDER BY run LIMIT 1 OFFSET 1)")"
sed -i 's/{percent: 30, least: 100/{percent: 10, least: 2/' "$work/after/moves.yaml"
sed -i 's/innovative: 33/innovative: 20/' "$work/after.yaml"
held() {
    "$TIDU_BIN/tidu" "$@" --profile "$work/after.yaml" --criteria "$work/after" --inputs "$work/in" --as-of 2026-12-31 --out "$work/out" \
        --lang en >"$work/said" 2>&1
    echo $?
}
list=$(cd "$work/out" && sha256sum current/*)
check "too many moves hold the publication" 76 "$(held run)"
check_has "… saying which, how many and why" "innovative: 33 firms had a seat, 0 entered, 13 left (rule 13)" "$(cat "$work/said")"
check "the list of before stands" "$list" "$(cd "$work/out" && sha256sum current/*)"
check_has "status says it" "暂停发布：核实后 tidu publish --release 放行" "$("$TIDU_BIN/tidu" status --lang zh)"
check "released with a reason" 0 "$(held publish --release "fewer seats this year")"
check "… and not held again" 0 "$(held publish)"
check "… but seats move by the rules" "rule" "$(sql -c "SELECT string_agg(DISTINCT cause, ' ') FROM api.move WHERE aspect = 'seat'")"
check "… by nobody's own doing" f "$(sql -c "SELECT bool_or(direct) FROM api.move WHERE aspect = 'seat'")"

# People's orders: one firm is taken off its list, another is let in by that.
out=$(sql -c "SELECT uscc FROM public.listed WHERE tier = 'innovative' AND seated AND run = (SELECT max(run) FROM pool.night) ORDER BY place LIMIT 1")
"$TIDU_BIN/tidu" override remove "$out" --tier innovative --why "moved its works" --by office --lang en >/dev/null
check "a night with an order of people" 0 "$(held run --release "known")"
check "who is taken off leaves by that" "left|override|t" "$(sql -c "SELECT direction, cause, direct FROM api.move WHERE uscc = '$out' AND aspect = 'seat'")"
check "who takes the seat was let in by it" "entered|override|f" "$(sql -c "SELECT direction, cause, direct FROM api.move WHERE aspect = 'seat' AND uscc <> '$out'")"
finish
