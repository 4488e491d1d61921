#!/usr/bin/env bash
# The funnel and the near misses after a night on a small city: counted again from the state bytes of every
# firm, by awk, for the city, two counties and an industry; counties add up to the city; what the commands
# print is what the views say; the same night again writes nothing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
t=$TIDU_BIN/tidu
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 5000 --as-of 2026-11-20 >/dev/null
night() {
    "$t" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of 2026-11-20 --out "$work/out" \
        >/dev/null 2>"$work/log" || [ $? = 65 ] || cat "$work/log" # 65: a delivery was refused
}
"$TIDU_BIN/tidu-migrate" >/dev/null
check "nothing is judged yet: said, with what to do" "64 1" "$(
    "$t" funnel >/dev/null 2>"$work/err" || echo "$? $(grep -c 'tidu run' "$work/err")" | sed 's/^66/64/')"
night
set +e

# ---- the state bytes themselves: uscc, county, industry, verdicts, states in hexadecimal, and the conditions
sql -F ' ' -c "SELECT uscc, coalesce(county, '-'), coalesce(industry, '-'), encode(verdicts, 'hex'), encode(states, 'hex')
    FROM result.firm, meta.published AS p WHERE from_run <= p.run AND p.run < to_run ORDER BY uscc" >"$work/firms"
sql -F ' ' -c "SELECT position, tier, kind, n - 1, e ->> 'id', e ->> 'parent'
    FROM result.program, jsonb_array_elements(conditions) WITH ORDINALITY AS x (e, n) ORDER BY position, n" >"$work/conditions"

# ---- the report's distributions, counted again from the figures
{
    echo "PREPARE steps AS"
    cat "$TIDU_SOURCE/sql/report/histogram.sql"
    echo "; EXECUTE steps($(sql -c "SELECT run FROM meta.published"), '{rd_ratio,rd_ratio_3y,revenue_growth,revenue_cagr}')"
} >"$work/steps.sql"
sql -f "$work/steps.sql" | grep -v ratio_3y | grep -v cagr >"$work/steps"
sql -c "WITH judged AS (
    SELECT coalesce(j.county, '') AS place, f.* FROM result.judgement AS j JOIN feature.firm AS f USING (uscc), meta.published AS p
    WHERE j.from_run <= p.run AND p.run < j.to_run
), value AS (
    SELECT 'rd_ratio' AS metric, place AS county, rd_expense_0::numeric AS a, revenue_0::numeric AS b,
           ARRAY[0,5,10,15,20,25,30,35,40,45,50,55,60,65,70,75,80,85,90,95,100,110,120,130,140,150]::numeric[] AS edges FROM judged
    UNION ALL SELECT 'revenue_growth', place, revenue_0::numeric - revenue_1, revenue_1::numeric,
           ARRAY(SELECT generate_series(-500, 800, 50))::numeric[] FROM judged
), step AS (
    SELECT metric, county, CASE WHEN b <= 0 THEN -1 ELSE (SELECT count(*) FROM unnest(edges) AS e WHERE a * 1000 >= e * b) END AS step
    FROM value WHERE a IS NOT NULL AND b IS NOT NULL
)
SELECT metric, county, step, count(*) FROM step GROUP BY 1, 2, 3 ORDER BY 1, 2, 3" >"$work/counted"
check "the report's distributions are those of the figures" "" "$(diff <(sort "$work/steps") <(sort "$work/counted") | head -n 6)"
check "… of many firms" t "$([ "$(awk -F '|' '{ n += $4 } END { print n }' "$work/counted")" -gt 500 ] && echo t)"

