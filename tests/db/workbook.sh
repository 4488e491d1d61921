#!/usr/bin/env bash
# The workbooks as people open them: a county's is opened in LibreOffice and every sheet read back, cell by cell, against
# the views; printed, it has as many pages as there are to read; all workbooks have the parts that Excel insists on. Firms
# have the names that jokers give them. The same night in another folder has the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../support/with_pg.sh"
. "$here/../support/check.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"; stop_pg' EXIT
fresh_db
"$TIDU_BIN/tidu-city" --out "$work/in" --firms 5000 --as-of 2026-11-20 >/dev/null
{ cat "$TIDU_SOURCE/profiles/demo.yaml"; echo "csv: {bom: false}"; } >"$work/plain.yaml"
as_of=2026-11-20 county=371502
tidu() { # command, folder [, profile]
    "$TIDU_BIN/tidu" "$1" --profile "${3:-$TIDU_SOURCE/profiles/demo.yaml}" --inputs "$work/in" --as-of $as_of --out "$work/$2" \
        >"$work/said" 2>&1 || [ $? = 65 ] || cat "$work/said"
}
change() { python3 "$TIDU_SOURCE/tests/support/moves_change.py" "$work/in" "$@" >/dev/null; }
"$TIDU_BIN/tidu-migrate" >/dev/null
tidu run out
# Two nights on which firms of the county move, and one of its firms to another county.
mapfile -t listed < <(sql -c "SELECT uscc FROM pool.shortlist WHERE county = '$county' ORDER BY md5(uscc) LIMIT 15")
left=${listed[14]}
as_of=2026-11-21
change figures "${listed[@]:0:7}"
change county "$left" 371503
tidu run out
as_of=2026-11-28
change figures "${listed[@]:7:7}"
added=$(sql -c "SELECT f.uscc FROM feature.firm AS f WHERE f.county = '$county' AND f.uscc NOT IN (SELECT uscc FROM pool.shortlist) ORDER BY f.uscc LIMIT 1")
"$TIDU_BIN/tidu" override add "$added" --tier innovative --why "a meeting" --by office --from 2026-11-28 >/dev/null
tidu run out
sql >/dev/null <<'SQL'
WITH joke (n, name) AS (
    VALUES (1, '=cmd|''/c calc''!A1'), (2, '＝1+1有限公司'), (3, '+86有限公司'), (4, '-1'), (5, '@SUM(A1:A9)'),
           (6, E'\t制表'), (7, E'回\r车'), (8, '</script><script>alert(1)</script>'), (9, '../../etc/passwd'), (10, '𠮷野家'),
           (11, repeat('长', 85)), (12, E'控\x01制\x1F字'), (13, U&'\FFFE字'), (14, '_x0041_&amp;<b>"引"')
), listed AS (
    SELECT uscc, row_number() OVER (ORDER BY uscc) AS n FROM pool.shortlist WHERE county = '371502'
)
UPDATE source.registry AS r SET name = j.name FROM listed AS l JOIN joke AS j USING (n) WHERE r.uscc = l.uscc;
SQL
tidu publish again
set +e
python3 "$TIDU_SOURCE/tests/support/workbook.py" check "$work"/again/current/*.xlsx >"$work/sheets" || cat "$work/sheets"
check "all have what Excel insists on" 1 "$(wc -l <"$work/sheets")"
check "its sheets" "说明 拟培育名单 候补 企业数据一览表 差距清单 近门槛企业 变动 到期复核 台账 双轨" "$(head -n 1 "$work/sheets" | cut -d' ' -f1-10)"

# ---- what the database has, as people read it
unit() { sql -F $'\x1f' -R $'\x1e' -v county=$county >"$work/book/$county-$1.want"; }
mkdir "$work/book"
sql <<'SQL'
CREATE FUNCTION public.shown(name text) RETURNS text LANGUAGE sql AS
    $$ SELECT replace(translate(name, E'\x01\x1F\x7F\r', ''), U&'\FFFE', U&'\FFFD') $$;
CREATE VIEW public.listed AS
SELECT l.*, s.position, public.shown(l.name) AS shown, industry || coalesce(' ' || industry_name, '') AS trade
FROM api.county_list AS l JOIN pool.shortlist AS s ON s.uscc = l.uscc AND s.run = (SELECT run FROM meta.published);
SQL
unit 拟培育名单 <<'SQL'
SELECT row_number() OVER (ORDER BY position DESC, place), shown, uscc, county_name, trade, '*', '*', target, certainty, '*',
       '*', met || '/' || hard_total, unknown, '*', '*', place, CASE WHEN seated THEN '是' ELSE '否' END,
       '*', '*', CASE WHEN tie_at_cut THEN '是' ELSE '' END, '*', '*'
FROM listed WHERE county = :'county' AND (seated OR tie_at_cut) ORDER BY position DESC, place;
SQL
unit 企业数据一览表 <<'SQL'
SELECT row_number() OVER (ORDER BY position DESC, place), shown, l.uscc, county_name, trade, '*', target,
       revenue_0 / 1e6, revenue_1 / 1e6, revenue_2 / 1e6, '*', main_revenue_0 / 1e6, main_revenue_1 / 1e6, main_revenue_2 / 1e6, '*',
       rd_expense_0 / 1e6, rd_expense_1 / 1e6, rd_expense_2 / 1e6, '*', net_profit_0 / 1e6, net_profit_1 / 1e6, net_profit_2 / 1e6, '*',
       assets_0 / 1e6, assets_1 / 1e6, assets_2 / 1e6, '*', liabilities_0 / 1e6, liabilities_1 / 1e6, liabilities_2 / 1e6, '*',
       employees_0, employees_1, employees_2, '*', insured_0, insured_1, insured_2, '*', rd_staff_0, rd_staff_1, rd_staff_2, '*',
       round((revenue_0 - revenue_1) / nullif(greatest(revenue_1, 0), 0)::numeric, 6),
       round((revenue_1 - revenue_2) / nullif(greatest(revenue_2, 0), 0)::numeric, 6),
       round(rd_expense_0 / nullif(greatest(revenue_0, 0), 0)::numeric, 6), round(rd_expense_1 / nullif(greatest(revenue_1, 0), 0)::numeric, 6),
       round(rd_expense_2 / nullif(greatest(revenue_2, 0), 0)::numeric, 6), round(liabilities_0 / nullif(greatest(assets_0, 0), 0)::numeric, 6),
       round(liabilities_1 / nullif(greatest(assets_1, 0), 0)::numeric, 6), round(liabilities_2 / nullif(greatest(assets_2, 0), 0)::numeric, 6),
       ip1_any_lo || CASE WHEN ip1_any_hi > ip1_any_lo THEN '–' || ip1_any_hi ELSE '' END,
       ip2_any_lo || CASE WHEN ip2_any_hi > ip2_any_lo THEN '–' || ip2_any_hi ELSE '' END
FROM listed AS l JOIN feature.firm AS f ON f.uscc = l.uscc WHERE l.county = :'county' ORDER BY position DESC, place;
SQL
unit 差距清单 <<'SQL'
SELECT row_number() OVER (ORDER BY position DESC, place, n), shown, uscc, county_name, l.target, clause, text, state, value, g.gap, cost,
       months, CASE WHEN g.unconfirmed THEN '未证实' ELSE '' END
FROM listed AS l JOIN api.gap AS g USING (uscc) WHERE county = :'county' ORDER BY position DESC, place, n;
SQL
unit 近门槛企业 <<'SQL'
SELECT '*', title || CASE kind WHEN 'new' THEN '' ELSE '（复核）' END, text, lacking, unknown, public.shown(name), uscc, county_name,
       industry || coalesce(' ' || industry_name, ''), '*', '*'
FROM api.near_miss AS m JOIN (SELECT tier, kind, position FROM api.program) AS p USING (tier, kind)
JOIN LATERAL (SELECT n FROM result.condition AS c WHERE c.position = p.position AND c.id = m.id ORDER BY from_run DESC, n LIMIT 1) AS c ON true
WHERE county = :'county' AND place <= 30 ORDER BY position DESC, c.n, city_place;
SQL
unit 漏斗 <<'SQL'
SELECT '*', '*', '*', step, '*', '*', met, unmet, unknown, manual, na, remaining, remaining_certain, remaining_held
FROM api.funnel_county JOIN (SELECT tier, kind, position FROM api.program) AS p USING (tier, kind)
WHERE county = :'county' ORDER BY position, step;
SQL
unit 变动 <<SQL
WITH span AS ( -- three rankings: the one before is that of seven days ago as well
    SELECT 1 AS n, '一天、7 天' AS word, m.* FROM api.move AS m UNION ALL SELECT 2, '31 天', m.* FROM api.move_over(31) AS m
), program AS (
    SELECT position, tier, tier || CASE kind WHEN 'new' THEN '' ELSE '/review' END AS list, title || CASE kind WHEN 'new' THEN '' ELSE '（复核）' END AS title
    FROM api.program
)
SELECT row_number() OVER (ORDER BY m.n, p.position DESC, array_position(ARRAY['tier', 'seat', 'verdict', 'county'], aspect), direction, county, uscc),
       m.word, public.shown(name), uscc, county_name, p.title, aspect_word,
       coalesce(a.title, (SELECT word FROM meta.verdict WHERE id = was), (SELECT name FROM meta.county AS c WHERE c.county = was), '*'),
       coalesce(b.title, (SELECT word FROM meta.verdict WHERE id = became), (SELECT name FROM meta.county AS c WHERE c.county = became), '*'),
       direction_word, split_part(cause_word, '（', 1), CASE WHEN direct THEN '本企业' ELSE '其他企业或名额' END, '*', place_was, place, since
FROM span AS m
LEFT JOIN program AS a ON a.list = m.was
LEFT JOIN program AS b ON b.list = m.became
JOIN program AS p ON CASE WHEN aspect IN ('tier', 'seat') THEN p.list = coalesce(became, was)
                          ELSE p.tier = m.tier AND p.position IN (SELECT position FROM public.listed AS l WHERE l.uscc = m.uscc) END
WHERE county = '$county' OR uscc = '$left';
SQL

# ---- and what LibreOffice reads
cp "$work"/again/current/$county-*.xlsx "$work/book/$county.xlsx"
office() { soffice --headless --norestore "-env:UserInstallation=file://$work/office" --convert-to "$1" --outdir "$work/book" "$work/book/$county.xlsx" >"$work/said" 2>&1; }
office 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1'
cells=$(python3 "$TIDU_SOURCE/tests/support/workbook.py" compare "$work/book" $county)
check "every cell is the database's" 0 $?
echo "$cells"
check "… some thousands of them" t "$([ "$(head -n 1 <<<"$cells")" -gt 1000 ] && echo t)"
every=$(python3 "$TIDU_SOURCE/tests/support/workbook.py" cells "$work/book" $county)
check "every cell of every sheet is read as it was written" 0 $?
grep WRONG <<<"$every"
check "… all of them" t "$([ "$(head -n 1 <<<"$every")" -gt "$(head -n 1 <<<"$cells")" ] && echo t || echo "$every")"
check "the first sheet tells the states, the rules and the sources" "不满足 规则版本 数据来源 未知最多的条件" \
    "$(grep -oE '^(不满足|规则版本|数据来源|未知最多的条件),' "$work/book/$county-说明.csv" | uniq | tr -d '\n' | tr ',' ' ' | sed 's/ $//')"
moved() { grep -c "$1" "$work/book/$county-变动.csv"; }
check "moves of both spans, entries, exits, verdicts, a person's order" "t t t t t t" \
    "$(for word in ',一天、7 天,' ',31 天,' ',新进,' ',退出,' ',判定,' "$added.*,人工决定,本企业,"; do [ "$(moved "$word")" -gt 0 ] && echo t; done | paste -sd' ')"
check "… with the conditions that say something else" t "$([ "$(moved '→')" -gt 0 ] && echo t)"
check "a firm that left the county is seen by both" "t t" "$(for of in $county 371503; do
    unzip -p "$work"/again/current/$of-*.xlsx xl/sharedStrings.xml | grep -q "$left" && echo t; done | paste -sd' ')"
office pdf
pages=$(python3 -c 'import re, sys; print(len(re.findall(rb"/Type\s*/Page[^s]", open(sys.argv[1], "rb").read())))' "$work/book/$county.pdf")
check "it prints: a page a sheet at least, and not thousands" t "$([ "$pages" -ge 8 ] && [ "$pages" -lt 200 ] && echo t || echo "$pages")"

# ---- bytes
tidu publish third
check "another folder has the same bytes" "$(cd "$work/again/current" && sha256sum -- *)" "$(cd "$work/third/current" && sha256sum -- *)"
check "CSV have a BOM" efbbbf "$(head -c 3 "$work"/again/current/$county-*.csv | od -An -tx1 | tr -d ' \n')"
check "names that begin like formulas are guarded in CSV" 0 "$(grep -cE '(^|,)"?[=+@＝]' "$work"/again/current/$county-*.csv)"
tidu publish third "$work/plain.yaml"
check "… none where the profile says so, and the rest is the same" "$(tail -c +4 "$work"/again/current/$county-*.csv | cksum)" \
    "$(cksum <"$(ls "$work"/third/current/$county-*.csv)")"
finish
