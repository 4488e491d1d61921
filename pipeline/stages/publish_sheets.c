/* The sheets of the workbooks, in their order. To add one: its query in sql/publish, its columns and its entry here. */
#include "publish_follow.h"
#include "publish_list.h"

#define COLUMNS(of) .columns = (of), .column_count = sizeof(of) / sizeof *(of)
/* So many near misses of each condition: a list that an office can work through. All: tidu near --format csv. */
#define NEAR_CITY "50"
#define NEAR_COUNTY "30"

/* ---- publish/list ------------------------------------------------------------------------------------------ */
static const struct publish_column list_columns[] = {
    {"序号", TD_CELL_INT, 6, FROM_NUMBER, NULL},
    {"企业名称", TD_CELL_TEXT, 36, L_NAME, NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 21, L_USCC, NULL},
    {"区县", TD_CELL_TEXT, 14, L_COUNTY_NAME, NULL},
    {"行业", TD_CELL_TEXT, 24, L_INDUSTRY, NULL},
    {"划型", TD_CELL_TEXT, 10, L_SIZE, NULL},
    {"现有称号及有效期", TD_CELL_TEXT, 30, L_HELD, NULL},
    {"拟培育层级", TD_CELL_TEXT, 22, L_TIER, NULL},
    {"确定/可能", TD_CELL_TEXT, 10, L_CERTAIN, "确定：全部数据条件满足；可能：没有不满足的，但有未知的；近门槛：有不满足的，都能在期限内改变"},
    {"判定", TD_CELL_TEXT, 16, L_STATE, NULL},
    {"命中规则版本", TD_CELL_TEXT, 34, L_VERSION, NULL},
    {"硬条件满足/总数", TD_CELL_TEXT, 12, L_HARD, NULL},
    {"未知项数", TD_CELL_INT, 9, L_UNKNOWN, "缺数据而无法判定的条件数；缺失不按 0，也不按不满足"},
    {"得分区间", TD_CELL_TEXT, 16, L_POINTS, "测算值，不是平台评价得分：下限为已知部分，上限为未知部分取最好情形"},
    {"主要短板", TD_CELL_TEXT, 60, L_SHORT, NULL},
    {"全市位次", TD_CELL_INT, 9, L_PLACE, NULL},
    {"名额内", TD_CELL_TEXT, 8, L_SEATED, NULL},
    {"名额理由", TD_CELL_TEXT, 22, L_REASON, "为什么在或不在名额内：区县名额、最大余数、保底、调剂、人工决定；名次在后、到上限、让予他人"},
    {"培育阶段", TD_CELL_TEXT, 9, L_STAGE, "储备、培育、提升、申报、认定，规则见 criteria/pool.yaml"},
    {"切线并列", TD_CELL_TEXT, 9, L_TIE, "与名额切线另一侧的企业除信用代码外各项排序依据全部相同"},
    {"数据疑点", TD_CELL_INT, 9, L_DOUBTS, NULL},
    {"疑点内容", TD_CELL_TEXT, 50, L_DOUBT_WORDS, NULL},
};
#define LIST .query = "publish/list", .after = AFTER_RANK, .parameters = {"run"}, .county = L_COUNTY, .code = L_USCC, .in_city = EVERY_ROW, .in_county = EVERY_ROW, .from_with = true

/* ---- publish/figures: of each metric three years, then where they come from ------------------------------------------ */
enum { G_CANDIDATE, G_USCC, G_METRICS, G_METRIC = 4 /* columns of one */,
       G_GROWTH = G_METRICS + 9 * G_METRIC, G_RESEARCH = G_GROWTH + 2, G_DEBT = G_RESEARCH + 3, G_IP = G_DEBT + 3 };
#define YEARS(title, unit, kind, width, from)                                                                            \
    {"{Y}年" title unit, kind, width, from, NULL}, {"{Y-1}年" title unit, kind, width, (from) + 1, NULL},                 \
        {"{Y-2}年" title unit, kind, width, (from) + 2, NULL}
