#include "city.h"

/* The files of the departments, each in its own layout. */

#define COUNT(list) list, sizeof list / sizeof list[0]

static const struct column registry[] = {
    {"统一社会信用代码", COL_CODE, NEEDED | REGISTRY_CODE},
    {"企业名称", COL_NAME, NEEDED},
    {"曾用名", COL_OTHER, 0},
    {"注册号", COL_OTHER, 0},
    {"企业类型", COL_OTHER, 0},
    {"登记状态", COL_WORD, 0},
    {"成立日期", COL_DATE, 0},
    {"核准日期", COL_DATE, 0},
    {"注册资本(万元)", COL_MONEY, 0},
    {"注册资本币种", COL_WORD, 0},
    {"行业代码", COL_INDUSTRY, 0},
    {"登记机关", COL_OTHER, 0},
    {"所在区县", COL_COUNTY, 0},
    {"住所", COL_TEXT, MUTABLE},
    {"经营范围", COL_TEXT, 0},
    {"法定代表人", COL_OTHER, 0},
    {"联系电话", COL_OTHER, 0},
    {"上级企业名称", COL_OTHER, 0},
    {"上级企业代码", COL_OTHER, 0},
};
static const struct column tax[] = {
    {"纳税人识别号", COL_CODE, 0},    {"纳税人名称", COL_NAME, 0},
    {"营业收入", COL_MONEY, MUTABLE}, {"营业成本及费用", COL_MONEY, 0},
    {"净利润", COL_MONEY, 0},         {"申报状态", COL_OTHER, 0},
};
static const struct column finance_stats[] = {
    {"组织机构代码", COL_CODE, 0},        {"单位详细名称", COL_NAME, 0},
    {"报告期", COL_YEAR, NEEDED},         {"营业收入(千元)", COL_MONEY, MUTABLE},
    {"主营业务收入(千元)", COL_MONEY, 0}, {"资产总计(千元)", COL_MONEY, 0},
    {"负债合计(千元)", COL_MONEY, 0},     {"研发费用(千元)", COL_MONEY, 0},
};
static const struct column finance_audit[] = {
    {"企业名称", COL_NAME, 0},
    {"信用代码", COL_CODE, 0},
    {"会计年度", COL_YEAR, NEEDED},
    {"营业收入（万元）", COL_MONEY, 0},
    {"主营业务收入（万元）", COL_MONEY, 0},
    {"主导产品收入（万元）", COL_MONEY, 0},
    {"高新技术产品收入（万元）", COL_MONEY, 0},
    {"成本费用总额（万元）", COL_MONEY, 0},
    {"净利润（万元）", COL_MONEY, 0},
    {"资产总额（万元）", COL_MONEY, MUTABLE},
    {"负债总额（万元）", COL_MONEY, 0},
    {"净资产（万元）", COL_MONEY, 0},
    {"研发费用总额（万元）", COL_MONEY, 0},
    {"境内研发费用（万元）", COL_MONEY, 0},
    {"是否经审计", COL_WORD, 0},
};
static const struct column insured[] = {
    {"单位编号", COL_OTHER, 0},
    {"统一社会信用代码", COL_CODE, 0},
    {"单位名称", COL_NAME, 0},
    {"年度", COL_YEAR, NEEDED},
    {"12月末参保人数", COL_COUNT, MUTABLE},
};
static const struct column staff_stats[] = {
    {"统一社会信用代码", COL_CODE, 0}, {"单位名称", COL_NAME, 0},
    {"年份", COL_YEAR, NEEDED},        {"从业人员期末人数", COL_COUNT, MUTABLE},
    {"研发人员", COL_COUNT, 0},        {"科技活动人员", COL_COUNT, 0},
    {"大专及以上", COL_COUNT, 0},
};
static const struct column cnipa[] = {
    {"专利号", COL_OTHER, NEEDED},   {"专利名称", COL_OTHER, 0},
    {"专利类型", COL_WORD, NEEDED},  {"专利权人", COL_NAME, 0},
    {"专利权人代码", COL_CODE, 0},   {"排序", COL_NUMBER, 0},
    {"申请日", COL_DATE, 0},         {"授权公告日", COL_DATE, 0},
    {"法律状态", COL_WORD, 0},       {"转让登记日", COL_DATE, 0},
    {"海外同族", COL_WORD, 0},       {"质押金额(万元)", COL_MONEY, 0},
    {"获奖情况", COL_TEXT, MUTABLE},
};
static const struct column copyright[] = {
    {"登记号", COL_OTHER, NEEDED}, {"软件名称", COL_OTHER, 0},
    {"著作权人", COL_NAME, 0},     {"统一社会信用代码", COL_CODE, 0},
    {"登记日期", COL_DATE, 0},     {"权利类别", COL_WORD, NEEDED},
    {"排序", COL_NUMBER, MUTABLE},
};
static const struct column declared[] = {
    {"企业名称", COL_NAME, 0},
    {"统一社会信用代码", COL_CODE, 0},
    {"知识产权编号", COL_OTHER, NEEDED},
    {"类别", COL_WORD, NEEDED},
    {"类属", COL_OTHER, 0},
    {"与主导产品相关", COL_WORD, 0},
    {"是否应用", COL_WORD, 0},
    {"是否产生效益", COL_WORD, 0},
    {"佐证材料", COL_OTHER, 0},
    {"权利人位次", COL_NUMBER, MUTABLE},
};
static const struct column tech_sme[] = {
    {"入库登记编号", COL_TEXT, MUTABLE}, {"企业名称", COL_NAME, 0},
    {"统一社会信用代码", COL_CODE, 0},   {"入库日期", COL_DATE, NEEDED},
    {"有效期至", COL_DATE, 0},
};
static const struct column ladder[] = {
    {"序号", COL_OTHER, 0},
    {"企业名称", COL_NAME, 0},
    {"统一社会信用代码", COL_CODE, 0},
    {"批次", COL_TEXT, MUTABLE},
    {"公告日期", COL_DATE, NEEDED},
    {"有效期起", COL_DATE, 0},
    {"有效期止", COL_DATE, 0},
    {"撤销日期", COL_DATE, 0},
};
static const struct column high_tech[] = {
    {"企业名称", COL_NAME, 0},
    {"证书编号", COL_TEXT, MUTABLE},
    {"发证日期", COL_DATE, NEEDED},
    {"有效期至", COL_DATE, 0},
};
static const struct column honour[] = {
    {"企业名称", COL_NAME, 0},        {"统一社会信用代码", COL_CODE, 0},
    {"荣誉或资质", COL_WORD, NEEDED}, {"级别", COL_WORD, 0},
    {"取得日期", COL_DATE, NEEDED},   {"有效期至", COL_DATE, 0},
    {"位次", COL_NUMBER, 0},          {"等级", COL_NUMBER, 0},
    {"文号", COL_TEXT, MUTABLE},
};
static const struct column product[] = {
    {"企业名称", COL_NAME, 0},           {"统一社会信用代码", COL_CODE, 0},
    {"主导产品", COL_TEXT, NEEDED},      {"产品分类代码", COL_OTHER, 0},
    {"进入细分市场日期", COL_DATE, 0},   {"国内市场占有率(%)", COL_SHARE, 0},
    {"国际市场占有率(%)", COL_SHARE, 0}, {"国内排名", COL_NUMBER, MUTABLE},
    {"全球排名", COL_NUMBER, 0},         {"战略性新兴产业", COL_WORD, 0},
    {"制造业六基", COL_WORD, 0},         {"产业链作用", COL_WORD, 0},
    {"为龙头企业配套", COL_WORD, 0},
};
static const struct column equity[] = {
    {"融资企业", COL_NAME, 0},       {"统一社会信用代码", COL_CODE, 0},
    {"到账日期", COL_DATE, NEEDED},  {"实缴金额(亿元)", COL_MONEY, NEEDED},
    {"投资机构", COL_TEXT, MUTABLE}, {"备案基金", COL_WORD, 0},
    {"出让比例", COL_SHARE, 0},
};
static const struct column platform[] = {
    {"统一社会信用代码", COL_CODE, 0}, {"企业名称", COL_NAME, 0},
    {"评价年度", COL_YEAR, NEEDED},    {"综合得分", COL_NUMBER, MUTABLE},
    {"评价日期", COL_DATE, 0},
};
static const struct column conduct[] = {
    {"统一社会信用代码", COL_CODE, 0},
    {"当事人名称", COL_NAME, 0},
    {"发生日期", COL_DATE, NEEDED},
    {"移出日期", COL_DATE, 0},
    {"等级", COL_OTHER, 0},
    {"决定机关", COL_TEXT, 0},
    {"事由", COL_TEXT, MUTABLE},
};
static const struct column expert[] = {
    {"专家编号", COL_OTHER, NEEDED}, {"姓名", COL_OTHER, 0},      {"工作单位", COL_OTHER, 0},
    {"专业领域", COL_TEXT, MUTABLE}, {"所在区县", COL_COUNTY, 0}, {"可服务", COL_WORD, 0},
    {"身份", COL_WORD, 0},
};
static const struct column need[] = {
    {"企业名称", COL_NAME, 0},       {"统一社会信用代码", COL_CODE, 0},
    {"提出日期", COL_DATE, NEEDED},  {"需求类型", COL_WORD, NEEDED},
    {"需求内容", COL_TEXT, MUTABLE}, {"办理状态", COL_WORD, 0},
};

