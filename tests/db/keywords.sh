#!/usr/bin/env bash
# features: keywords of business scopes and names of products: whose, of what grade, from which text; computing
# only what was touched gives what computing all gives; a changed catalogue is searched for in all texts.
set -eu
TIDU_SOURCE=${TIDU_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
. "$TIDU_SOURCE/tests/support/feature_lib.sh"
begin
cp -r "$TIDU_SOURCE/criteria" "$work/criteria"
rm "$work/criteria"/catalogues/*
cat >"$work/criteria/catalogues/parts.yaml" <<'YAML'
catalogue: parts
title: 零部件
source: 测试
confirmed: M
entries:
  - {id: bearing, title: 轴承, keywords: [轴承, 齿轮]}
  - {id: motor, title: 电机, keywords: [电机, 伺服电机]}
YAML
cat >"$work/criteria/catalogues/local-3715.yaml" <<'YAML'
catalogue: local
title: 本市
region: "3715"
source: 测试
entries:
  - {id: bearing, title: 轴承, keywords: [轴承]}
YAML
features() { stage features --criteria "$work/criteria"; }
found() { # uscc: catalogue/entry/grade/origin/words of it, a line each
    ask "SELECT catalogue || '/' || entry || '/' || grade_id || '/' || origin || '/' || words FROM api.keyword
         WHERE uscc = '$1' ORDER BY catalogue, entry, origin, grade_id"
}
A=91371500MA3AAAAA1X
B=91371500MA3BBBBB2X
C=91371500MA3CCCCC3X
D=91371500MA3DDDDD4X
E=91371500MA3EEEEE5X
put registry 'source,uscc,name,org_kind,status,scope' \
    "1,'$A','甲有限公司','company','active','一般项目：轴承、齿轮制造；电机销售（不含伺服电机）'" \
    "1,'$B','乙有限公司','company','active','轴承销售；餐饮服务'" \
    "2,'$B','乙有限公司','company','active','轴承制造'" \
    "1,'$C','丙有限公司','company','cancelled','轴承制造'" \
    "1,'$D','丁个体户','individual','active','轴承制造'" \
    "1,'$E','戊有限公司',NULL,NULL,'日用百货销售'" \
    "1,'91371500MA3FFFFF6X','己有限公司','company','active','一般项目：轴承、齿轮制造；电机销售（不含伺服电机）'"
put product 'source,uscc,name' "1,'$E','伺服电机'" "1,'~戊有限公司','轴承（不含齿轮）'" "1,'$C','轴承'"
changed "INSERT INTO link.alias VALUES ('~戊有限公司', '$E', 'name'); INSERT INTO feature.touched VALUES ('*') ON CONFLICT DO NOTHING"
features
check "made and dealt in" "local/bearing/2/经营范围/轴承
parts/bearing/2/经营范围/轴承、齿轮
parts/motor/1/经营范围/电机" "$(found $A)"
check "two sources" "local/bearing/1/经营范围/轴承
local/bearing/2/经营范围/轴承
parts/bearing/1/经营范围/轴承
parts/bearing/2/经营范围/轴承" "$(found $B)"
check "products, through an alias too" "local/bearing/2/产品名称/轴承
parts/bearing/2/产品名称/轴承
parts/motor/2/产品名称/伺服电机" "$(found $E)"
check "a dead firm's scope is not searched" "" "$(found $C | grep 经营范围 || true)"
check "nor an individual business's" "" "$(found $D)"
check "units worded alike share a set" "1" "$(ask "SELECT count(DISTINCT found) FROM feature.keyword_unit WHERE uscc IN ('$A', '91371500MA3FFFFF6X')")"
check "bits of the catalogues that are made" "3" "$(ask "SELECT makes FROM feature.keyword_unit WHERE uscc = '$A'")"
check "every catalogue and entry is named" "local bearing 0,parts bearing 1,parts motor 1" \
    "$(ask "SELECT string_agg(catalogue || ' ' || entry || ' ' || position, ',' ORDER BY catalogue, entry) FROM feature.keyword_entry")"

features
check "nothing changed, nothing done" "same" "$(status_of features)"

# ---- touched ---------------------------------------------------------------------------------------------
for i in $(seq 1 60); do # so that two are not a third
    echo "INSERT INTO source.registry (key_hash, row_hash, batch, line, source, code_flag, uscc, name, org_kind, status, scope)
          VALUES ($i, $i, 1, $i, 1, false, '91371500MA4$(printf %07d "$i")', '企业$i', 'company', 'active', '轴承制造；第${i}项');"
done >"$work/many.sql"
sql -f "$work/many.sql"
changed "INSERT INTO feature.touched VALUES ('*')"
features
changed "UPDATE source.registry SET scope = '电机制造' WHERE uscc = '$A'; UPDATE source.registry SET gone = 2 WHERE uscc = '$B' AND source = 2;
         UPDATE source.product SET gone = 2 WHERE uscc = '~戊有限公司'; INSERT INTO feature.touched VALUES ('$A'), ('$B'), ('$E')"
features
check "only the touched were computed" "touched" "$(count_of features full)"
check "a changed scope" "parts/motor/2/经营范围/电机" "$(found $A)"
check "a source that has gone" "local/bearing/1/经营范围/轴承
parts/bearing/1/经营范围/轴承" "$(found $B)"
check "a product that has gone" "parts/motor/2/产品名称/伺服电机" "$(found $E)"
all="SELECT md5(string_agg(k::text, E'\n' ORDER BY k::text)) FROM feature.keyword AS k"
touched=$(ask "$all")
changed "INSERT INTO feature.touched VALUES ('*')"
features
check "all computed gives what the touched gave" "$(ask "$all")" "$touched"

# ---- another catalogue -----------------------------------------------------------------------------------
ask "DELETE FROM feature.pending" # as score does
sed -i 's/电机, 伺服电机/电机, 伺服电机, 餐饮/' "$work/criteria/catalogues/parts.yaml"
features
check "a changed catalogue is searched for everywhere" "local/bearing/1/经营范围/轴承
parts/bearing/1/经营范围/轴承
parts/motor/1/经营范围/餐饮" "$(found $B)"
check "and all units wait to be judged" "*" "$(ask "SELECT uscc FROM feature.pending")"
rm "$work/criteria/catalogues/local-3715.yaml"
features
check "a catalogue that is gone finds nothing" "parts/motor/2/经营范围/电机" "$(found $A)"
check "and has no entries" "bearing,motor" "$(ask "SELECT string_agg(entry, ',' ORDER BY entry) FROM feature.keyword_entry")"
features
check "and then nothing changes" "same" "$(status_of features)"
echo "  - {id: x, title: X, keywords: [轴 承]}" >>"$work/criteria/catalogues/parts.yaml"
if "$TIDU_BIN/tidu-features" --profile "$TIDU_SOURCE/profiles/demo.yaml" --as-of "$as_of" --criteria "$work/criteria" 2>"$work/log"; then
    check "a mistake in a catalogue stops features" stopped went_on
fi
check "and is named with its place" "1" "$(grep -c 'catalogues/parts.yaml:8:3' "$work/log")"
finish
