#!/usr/bin/env bash
# features: hand-made rows of every dataset, and what must be known of the unit on the night: dates on the
# border, priorities of sources, aliases, what is not known, what has gone.
set -eu
TIDU_SOURCE=${TIDU_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
. "$TIDU_SOURCE/tests/support/feature_lib.sh"
begin
A=91371500MA3AAAAA1X
B=91371500MA3BBBBB2X
sql -c "INSERT INTO meta.source_rank VALUES ('finance', '*', 1, 1), ('finance', '*', 2, 0), ('finance', 'rd_expense', 1, 0),
        ('finance', 'rd_expense', 2, 1), ('staff', '*', 1, 0), ('staff', '*', 2, 0), ('registry', '*', 1, 0), ('registry', '*', 2, 1),
        ('ip', '*', 1, 0), ('ip', '*', 2, 1)"

# ---- registry --------------------------------------------------------------------------------------
put registry 'source,uscc,name,org_kind,status,established,industry,county' \
    "1,'$A','聊城华阳轴承有限公司','company','active','2010-05-01',NULL,'371502'" \
    "2,'$A','聊城华阳轴承有限公司','company','cancelled',NULL,'C3451','371500'" \
    "1,'$B','临清恒信纺织有限公司',NULL,'revoked',NULL,'C1711',NULL" \
    "1,'92371500MA3CCCCC3X','聊城市东昌府区老王五金店','company',NULL,NULL,NULL,NULL" \
    "1,'93371500MA3DDDDD4X','茌平县绿源蔬菜合作社','cooperative','active',NULL,NULL,NULL" \
    "1,'91371500MA3EEEEE5X','聊城华阳轴承有限公司临清分公司',NULL,'active',NULL,NULL,NULL" \
    "1,'91371500MA3FFFFF6X','聊城某某合伙企业(有限合伙)',NULL,'moved_out',NULL,NULL,NULL" \
    "1,'91371500MA3GGGGG7X','聊城某某中心','partnership','clearing',NULL,NULL,NULL" \
    "1,'91371500MA3HHHHH8X','聊城某某厂','other','suspended',NULL,NULL,NULL" \
    "1,'52371500MA3JJJJJ9X','聊城某某研究院',NULL,'active',NULL,NULL,NULL" \
    "1,'91371500MA3KKKKK0X','聊城已迁出有限公司','company','active',NULL,NULL,NULL"
sql -c "UPDATE source.registry SET gone = 3 WHERE uscc = '91371500MA3KKKKK0X'; INSERT INTO link.alias VALUES ('#371500228000111', '$A', 'old_code')"

# ---- finance, staff --------------------------------------------------------------------------------
put finance 'source,uscc,year,revenue,rd_expense,assets,net_profit' \
    "1,'$A',2025,1000,30,5000,-7" \
    "2,'$A',2025,1100,44,NULL,NULL" \
    "2,'#371500228000111',2024,900,NULL,NULL,NULL" \
    "1,'$A',2023,0,NULL,NULL,NULL" \
    "1,'$A',2022,1,NULL,NULL,NULL" \
    "1,'$A',2026,2,NULL,NULL,NULL" \
    "1,'$B',2025,-9007199254740992,NULL,9007199254740992,NULL"
put staff 'source,uscc,year,employees,insured' \
    "1,'$A',2025,100,NULL" "2,'$A',2025,101,90" "1,'$A',2024,80,70" "2,'$A',2024,80,NULL" "3,'$B',2025,5,5"
sql -c "UPDATE source.staff SET gone = 3 WHERE source = 3"

# ---- lists -------------------------------------------------------------------------------------------
put ip 'source,uscc,right_no,kind,legal_status,filed,granted,acquired_on,for_main_product,in_use,economic_benefit,holder_rank,overseas_family,award' \
    "1,'$A','1','invention','valid','2014-01-01','2016-05-31',NULL,true,true,true,1,false,NULL" \
    "2,'$A','1','utility','expired','2014-01-01','2016-05-31',NULL,false,true,true,9,NULL,NULL" \
    "1,'$A','2','invention','valid','2018-01-01','2020-01-01','2025-06-01',true,true,true,1,false,NULL" \
    "1,'$A','3','invention','valid','2018-01-01','2020-01-01','2025-06-02',true,true,true,1,false,NULL" \
    "1,'$A','4','plant_variety','valid','2020-01-01','2022-01-01',NULL,true,NULL,true,4,false,'某市专利奖'" \
    "1,'$A','5','invention','expired','2010-01-01','2012-01-01',NULL,true,true,true,1,true,NULL" \
    "1,'$A','6','invention',NULL,'2018-01-01','2020-01-01',NULL,NULL,NULL,NULL,NULL,NULL,NULL" \
    "1,'#371500228000111','7','utility','valid','2020-01-01','2024-06-01',NULL,true,NULL,NULL,1,NULL,NULL" \
    "1,'$A','8','utility','valid','2020-01-01','2024-05-31',NULL,true,NULL,NULL,1,NULL,NULL" \
    "1,'$A','9','software',NULL,NULL,'2026-05-01',NULL,true,NULL,NULL,1,NULL,NULL" \
    "1,'$A','10','software',NULL,NULL,'2026-06-02',NULL,true,NULL,NULL,1,NULL,NULL"
put title 'source,uscc,title,granted,valid_from,valid_to,revoked_on,level,rank,grade' \
    "1,'$A','srdi','2023-06-01','2023-06-01','2026-06-01',NULL,NULL,NULL,NULL" \
    "1,'$A','little_giant','2023-07-01',NULL,'2026-05-31',NULL,NULL,NULL,NULL" \
    "1,'$A','innovative','2024-07-01',NULL,NULL,NULL,NULL,NULL,NULL" \
    "1,'$A','high_tech','2024-07-01',NULL,'2027-07-01','2026-06-01',NULL,NULL,NULL" \
    "1,'$A','champion','2024-07-01','2026-06-02','2027-07-01',NULL,NULL,NULL,NULL" \
    "1,'$A','ip_model','2024-07-01',NULL,NULL,NULL,NULL,NULL,NULL" \
    "1,'$A','ip_advantage','2024-07-01',NULL,'2027-07-01',NULL,NULL,NULL,NULL" \
    "1,'$A','tech_sme','2020-01-01',NULL,'2020-12-31',NULL,NULL,NULL,NULL" \
    "1,'$A','award_provincial','2025-06-01',NULL,NULL,NULL,NULL,4,NULL" \
    "1,'$A','award_provincial','2025-06-02',NULL,NULL,NULL,NULL,2,NULL" \
    "2,'$A','award_provincial','2025-06-02',NULL,NULL,NULL,NULL,2,NULL" \
    "1,'$A','award_provincial','2025-07-02',NULL,NULL,NULL,NULL,NULL,NULL" \
    "1,'$A','award_national','2023-06-01',NULL,NULL,NULL,NULL,NULL,NULL" \
    "1,'$A','rd_institution','2020-01-01',NULL,NULL,NULL,'province',NULL,NULL" \
    "1,'$A','rd_institution','2020-01-02',NULL,'2026-05-31',NULL,'national',NULL,NULL" \
    "1,'$A','standard_leading','2024-06-02',NULL,NULL,NULL,NULL,NULL,NULL" \
    "1,'$A','standard','2020-06-02',NULL,NULL,NULL,NULL,NULL,NULL" \
    "1,'$A','quality_award','2020-06-02',NULL,NULL,NULL,'city',NULL,NULL" \
    "1,'$A','management_system','2024-06-02',NULL,'2027-06-01',NULL,NULL,NULL,NULL" \
    "1,'$A','overseas_certificate','2024-06-02',NULL,NULL,NULL,NULL,NULL,NULL" \
    "1,'$A','digital_level','2024-06-02',NULL,NULL,NULL,NULL,NULL,3" \
    "1,'$A','digital_level','2025-06-02',NULL,NULL,NULL,NULL,NULL,2" \
    "1,'$A','gazelle','2024-06-02',NULL,'2027-06-01',NULL,NULL,NULL,NULL" \
    "1,'$A','young_eagle','2024-06-02',NULL,NULL,NULL,NULL,NULL,NULL" \
    "1,'$A','listing','2020-06-02',NULL,NULL,NULL,NULL,NULL,NULL"
put product 'source,uscc,name,niche_since,niche_years,share_domestic,rank_domestic,six_bases,chain_role,key_chain_customer' \
    "1,'$A','轴承','2016-01-01',NULL,100000,5,NULL,'none',false" \
    "1,'$A','保持架','2015-12-31',3,90000,3,NULL,'fill_short',NULL" \
    "1,'$B','纱线',NULL,4,NULL,NULL,false,NULL,NULL"
put equity 'source,uscc,closed_on,amount,qualified_investor,share_sold' \
    "1,'$A','2026-06-01',100,true,300000" "1,'$A','2025-06-02',10,true,300001" "1,'$A','2025-06-01',7,true,1" \
    "1,'$A','2024-06-01',5,NULL,1" "1,'$A','2023-06-01',3,false,NULL" "1,'$A','2026-06-02',1000,true,1"
put platform 'source,uscc,year,score,scored_on' \
    "1,'$A',2026,6000,'2026-06-02'" "1,'$A',2025,5950,NULL" "1,'$B',2026,4999,'2026-06-01'"
put conduct 'source,uscc,kind,from_date,to_date,grade' \
    "1,'$A','abnormal','2026-06-01',NULL,NULL" "1,'$A','abnormal','2025-01-01','2026-06-01',NULL" \
    "1,'$A','dishonest','2025-01-01','2026-06-02',NULL" "1,'$A','ban','2026-06-02',NULL,NULL" \
    "1,'$A','accident','2023-06-02',NULL,'larger'" "1,'$A','accident','2026-01-01',NULL,'general'" \
    "1,'$A','environment','2024-06-01',NULL,NULL" "1,'$A','environment','2026-01-01',NULL,'general'" \
    "1,'$B','accident','2020-01-01',NULL,'major'" "1,'$B','accident','2026-01-01',NULL,NULL" \
    "1,'$B','tax','2023-06-02',NULL,NULL"
stage features

check "one row per unit that stands" "9" "$(ask 'SELECT count(*) FROM feature.firm')"
check "two registry deliveries: each field by rank" "371502|t|t|2010-05-01|C3451" "$(firm $A county,legal_person,active,established,industry)"
check "kind by the name; revoked" "|t|f||C1711" "$(firm $B county,legal_person,active,established,industry)"
check "92 is never a legal person; status not known" "f|" "$(firm 92371500MA3CCCCC3X legal_person,active)"
check "93 is never a legal person" "f|t" "$(firm 93371500MA3DDDDD4X legal_person,active)"
check "branch by its name" "f|t" "$(firm 91371500MA3EEEEE5X legal_person,active)"
check "fault 34: moved out, and no legal person" "f|f" "$(firm 91371500MA3FFFFF6X legal_person,active)"
check "partnership by its kind" "f|f" "$(firm 91371500MA3GGGGG7X legal_person,active)"
check "nothing tells the kind" "|f" "$(firm 91371500MA3HHHHH8X legal_person,active)"
check "institution" "f" "$(firm 52371500MA3JJJJJ9X legal_person)"

check "fault 30: revenue by rank of the departments, old code as alias, zero is a value" "1100|900|0" "$(firm $A revenue_0,revenue_1,revenue_2)"
check "another field, another rank" "30" "$(firm $A rd_expense_0)"
check "the best source that has a value" "5000|-7" "$(firm $A assets_0,net_profit_0)"
check "largest numbers" "-9007199254740992|9007199254740992||" "$(firm $B revenue_0,assets_0,revenue_1,rd_expense_0)"
check "equal ranks that disagree are not known; that agree are" "|90|80|70|" "$(firm $A employees_0,insured_0,employees_1,insured_1,employees_2)"
check "what has gone is not counted" "||" "$(firm $B employees_0,insured_0,rd_staff_0)"
check "fault 30: of departments that differ both stand and are listed" "finance 2025 rd_expense 30 44,finance 2025 revenue 1000 1100,staff 2025 employees 100 101" \
    "$(ask "SELECT string_agg(concat_ws(' ', dataset, year, field, value_a, value_b), ',' ORDER BY dataset, field) FROM feature.conflict")"
check "conflicts are counted" "3" "$(count_of features conflicts)"

check "class 1 in force: certain, possible" "4|5" "$(firm $A ip1_any_lo,ip1_any_hi)"
check "class 2 in force" "3|3" "$(firm $A ip2_any_lo,ip2_any_hi)"
check "taken over a year ago counts, a day later not" "3|4" "$(firm $A ip1_2022_lo,ip1_2022_hi)"
check "own" "2|3" "$(firm $A ip1_own_2022_lo,ip1_own_2022_hi)"
check "held more than ten years; a local award is possible only" "1|3" "$(firm $A ip1_high_2022_lo,ip1_high_2022_hi)"
check "class 2 held more than two years, not exactly two" "2|2" "$(firm $A ip2_2022_lo,ip2_2022_hi)"
check "used with benefit" "2|4" "$(firm $A ip1_used_2022_lo,ip1_used_2022_hi)"
check "2026: own, used, among the first three holders" "1|2" "$(firm $A ip1_2026_lo,ip1_2026_hi)"
check "no record: none" "0|0" "$(firm $B ip1_any_lo,ip1_any_hi)"

check "valid_to on the day holds; the day before does not" "1|0" "$(firm $A holds_srdi,holds_little_giant)"
check "no dates: not known; revoked that day; not begun" "|0|0" "$(firm $A holds_innovative,holds_high_tech,holds_champion)"
check "one certain of several titles" "1" "$(firm $A holds_model)"
check "validity ends this year" "1|1" "$(firm $A review_little_giant,review_srdi)"
check "ever" "1|0|0" "$(firm $A tech_sme_ever,holds_tech_sme,above_scale)"
check "local titles; no last day: not known; on a market until an end is given" "1||1" "$(firm $A holds_gazelle,holds_young_eagle,listed)"
check "county and form as numbers" "371502|1" "$(firm $A county_code,org_form)"
check "no county; individual business" "|3" "$(firm 92371500MA3CCCCC3X county_code,org_form)"
check "a branch is no company" "4" "$(firm 91371500MA3EEEEE5X org_form)"
check "awards by age; twice delivered counts once" "2|1|0" "$(firm $A award_provincial_any_0,award_provincial_any_1,award_provincial_any_2)"
check "best rank that is known" "2|4|999" "$(firm $A award_provincial_rank_0,award_provincial_rank_1,award_provincial_rank_2)"
check "an award whose rank is not known" "1||999" "$(firm $A award_national_any_3,award_national_rank_3,award_national_rank_2)"
check "institution that has lapsed" "3" "$(firm $A rd_institution)"
check "standards" "1|2" "$(firm $A standard_leading_age,standard_count)"
check "quality: city is not counted; system certain; certificate without dates; newest level" "0|1||2" \
    "$(firm $A quality_award,management_system,overseas_certificate,digital_level)"
check "not on any list" "0|0|0|999|999|0|999" "$(firm $B holds_srdi,tech_sme_ever,award_national_any_0,award_national_rank_0,chuangke_rank_0,rd_institution,standard_leading_age)"

check "niche: whole years to 31 December; best of the products" "10|100000|3" "$(firm $A niche_years,share_domestic,rank_domestic)"
check "flags of products" "||t|f" "$(firm $A emerging,six_bases,chain_role,key_chain_customer)"
check "niche as delivered" "4||f|" "$(firm $B niche_years,share_domestic,six_bases,chain_role)"
check "no product: not known" "||" "$(firm 93371500MA3DDDDD4X niche_years,share_domestic,six_bases)"

check "equity by age: 30 % counts, more does not; unknown investor; refused" "100|7||0|0" "$(firm $A equity_0,equity_1,equity_2,equity_3,equity_4)"
check "no equity" "0|0" "$(firm $B equity_0,equity_4)"
check "a score of tomorrow is not known" "|5950" "$(firm $A platform_this,platform_last)"
check "score of the day" "4999|" "$(firm $B platform_this,platform_last)"
check "entries: from that day; removed that day; removed tomorrow; from tomorrow" "1|1|0" "$(firm $A abnormal,dishonest,banned)"
check "larger accident; a general one does not count" "2" "$(firm $A accident_age)"
check "environment: two years that day" "2" "$(firm $A environment_age)"
check "a newer accident without grade leaves it open; tax" "|2|999" "$(firm $B accident_age,tax_age,fraud_age)"
check "no entry" "999|0" "$(firm 93371500MA3DDDDD4X accident_age,abnormal)"

# ---- 29 February -------------------------------------------------------------------------------------
begin
as_of=2028-02-29
put registry 'source,uscc,name' "1,'$A','聊城华阳轴承有限公司'"
put title 'source,uscc,title,granted,valid_to' \
    "1,'$A','award_national','2027-02-28',NULL" "1,'$A','award_national','2027-03-01',NULL" \
    "1,'$A','award_national','2024-02-29',NULL" "1,'$A','standard_leading','2024-02-29',NULL" \
    "1,'$A','srdi','2025-03-01','2028-02-29'" "1,'$A','little_giant','2025-03-01','2028-02-28'"
put product 'source,uscc,name,niche_since' "1,'$A','轴承','2024-02-29'"
put ip 'source,uscc,right_no,kind,legal_status,granted,for_main_product' \
    "1,'$A','1','utility','valid','2026-02-28',true" "1,'$A','2','utility','valid','2026-02-27',true"
stage features
check "fault 35: 29 Feb: one year back is 28 Feb" "1|1|0|1" "$(firm $A award_national_any_0,award_national_any_1,award_national_any_2,award_national_any_4)"
check "fault 35: 29 Feb: whole years" "4|3" "$(firm $A standard_leading_age,niche_years)"
check "fault 35: 29 Feb: validity" "1|0" "$(firm $A holds_srdi,holds_little_giant)"
check "fault 35: 29 Feb: more than two years" "1|1" "$(firm $A ip2_2022_lo,ip2_2022_hi)"
as_of=2028-03-01
stage features
check "the next day: dates are computed anew; an event of that day a year ago is one year old" "0|4|0" "$(firm $A award_national_any_0,standard_leading_age,holds_srdi)"
check "… and only what depends on the day" "date" "$(count_of features full)"
stage features
check "again: nothing" "same" "$(status_of features)"
finish
