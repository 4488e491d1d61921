/* The sheets of the workbooks, in their order. To add one: its query in sql/publish, its columns and its entry here. */
#include "publish_follow.h"

#define COLUMNS(of) .columns = (of), .column_count = sizeof(of) / sizeof *(of)
/* So many near misses of each condition: a list that an office can work through. All: tidu near --format csv. */
#define NEAR_CITY "50"
#define NEAR_COUNTY "30"

/* ---- publish/list ------------------------------------------------------------------------------------------ */
enum {
    L_COUNTY, L_TIER, L_PLACE, L_COUNTY_PLACE, L_NAME, L_USCC, L_COUNTY_NAME, L_INDUSTRY, L_SIZE, L_HELD,
    L_CERTAIN, L_STATE, L_VERSION, L_HARD, L_UNKNOWN, L_POINTS, L_SHORT, L_SEATED, L_TIE, L_DOUBTS,
    L_DOUBT_WORDS, L_PART
};
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
    {"切线并列", TD_CELL_TEXT, 9, L_TIE, "与名额切线另一侧的企业除信用代码外各项排序依据全部相同"},
    {"数据疑点", TD_CELL_INT, 9, L_DOUBTS, NULL},
    {"疑点内容", TD_CELL_TEXT, 50, L_DOUBT_WORDS, NULL},
};
#define LIST .query = "publish/list", .parameters = {"run"}, .county = L_COUNTY, .in_city = EVERY_ROW, .in_county = EVERY_ROW

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
    {.name = "近门槛企业", .query = "publish/near", .parameters = {"run", NEAR_CITY, NEAR_COUNTY}, COLUMNS(near_columns),
     .county = N_COUNTY, .in_city = N_OF_CITY, .in_county = N_OF_COUNTY, .part = EVERY_ROW,
     .heading = "{name}只差一个条件的企业（截止 {as_of}，每个条件全市前 " NEAR_CITY " 家、区县前 " NEAR_COUNTY
                " 家，其余条件都已知的在先）"},
    FOLLOW_SHEETS,
    {.name = "数据疑点", .query = "publish/doubts", .parameters = {"run"}, COLUMNS(doubt_columns), .county = D_COUNTY,
     .in_city = EVERY_ROW, .in_county = EVERY_ROW, .part = EVERY_ROW,
     .heading = "{name}名单企业的数据疑点（截止 {as_of}，{rows} 条）：交付的数据未作改动，疑似用错单位的数值判定时按未知处理，请核实"},
    {.name = "漏斗", .query = "publish/funnel", .parameters = {"run"}, COLUMNS(funnel_columns), .county = F_COUNTY,
     .in_city = EVERY_ROW, .in_county = EVERY_ROW, .part = EVERY_ROW,
     .heading = "{name}漏斗（截止 {as_of}）：按条款顺序，本条件各状态的企业数；至此可能＝到本条为止没有不满足的，至此确定＝全部满足或待人工"},
};
const size_t publish_sheet_count = sizeof publish_sheets / sizeof *publish_sheets;