#define METRIC(number, title, unit, kind, width)                                                                         \
    YEARS(title, unit, kind, width, G_METRICS + (number) * G_METRIC),                                                    \
        {title "来源", TD_CELL_TEXT, 14, G_METRICS + (number) * G_METRIC + 3, NULL}
static const struct publish_column figure_columns[] = {
    {"序号", TD_CELL_INT, 6, FROM_NUMBER, NULL},
    {"企业名称", TD_CELL_TEXT, 36, OF_LIST(L_NAME), NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 21, G_USCC, NULL},
    {"区县", TD_CELL_TEXT, 14, OF_LIST(L_COUNTY_NAME), NULL},
    {"行业", TD_CELL_TEXT, 24, OF_LIST(L_INDUSTRY), NULL},
    {"现有称号及有效期", TD_CELL_TEXT, 30, OF_LIST(L_HELD), NULL},
    {"拟培育层级", TD_CELL_TEXT, 22, OF_LIST(L_TIER), NULL},
    METRIC(0, "营业收入", "（万元）", TD_CELL_WAN, 14),
    METRIC(1, "主营业务收入", "（万元）", TD_CELL_WAN, 14),
    METRIC(2, "研发费用", "（万元）", TD_CELL_WAN, 14),
    METRIC(3, "净利润", "（万元）", TD_CELL_WAN, 14),
    METRIC(4, "资产总额", "（万元）", TD_CELL_WAN, 14),
    METRIC(5, "负债总额", "（万元）", TD_CELL_WAN, 14),
    METRIC(6, "职工总数", "（人）", TD_CELL_INT, 9),
    METRIC(7, "参保人数", "（人）", TD_CELL_INT, 9),
    METRIC(8, "研发人员", "（人）", TD_CELL_INT, 9),
    {"{Y}年营业收入增长率", TD_CELL_PERCENT, 10, G_GROWTH, "比上一年；上一年缺失或不是正数时不计算"},
    {"{Y-1}年营业收入增长率", TD_CELL_PERCENT, 10, G_GROWTH + 1, NULL},
    YEARS("研发强度", "", TD_CELL_PERCENT, 10, G_RESEARCH),
    YEARS("资产负债率", "", TD_CELL_PERCENT, 10, G_DEBT),
    {"Ⅰ类知识产权（项）", TD_CELL_TEXT, 10, G_IP, "有效的；“2–3”：确定 2 项，至多 3 项（有的记录缺少所需信息）"},
    {"Ⅱ类知识产权（项）", TD_CELL_TEXT, 10, G_IP + 1, NULL},
};

/* ---- what is open of the list's firms: lines of gap_lines (model/gap_lines.c), behind the candidate and its code ---------- */
enum { P_CANDIDATE, P_USCC, P_CLAUSE, P_ID, P_TEXT, P_STATE, P_VALUE, P_GAP, P_COST, P_MONTHS, P_UNCONFIRMED };
static const struct publish_column gap_columns[] = {
    {"序号", TD_CELL_INT, 7, FROM_NUMBER, NULL},
    {"企业名称", TD_CELL_TEXT, 30, OF_LIST(L_NAME), NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 21, P_USCC, NULL},
    {"区县", TD_CELL_TEXT, 12, OF_LIST(L_COUNTY_NAME), NULL},
    {"拟培育层级", TD_CELL_TEXT, 18, OF_LIST(L_TIER), NULL},
    {"条款", TD_CELL_TEXT, 14, P_CLAUSE, NULL},
    {"条件", TD_CELL_TEXT, 44, P_TEXT, NULL},
    {"状态", TD_CELL_STATE, 12, P_STATE, "不满足、未知、待人工；“得分 3–5/10”：最省途径中要提高得分的指标（测算）"},
    {"企业的数值", TD_CELL_TEXT, 44, P_VALUE, "按年度；缺失的写明，不按 0"},
    {"差多少", TD_CELL_TEXT, 36, P_GAP, "按数值本身的单位，补到标准为止；待核实：先查清所缺数据"},
    {"代价（点）", TD_CELL_INT, 8, P_COST, "criteria/efforts.yaml，本市测算口径；空：不在最省途径内"},
    {"约需月数", TD_CELL_INT, 8, P_MONTHS, NULL},
    {"标准值", TD_CELL_TEXT, 10, P_UNCONFIRMED, "未证实：该条的标准值未经官方文本核对，须以原文为准"},
};