cat >"$work/count.awk" <<'AWK'
# count.awk -v county=… -v industry=… conditions firms: the funnel, or with -v near=1 the near misses
function byte(hex, at) { return substr(hex, 2 * at + 1, 2) + 0 }
FNR == NR {
    if (!($1 in programs)) { programs[$1] = 1; count++; tier[$1] = $2; kind[$1] = $3; first[$1] = all }
    at[$1, size[$1] + 0] = all++; id[$1, size[$1] + 0] = $5; parent[$1, size[$1] + 0] = $6; size[$1]++
    next
}
(county == "" || $2 == county) && (industry == "" || index($3, industry) == 1) {
    for (p = 0; p < count; p++) {
        v = byte($4, p); open = certain = v != 8; step = unmet = unknown = 0
        if (v == 8) { na[p, 0]++; continue }
        met[p, 0]++; left[p, 0]++; sure[p, 0]++
        for (k = 0; k < size[p]; k++) {
            if (parent[p, k] != -1) continue
            s = byte($5, at[p, k]); step++
            if (s == 0) met[p, step]++
            if (s == 1) { un[p, step]++; unmet++; which = id[p, k] }
            if (s == 2) { what[p, step]++; unknown++ }
            if (s == 3) man[p, step]++
            if (s == 4) na[p, step]++
            if (s == 1) open = certain = 0
            if (s == 2) certain = 0
            left[p, step] += open; sure[p, step] += certain; held[p, step] += open && v == 5
        }
        held[p, 0] += v == 5
        if (near && unmet == 1 && (v == 3 || v == 4)) print tier[p], kind[p], which, unknown, $1
    }
}
END {
    for (p = 0; p < count && !near; p++) {
        step = 0
        for (k = -1; k < size[p]; k++) {
            if (k >= 0 && parent[p, k] != -1) continue
            print tier[p], kind[p], step, met[p, step] + 0, un[p, step] + 0, what[p, step] + 0, man[p, step] + 0,
                na[p, step] + 0, left[p, step] + 0, sure[p, step] + 0, held[p, step] + 0
            step++
        }
    }
}
AWK
counted() { awk "$@" -f "$work/count.awk" "$work/conditions" "$work/firms" | LC_ALL=C sort; }
figures="tier, kind, step, met, unmet, unknown, manual, na, remaining, remaining_certain, remaining_held"
view() { sql -F ' ' -c "SELECT $figures FROM api.$1" | LC_ALL=C sort; }
command() { # of its JSON, the figures in the same order
    sql -F ' ' -v steps="$("$t" funnel --format json "$@")" <<'SQL' | LC_ALL=C sort
SELECT e ->> 'tier', e ->> 'kind', e ->> 'step', e ->> 'met', e ->> 'unmet', e ->> 'unknown', e ->> 'manual', e ->> 'na',
       e ->> 'remaining', e ->> 'remaining_certain', e ->> 'remaining_held'
FROM json_array_elements(:'steps'::json -> 'steps') AS e
SQL
}
same() { # what, expected, got: long texts by their first difference
    check "$1" "" "$(diff <(printf '%s\n' "$2") <(printf '%s\n' "$3") | head -n 6)"
}

check "there are firms, and two counties with some" t "$([ "$(wc -l <"$work/firms")" -gt 4000 ] && [ "$(grep -c ' 371502 ' "$work/firms")" -gt 100 ] && echo t)"
same "the city" "$(counted)" "$(view funnel)"
for county in 371502 371526; do
    same "county $county" "$(counted -v "county=$county")" "$(view "funnel_county WHERE county = '$county'")"
    same "county $county by the command" "$(counted -v "county=$county")" "$(command --county "$county")"
done
same "industry section C" "$(counted -v industry=C)" "$(view "funnel_industry WHERE industry = 'C'")"
same "industry division C34" "$(counted -v industry=C34)" "$(view "funnel_industry WHERE industry = 'C34'")"
same "C34 by the command, asked for as 34" "$(counted -v industry=C34)" "$(command --industry 34)"
same "a county's section" "$(counted -v county=371502 -v industry=C)" \
    "$(view "funnel_county_industry WHERE county = '371502' AND industry = 'C'")"
sums="tier, kind, step, sum(met), sum(unmet), sum(unknown), sum(manual), sum(na), sum(remaining), sum(remaining_certain), sum(remaining_held)"
for cut in funnel_county "funnel_industry WHERE level = '门类'" "funnel_industry WHERE level = '大类'" funnel_county_industry; do
    same "$cut adds up to the city" "$(view funnel)" \
        "$(sql -F ' ' -c "SELECT $sums FROM api.$cut GROUP BY tier, kind, step" | LC_ALL=C sort)"
done
check "the status has the same figures" "$(sql -c "SELECT sum(remaining) FROM api.funnel WHERE step > 0")" \
    "$(sql -c "SELECT sum(remaining) FROM result.funnel WHERE run = (SELECT max(run) FROM result.funnel)")"
check "by county: a line per county and tier" "$(sql -c "SELECT count(*) FROM api.funnel_county WHERE step = 0 AND tier = 'srdi'")" \
    "$("$t" funnel srdi --by county | grep -cE '^  [^0-9 ].*[0-9]$')"

# ---- near misses
same "near misses of the city" "$(counted -v near=1)" \
    "$(sql -F ' ' -c "SELECT tier, kind, id, unknown, uscc FROM api.near_miss" | LC_ALL=C sort)"
