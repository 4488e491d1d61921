#include "publish_follow.h"

/* ---- publish/review ---------------------------------------------------------------------------------------- */
const struct publish_column publish_review_columns[REVIEW_COLUMNS] = {
    {"序号", TD_CELL_INT, 6, FROM_NUMBER, NULL},
    {"企业名称", TD_CELL_TEXT, 36, 1, NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 21, 2, NULL},
    {"区县", TD_CELL_TEXT, 14, 3, NULL},
    {"称号", TD_CELL_TEXT, 24, 4, NULL},
    {"认定日期", TD_CELL_DATE, 12, 5, NULL},
    {"有效期止", TD_CELL_DATE, 12, 6, "空：部门没有交付有效期止，无法排期"},
    {"剩余天数", TD_CELL_INT, 9, 7, NULL},
    {"提醒", TD_CELL_TEXT, 14, 8, NULL},
    {"适用规则", TD_CELL_TEXT, 34, 9, "到期日有效的版本；没有复核条件的称号按重新申报判定"},
    {"预判", TD_CELL_TEXT, 18, 10, "以当晚的事实判定，不代表复核结论"},
    {"硬条件满足/总数", TD_CELL_TEXT, 12, 11, NULL},
    {"未知项数", TD_CELL_INT, 9, 12, "缺数据而无法判定的条件数；缺失不按 0，也不按不满足"},
    {"差距", TD_CELL_TEXT, 60, 13, NULL},
    {"未预判原因", TD_CELL_TEXT, 30, 14, NULL},
};

/* ---- publish/ledger: the columns of follow_ledger.h, behind the county ------------------------------------- */
const struct publish_column publish_ledger_columns[LEDGER_COLUMNS] = {
    {"企业名称", TD_CELL_TEXT, 26, 1, NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 20, 2, NULL},
    {"区县", TD_CELL_TEXT, 12, 3, NULL},
    {"培育层级", TD_CELL_TEXT, 18, 4, NULL},
    {"阶段", TD_CELL_TEXT, 6, 5, NULL},
    {"服务专员", TD_CELL_TEXT, 12, 6, "专员编号；没有的写明原因"},
    {"主要短板", TD_CELL_TEXT, 36, 7, NULL},
    {"计划措施", TD_CELL_TEXT, 20, 8, "按 criteria/efforts.yaml 测算"},
    {"进展", TD_CELL_TEXT, 26, 9, NULL},
    {"进展日期", TD_CELL_TEXT, 11, 10, "写成 2026-11-20"},
    {"状态", TD_CELL_TEXT, 9, 11, NULL},
    {"下一步", TD_CELL_TEXT, 20, 12, NULL},
    {"备注", TD_CELL_TEXT, 16, 13, NULL},
    {"上次填写", TD_CELL_TEXT, 11, 14, NULL},
    {"填写次数", TD_CELL_INT, 6, 15, NULL},
    {"标识（请勿改动）", TD_CELL_TEXT, 12, 16, NULL},
};

/* ---- publish/crosswalk ------------------------------------------------------------------------------------- */
const struct publish_column publish_crosswalk_columns[CROSSWALK_COLUMNS] = {
    {"序号", TD_CELL_INT, 6, FROM_NUMBER, NULL},
    {"企业名称", TD_CELL_TEXT, 36, 1, NULL},
    {"统一社会信用代码", TD_CELL_TEXT, 21, 2, NULL},
    {"区县", TD_CELL_TEXT, 14, 3, NULL},
    {"已有轨道", TD_CELL_TEXT, 18, 4, NULL},
    {"已有称号", TD_CELL_TEXT, 34, 5, NULL},
    {"另一轨道最近的称号", TD_CELL_TEXT, 24, 6, "另一条轨道上判定最好的一项"},
    {"判定", TD_CELL_TEXT, 18, 7, NULL},
    {"硬条件满足/总数", TD_CELL_TEXT, 12, 8, NULL},
};

/* ---- publish/progress -------------------------------------------------------------------------------------- */
const struct publish_column publish_progress_columns[PROGRESS_COLUMNS] = {
    {"类别", TD_CELL_TEXT, 22, 1, NULL},
    {"区县", TD_CELL_TEXT, 22, 2, NULL},
    {"项目", TD_CELL_TEXT, 44, 3, NULL},
    {"数量", TD_CELL_INT, 9, 4, NULL},
    {"未知", TD_CELL_INT, 9, 5, "有效期或状态不明，不计入数量"},
    {"目标", TD_CELL_INT, 9, 6, NULL},
    {"还差", TD_CELL_INT, 9, 7, NULL},
    {"完成比例", TD_CELL_PERCENT, 11, 8, NULL},
    {"状态", TD_CELL_TEXT, 14, 9, NULL},
    {"说明", TD_CELL_TEXT, 60, 10, NULL},
};
