#!/usr/bin/env bash
# The analysts' views after a night on a small demo city: they agree with the stored bytes, with the files
# that were published and with the ledger, and an analyst can read them all.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 3000 --as-of 2026-11-20 >/dev/null
"$TIDU_BIN/tidu" run --profile "$TIDU_SOURCE/profiles/demo.yaml" --inputs "$work/in" --as-of 2026-11-20 \
    --out "$work/out" >/dev/null 2>"$work/log" || [ $? = 65 ] || cat "$work/log" # 65: a delivery was refused
set +e

check "an analyst reads every view" "" "$(sql -c "SELECT format('SET ROLE tidu_analyst; SELECT 1 FROM api.%I LIMIT 1', viewname)
    FROM pg_views WHERE schemaname = 'api'" | while read -r line; do sql -c "$line" 2>&1 >/dev/null; done)"
check "every firm has a verdict for every program" t "$(sql -c "SELECT count(*) > 0
    AND count(*) = (SELECT count(*) FROM result.firm) * (SELECT count(*) FROM result.program) FROM api.verdict")"
check "conditions are cut at the right bytes: those met add up to the stored count" 0 "$(sql -c "
    SELECT count(*) FROM api.verdict v JOIN (
        SELECT uscc, tier, kind, count(*) FILTER (WHERE state_id = 'met') AS met, count(*) AS total
        FROM api.condition WHERE parent = -1 AND NOT subject GROUP BY uscc, tier, kind) c USING (uscc, tier, kind)
    WHERE (v.met, v.hard_total) IS DISTINCT FROM (c.met, c.total)")"
check "no byte of the states is left over" 0 "$(sql -c "SELECT count(*) FROM result.firm
    WHERE length(states) <> (SELECT sum(jsonb_array_length(conditions)) FROM result.program)")"
city=$(ls "$work"/out/current/*.csv | LC_ALL=C sort | head -n 1)
check "the list is the published one" \
    "$(sql -c "SELECT uscc FROM api.county_list" | LC_ALL=C sort)" \
    "$(grep -oE '(^|,)"?9[0-9A-Z]{17}"?,' "$city" | tr -d ',"' | LC_ALL=C sort)"
check "the list has names and counties" 0 "$(sql -c "SELECT count(*) FROM api.county_list WHERE name IS NULL OR county_name IS NULL")"
check "a figure of the features is the standing one of the best department, but for those in doubt" "t|0" "$(sql -c "
    WITH best AS (SELECT DISTINCT ON (uscc) uscc, value FROM api.figure, feature.clock
        WHERE stands AND field = 'revenue' AND year = y ORDER BY uscc, source_rank, holder)
    SELECT count(*) > 100, count(*) FILTER (WHERE f.revenue_0 IS DISTINCT FROM nullif(b.value, q.revenue))
    FROM best b JOIN feature.firm f USING (uscc) LEFT JOIN quality.block q ON q.uscc = b.uscc AND q.year = (SELECT y FROM feature.clock)")"
check "every figure has its file" 0 "$(sql -c "SELECT count(*) FROM api.figure WHERE file IS NULL OR line < 2")"
wrong=0
while IFS='|' read -r uscc file line; do
    zcat "$work/in/$file" | sed -n "${line}p" | grep -q "$uscc" || wrong=$((wrong + 1))
done <<END
$(sql -c "SELECT uscc, file, line FROM api.figure WHERE uscc = holder AND file LIKE 'tax%' AND field = 'revenue'
    ORDER BY md5(uscc), year LIMIT 30")
END
check "thirty figures are on the very line that they name" 0 "$wrong"
check "rejects add up to the ledger" "$(sql -c 'SELECT sum(rows_rejected) FROM meta.batch')" \
    "$(sql -c 'SELECT sum(rows) FROM api.reject_summary')"
check "stages of the last run" "load identity link features check score rank follow publish" \
    "$(sql -c "SELECT stage FROM api.stage WHERE stage <> 'migrate' ORDER BY started, stage" | paste -sd' ')"
finish