same "near misses of a county by the command" "$(counted -v near=1 -v county=371502 | awk '$1 == "srdi" { print $5 }' | LC_ALL=C sort)" \
    "$("$t" near srdi --county 371502 --format csv | tail -n +2 | grep -oE ',[0-9A-Z]{18},' | tr -d , | LC_ALL=C sort)"
check "there are some" t "$(sql -c "SELECT count(*) > 20 FROM api.near_miss")"
check "the parts that fail are unmet and belong to the condition" 0 "$(sql -c "
    SELECT count(*) FROM api.near_miss AS n
    CROSS JOIN LATERAL unnest(string_to_array(n.leaves, ' ')) AS l (id)
    LEFT JOIN api.condition AS c ON c.uscc = n.uscc AND c.tier = n.tier AND c.kind = n.kind AND c.id = l.id
    WHERE n.tier = 'srdi' AND c.state_id IS DISTINCT FROM 'unmet'")"
check "what is lacking is said" 0 "$(sql -c "SELECT count(*) FROM api.near_miss WHERE lacking = '' OR leaves = '' OR name IS NULL")"
check "a county's places are 1, 2, … without unknowns first" 0 "$(sql -c "
    SELECT count(*) FROM (SELECT place, row_number() OVER (PARTITION BY tier, kind, id, county ORDER BY place) AS n, unknown,
        lag(unknown) OVER (PARTITION BY tier, kind, id, county ORDER BY place) AS before FROM api.near_miss) AS x
    WHERE place <> n OR unknown < before")"
"$t" near srdi --condition operation >"$work/near" 2>&1
check "a part of a composite is named" t "$(grep -qE '(资产负债率80%以下|占营业收入比重80%以上|1500万元以上，或近两年).*$' "$work/near" && echo t)"

# ---- what a reader may mistype
check "an unknown tier: the tiers are listed" t "$("$t" funnel srdix 2>&1 | grep -q 'srdi 专精特新' && echo t)"
check "an unknown condition" t "$("$t" near srdi --condition x 2>&1 | grep -q operation && echo t)"
check "an unknown industry" t "$("$t" funnel --industry Z9 2>&1 | grep -q C3484 && echo t)"
check "a county by the beginning of its name" "$("$t" funnel srdi --county 371526)" "$("$t" funnel srdi --county 高唐)"
check "without a byte order mark, for programs: else the same" "$("$t" near srdi --format csv | tail -c +4 | cksum)" "$("$t" near srdi --format csv --no-bom | cksum)"
check "into a file" "$("$t" near srdi --format csv | cksum)" "$("$t" near srdi --format csv -o "$work/near.csv"; cksum <"$work/near.csv")"

# ---- the workbooks
for county in 371500 371502; do
    python3 -m zipfile -e "$work"/out/current/$county*.xlsx "$work/$county"
done
sheet() { # of a workbook, by its name: rows of the table
    local place
    place=$(grep -oE '<sheet name="[^"]*"' "$work/$1/xl/workbook.xml" | grep -nF "\"$2\"" | cut -d: -f1)
    grep -oE '<row r="[0-9]+"' "$work/$1/xl/worksheets/sheet$place.xml" | wc -l
}
check "a county's workbook has the two sheets" t \
    "$(grep -q 'name="近门槛企业".*name="漏斗"' "$work/371502/xl/workbook.xml" && echo t)"
check "its funnel has the county's rows" "$(sql -c "SELECT count(*) + 2 FROM api.funnel_county WHERE county = '371502'")" "$(sheet 371502 漏斗)"
check "its near misses: the first thirty of each condition" \
    "$(sql -c "SELECT count(*) + 2 FROM api.near_miss WHERE county = '371502' AND place <= 30")" "$(sheet 371502 近门槛企业)"
check "the city's funnel: the city and all counties" \
    "$(sql -c "SELECT (SELECT count(*) FROM api.funnel_county) + (SELECT count(*) FROM api.funnel) + 2")" \
    "$(sheet 371500 漏斗)"

# ---- another night
rows=$(sql -c "SELECT count(*) FROM result.funnel_county")
night
check "the same night again writes no funnel" "$rows" "$(sql -c "SELECT count(*) FROM result.funnel_county")"

# a database from a program that counted no funnels, before the first night of this one
sql -c "TRUNCATE result.funnel_county, result.near"
for command in funnel near; do
    check "$command: an older night has none: said, with what to do" "66 1" \
        "$("$t" $command 2>&1 >/dev/null | grep -c 'tidu run' | sed "s/^/$("$t" $command >/dev/null 2>&1; echo $?) /")"
done
finish