/* ---- publish/near ------------------------------------------------------------------------------------------ */
enum { N_COUNTY, N_COUNTY_NAME, N_OF_CITY, N_OF_COUNTY, N_TITLE, N_CLAUSE, N_TEXT, N_LACKING, N_UNKNOWN, N_NAME, N_USCC,
       N_INDUSTRY, N_VERDICT, N_GAP };
static const struct publish_column near_columns[] = {
    {"序号", TD_CELL_INT, 6, FROM_NUMBER, NULL},
    {"层级", TD_CELL_TEXT, 26, N_TITLE, NULL},
    {"只差的条件", TD_CELL_TEXT, 40, N_TEXT, NULL},
    {"差的是", TD_CELL_TEXT, 40, N_LACKING, NULL},
    {"其余未知项数", TD_CELL_INT, 8, N_UNKNOWN, NULL},
    {"企业名称", TD_CELL_TEXT, 36, N_NAME, NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 21, N_USCC, NULL},
    {"区县", TD_CELL_TEXT, 14, N_COUNTY_NAME, NULL},
    {"行业", TD_CELL_TEXT, 24, N_INDUSTRY, NULL},
    {"判定", TD_CELL_TEXT, 10, N_VERDICT, NULL},
    {"补齐（测算）", TD_CELL_TEXT, 50, N_GAP, NULL},
};

/* ---- publish/moves ----------------------------------------------------------------------------------------- */
enum { V_COUNTY, V_OWN, V_SPAN, V_NAME, V_USCC, V_COUNTY_NAME, V_TIER, V_ASPECT, V_WAS, V_BECAME, V_DIRECTION, V_CAUSE, V_WHOSE, V_SAID,
       V_PLACE_WAS, V_PLACE, V_SINCE };
static const struct publish_column move_columns[] = {
    {"序号", TD_CELL_INT, 6, FROM_NUMBER, NULL},
    {"期间", TD_CELL_TEXT, 14, V_SPAN, "一天：与上一次排序相比；7 天、31 天：与那时的排序相比，没有那么早的与最早的相比；起于同一次排序的写在一起"},
    {"企业名称", TD_CELL_TEXT, 36, V_NAME, NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 21, V_USCC, NULL},
    {"区县", TD_CELL_TEXT, 14, V_COUNTY_NAME, "现在的；已退出的为原来的。迁出的企业原区县也能看到"},
    {"层级", TD_CELL_TEXT, 26, V_TIER, NULL},
    {"变动事项", TD_CELL_TEXT, 10, V_ASPECT, NULL},
    {"原为", TD_CELL_TEXT, 24, V_WAS, NULL},
    {"现为", TD_CELL_TEXT, 24, V_BECAME, NULL},
    {"方向", TD_CELL_TEXT, 8, V_DIRECTION, NULL},
    {"原因", TD_CELL_TEXT, 14, V_CAUSE, "期间变动多次的，为最后一次的原因"},
    {"直接原因在", TD_CELL_TEXT, 16, V_WHOSE, "本企业：自身的数据、匹配、日期或规则判定变了；其他企业或名额：被动变动"},
    {"变化的条件", TD_CELL_TEXT, 60, V_SAID, "期间两端判定不同的条件"},
    {"原位次", TD_CELL_INT, 8, V_PLACE_WAS, NULL},
    {"现位次", TD_CELL_INT, 8, V_PLACE, NULL},
    {"自（截止日）", TD_CELL_DATE, 12, V_SINCE, "与这一天的名单相比"},
};

