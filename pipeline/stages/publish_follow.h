/* Sheets of what follows a shortlist, as entries of publish_sheets[]: 到期复核, 台账, 双轨, 底数与目标. */
#ifndef TIDU_STAGES_PUBLISH_FOLLOW_H
#define TIDU_STAGES_PUBLISH_FOLLOW_H

#include "follow_ledger.h"
#include "publish_sheet.h"

enum { REVIEW_COLUMNS = 15, CROSSWALK_COLUMNS = 9, PROGRESS_COLUMNS = 10 };
extern const struct publish_column publish_review_columns[REVIEW_COLUMNS];
extern const struct publish_column publish_ledger_columns[LEDGER_COLUMNS];
extern const struct publish_column publish_crosswalk_columns[CROSSWALK_COLUMNS];
extern const struct publish_column publish_progress_columns[PROGRESS_COLUMNS];

/* The first column of each query is the county's code. */
#define FOLLOW_SHEET(of, number) \
    .parameters = {"run", "as_of"}, .columns = (of), .column_count = (number), .county = 0, .in_city = EVERY_ROW, .in_county = EVERY_ROW, \
    .part = EVERY_ROW
#define FOLLOW_SHEETS                                                                                                          \
    {.name = "到期复核", .query = "publish/review", FOLLOW_SHEET(publish_review_columns, REVIEW_COLUMNS),                      \
     .heading = "{name}有效称号与到期复核（截止 {as_of}，{rows} 项）：一年内到期的按到期日适用的规则、以当晚的事实预判，不代表复核结论"}, \
    {.name = LEDGER_SHEET, .query = "publish/ledger", FOLLOW_SHEET(publish_ledger_columns, LEDGER_COLUMNS), .entries = ledger_entries, \
     .entry_count = LEDGER_ENTRIES,                                                                                            \
     .heading = "{name}培育台账（截止 {as_of}，{rows} 家）：填写五栏底色单元格后由操作人员读回（tidu ledger --notes）；请勿填写个人姓名、电话"}, \
    {.name = "双轨", .query = "publish/crosswalk", FOLLOW_SHEET(publish_crosswalk_columns, CROSSWALK_COLUMNS),                  \
     .heading = "{name}双轨对照（截止 {as_of}，{rows} 家）：只在一条轨道上有称号的企业，及另一条轨道上最近的称号的判定"},                   \
    {.name = "底数与目标", .query = "publish/progress", FOLLOW_SHEET(publish_progress_columns, PROGRESS_COLUMNS),               \
     .heading = "{name}培育目标与三个底数（截止 {as_of}）：目标出自配置文件；有效期止未交付的称号另计，不算在册"}

#endif