/*    file, columns, delimiter, gb18030, crlf, bom, dated, footer */
const struct layout layouts[FILES] = {
    [F_REGISTRY] = {"registry", COUNT(registry), ',', false, false, true, true, false},
    [F_TAX_0] = {"tax", COUNT(tax), ',', true, false, false, true, false},
    [F_TAX_1] = {"tax", COUNT(tax), ',', true, false, false, true, false},
    [F_TAX_2] = {"tax", COUNT(tax), ',', true, false, false, true, false},
    [F_FINANCE_STATS] = {"stats_finance", COUNT(finance_stats), '\t', false, false, false, true,
                         false},
    [F_FINANCE_AUDIT] = {"audit_finance", COUNT(finance_audit), ',', false, true, true, true,
                         true},
    [F_INSURED] = {"insured", COUNT(insured), ',', true, false, false, true, false},
    [F_STAFF_STATS] = {"stats_staff", COUNT(staff_stats), '\t', false, false, false, true,
                       false},
    [F_CNIPA] = {"cnipa", COUNT(cnipa), '|', true, false, false, true, false},
    [F_COPYRIGHT] = {"copyright", COUNT(copyright), ',', false, false, false, true, false},
    [F_DECLARED] = {"declared_ip", COUNT(declared), ',', false, true, true, true, false},
    [F_TECH_SME] = {"tech_sme", COUNT(tech_sme), ',', false, false, true, true, false},
    [F_INNOVATIVE] = {"innovative", COUNT(ladder), ',', false, false, true, true, false},
    [F_SRDI] = {"srdi", COUNT(ladder), ',', true, true, false, true, true},
    [F_GIANT] = {"little_giant", COUNT(ladder), ',', false, false, true, true, false},
    [F_CHAMPION] = {"champion", COUNT(ladder), ',', false, false, true, true, false},
    [F_HIGH_TECH] = {"high_tech", COUNT(high_tech), ';', true, false, false, true, false},
    [F_HONOUR] = {"honour", COUNT(honour), ',', false, false, false, true, false},
    [F_PRODUCT] = {"product", COUNT(product), ',', false, false, true, true, false},
    [F_EQUITY] = {"equity", COUNT(equity), ',', true, false, false, true, false},
    [F_PLATFORM] = {"platform", COUNT(platform), ',', false, false, false, true, false},
    [F_ABNORMAL] = {"conduct_abnormal", COUNT(conduct), ',', false, false, false, true, false},
    [F_DISHONEST] = {"conduct_dishonest", COUNT(conduct), ',', false, false, false, true,
                     false},
    [F_ACCIDENT] = {"conduct_accident", COUNT(conduct), ',', true, false, false, true, false},
    [F_ENVIRONMENT] = {"conduct_environment", COUNT(conduct), ',', false, false, true, true,
                       false},
    [F_QUALITY] = {"conduct_quality", COUNT(conduct), ',', false, false, false, true, false},
    [F_DATA_SECURITY] = {"conduct_data_security", COUNT(conduct), ',', false, false, false,
                         true, false},
    [F_FRAUD] = {"conduct_fraud", COUNT(conduct), ',', false, false, false, true, false},
    [F_TAX_EVASION] = {"conduct_tax", COUNT(conduct), ',', true, false, false, true, false},
    [F_RESEARCH] = {"conduct_research", COUNT(conduct), ',', false, false, false, true, false},
    [F_BAN] = {"conduct_ban", COUNT(conduct), ',', false, false, false, true, false},
    [F_EXPERT] = {"expert", COUNT(expert), ',', false, false, false, true, false},
    [F_NEED] = {"need", COUNT(need), ',', false, false, true, true, false},
};