/* ---- publish/doubts: without the line in the file, for lists are the same for any order of the rows delivered -- */
enum { D_COUNTY, D_NAME, D_USCC, D_COUNTY_NAME, D_SEVERITY, D_RULE, D_RECORD, D_SHOWN, D_SOURCE, D_FILE, D_OTHER, D_OWNER };
static const struct publish_column doubt_columns[] = {
    {"企业名称", TD_CELL_TEXT, 36, D_NAME, NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 21, D_USCC, NULL},
    {"区县", TD_CELL_TEXT, 16, D_COUNTY_NAME, NULL},
    {"程度", TD_CELL_TEXT, 8, D_SEVERITY, NULL},
    {"不符的规则", TD_CELL_TEXT, 36, D_RULE, NULL},
    {"记录", TD_CELL_TEXT, 16, D_RECORD, NULL},
    {"数值", TD_CELL_TEXT, 60, D_SHOWN, NULL},
    {"部门", TD_CELL_TEXT, 24, D_SOURCE, NULL},
    {"文件", TD_CELL_TEXT, 30, D_FILE, NULL},
    {"对方部门", TD_CELL_TEXT, 24, D_OTHER, NULL},
    {"核实单位", TD_CELL_TEXT, 26, D_OWNER, NULL},
};

/* ---- publish/excluded: who would be in a tier's pool, and the rule that keeps it out ------------------------------------ */
enum { X_COUNTY, X_COUNTY_NAME, X_NAME, X_USCC, X_TIER, X_VERDICT, X_REASON, X_EVIDENCE, X_UNTIL, X_CLAUSE, X_SURE, X_LIST };
static const struct publish_column excluded_columns[] = {
    {"企业名称", TD_CELL_TEXT, 36, X_NAME, NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 21, X_USCC, NULL},
    {"区县", TD_CELL_TEXT, 16, X_COUNTY_NAME, NULL},
    {"层级", TD_CELL_TEXT, 26, X_TIER, NULL},
    {"判定", TD_CELL_TEXT, 16, X_VERDICT, NULL},
    {"排除原因", TD_CELL_TEXT, 36, X_REASON, NULL},
    {"效力", TD_CELL_TEXT, 16, X_SURE, "待核实：数据不足以断定，没有排除，仍在名单上"},
    {"依据", TD_CELL_TEXT, 60, X_EVIDENCE, NULL},
    {"至", TD_CELL_TEXT, 12, X_UNTIL, "已知的截止日；空为未知或不限"},
    {"条款", TD_CELL_TEXT, 50, X_CLAUSE, NULL},
    {"所依据的名单", TD_CELL_TEXT, 16, X_LIST, "不完整：没有列出的企业不等于没有应排除的情形"},
};

/* ---- publish/funnel ---------------------------------------------------------------------------------------- */
enum { F_COUNTY, F_COUNTY_NAME, F_TIER, F_VERSION, F_STEP, F_CLAUSE, F_TEXT, F_MET, F_UNMET, F_UNKNOWN, F_MANUAL, F_NA,
       F_REMAINING, F_CERTAIN, F_HELD };
static const struct publish_column funnel_columns[] = {
    {"区县", TD_CELL_TEXT, 22, F_COUNTY_NAME, NULL},
    {"层级", TD_CELL_TEXT, 26, F_TIER, NULL},
    {"规则版本", TD_CELL_TEXT, 9, F_VERSION, NULL},
    {"步", TD_CELL_INT, 5, F_STEP, NULL},
    {"条款", TD_CELL_TEXT, 16, F_CLAUSE, NULL},
    {"条件", TD_CELL_TEXT, 60, F_TEXT, NULL},
    {"满足", TD_CELL_INT, 9, F_MET, NULL},
    {"不满足", TD_CELL_INT, 9, F_UNMET, NULL},
    {"未知", TD_CELL_INT, 9, F_UNKNOWN, NULL},
    {"待人工", TD_CELL_INT, 9, F_MANUAL, NULL},
    {"不适用", TD_CELL_INT, 9, F_NA, NULL},
    {"至此可能", TD_CELL_INT, 10, F_REMAINING, "到本条为止没有不满足的企业数"},
    {"至此确定", TD_CELL_INT, 10, F_CERTAIN, "到本条为止全部满足或待人工的企业数"},
    {"其中已获", TD_CELL_INT, 10, F_HELD, NULL},
};

const struct publish_sheet publish_sheets[] = {
    {.name = "拟培育名单", LIST, COLUMNS(list_columns), .part = L_PART, .is = "seated", .is_list = true,
     .heading = "{name}拟培育企业名单（截止 {as_of}，名额内 {rows} 家）"},
    {.name = "候补", LIST, COLUMNS(list_columns), .part = L_PART, .is = "waiting",
     .heading = "{name}候补企业（截止 {as_of}，名额外 {rows} 家）"},
    {.name = "企业数据一览表", .query = "publish/figures", .after = AFTER_RANK, .parameters = {"run", "now", "as_of"}, COLUMNS(figure_columns),
     .of_candidates = true, .county = OF_LIST(L_COUNTY), .in_city = EVERY_ROW, .in_county = EVERY_ROW, .part = EVERY_ROW, .missing = "缺", .from_with = true,
     .heading = "{name}企业数据一览表（截止 {as_of}，名单与候补企业 {rows} 家）：缺＝没有数据，不是 0；来源后的“沿用”＝该部门未按期更新，“未采用”＝有交付而互相矛盾或疑似用错单位"},
    {.name = "差距清单", .query = "publish/list", .parameters = {"run"}, .lines = L_OPEN, .fields = P_UNCONFIRMED + 1, COLUMNS(gap_columns),
     .of_candidates = true, .county = OF_LIST(L_COUNTY), .in_city = EVERY_ROW, .in_county = EVERY_ROW, .part = EVERY_ROW,
     .heading = "{name}差距清单（截止 {as_of}，{rows} 条）：名单与候补企业拟培育层级中尚未满足的条件，按名单次序、条款次序"},
    {.name = "近门槛企业", .query = "publish/near", .after = AFTER_SCORE, .parameters = {"run", NEAR_CITY, NEAR_COUNTY}, COLUMNS(near_columns),
     .county = N_COUNTY, .in_city = N_OF_CITY, .in_county = N_OF_COUNTY, .part = EVERY_ROW,
     .heading = "{name}只差一个条件的企业（截止 {as_of}，每个条件全市前 " NEAR_CITY " 家、区县前 " NEAR_COUNTY
                " 家，其余条件都已知的在先）"},
    {.name = "变动", .query = "publish/moves", .after = AFTER_RANK, .parameters = {"run"}, COLUMNS(move_columns), .from_with = true, .county = V_COUNTY, .in_city = V_OWN,
     .in_county = EVERY_ROW, .part = EVERY_ROW,
     .heading = "{name}名单的变动（截止 {as_of}，{rows} 条）：候选层级、名额、判定、区县与上一次、7 天前、31 天前相比的净变动及其原因，来回抵消的不列"},
    FOLLOW_SHEETS,
    {.name = "数据疑点", .query = "publish/doubts", .after = AFTER_RANK, .parameters = {"run"}, COLUMNS(doubt_columns), .county = D_COUNTY,
     .in_city = EVERY_ROW, .in_county = EVERY_ROW, .part = EVERY_ROW,
     .heading = "{name}名单企业的数据疑点（截止 {as_of}，{rows} 条）：交付的数据未作改动，疑似用错单位的数值判定时按未知处理，请核实"},
    {.name = "漏斗", .query = "publish/funnel", .after = AFTER_SCORE, .parameters = {"run"}, COLUMNS(funnel_columns), .county = F_COUNTY,
     .in_city = EVERY_ROW, .in_county = EVERY_ROW, .part = EVERY_ROW,
     .heading = "{name}漏斗（截止 {as_of}）：按条款顺序，本条件各状态的企业数；至此可能＝到本条为止没有不满足的，至此确定＝全部满足或待人工"},
    {.name = "排除企业", .query = "publish/excluded", .after = AFTER_RANK, .parameters = {"run"}, COLUMNS(excluded_columns), .county = X_COUNTY,
     .in_city = EVERY_ROW, .in_county = EVERY_ROW, .part = EVERY_ROW,
     .heading = "{name}符合或接近条件而不列入的企业（截止 {as_of}，{rows} 条）：按 criteria/pool.yaml 排除或人工移出"},
};
const size_t publish_sheet_count = sizeof publish_sheets / sizeof *publish_sheets;
