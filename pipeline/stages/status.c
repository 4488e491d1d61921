/*
 * status: the ledger for people: what is published, the last run's stages, the deliveries with their
 * rejects, how records found their firm, the funnel, and what to do next. Data on stdout.
 */
#include "rules_command.h"
#include "table.h"

#include <stdio.h>
#include <string.h>

static const struct table_column stage_columns[] = {{"阶段", "stage", 0, false}, {"状态", "status", 1, false},
                                              {"读入行", "rows in", 2, true}, {"写出行", "rows out", 3, true},
                                              {"秒", "seconds", 4, true}, {"错误", "error", 5, false}};
static const struct table_column delivery_columns[] = {
    {"交付", "delivery", 0, false}, {"部门", "source", 2, false}, {"状态", "status", 3, false},
    {"读入", "read", 4, true},      {"新增", "new", 5, true},     {"变化", "changed", 6, true},
    {"未变", "same", 7, true},      {"消失", "gone", 8, true},    {"退回", "rejected", 9, true},
    {"秒", "seconds", 10, true},    {"错误", "error", 11, false}};
static const struct table_column link_columns[] = {{"数据集", "dataset", 0, false}, {"部门", "source", 1, false},
                                             {"方式", "method", 2, false}, {"记录", "records", 3, true}};
static const struct table_column funnel_columns[] = {
    {"层级", "tier", 0, false},        {"申报", "kind", 1, false},     {"步", "step", 2, true},
    {"满足", "met", 4, true},          {"不满足", "unmet", 5, true},   {"未知", "unknown", 6, true},
    {"人工", "manual", 7, true},       {"至此可能", "possible so far", 8, true},
    {"至此确定", "certain so far", 9, true}, {"条件", "condition", 3, false}};
static const struct table_column first_columns[] = {{"层级", "tier", 0, false}, {"位次", "place", 1, true},
                                              {"企业名称", "firm", 2, false}, {"统一社会信用代码", "code", 3, false},
                                              {"区县", "county", 4, false}, {"确定/可能", "certain", 5, false}};

static const struct table_column contract_columns[] = {
    {"交付", "delivery", 0, false}, {"部门", "source", 1, false},   {"代码", "rule", 2, false},
    {"问题", "problem", 3, false},  {"对象", "subject", 4, false},  {"应为", "expected", 5, false},
    {"实为", "found", 6, false},    {"处理", "action", 7, false}};
static const struct table_column held_columns[] = {
    {"层级", "tier", 0, false}, {"区县", "county", 1, false}, {"原名额内", "seats", 2, true}, {"新进", "entered", 3, true},
    {"退出", "left", 4, true},  {"闸门", "gate", 5, false},   {"原因", "causes", 6, false},  {"处理", "action", 7, false}};
static const struct table_column age_columns[] = {
    {"交付", "delivery", 0, false},  {"数据集", "dataset", 1, false}, {"部门", "source", 2, false},
    {"交付日期", "delivered", 3, false}, {"天数", "age days", 4, true}, {"行数", "rows", 5, true},
    {"退回", "rejected", 6, true},   {"沿用自", "carried since", 7, false}, {"原因", "carried for", 8, false}};

static const struct table_column unclaimed_columns[] = {{"文件", "file", 0, false}};

struct section {
    const char *zh, *en, *sql, *json;
    const struct table_column *columns;
    size_t count;
};

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static const struct section sections[] = {
    {"上次运行的阶段", "Stages of the last run", "status/stages", "stages", stage_columns, COUNT(stage_columns)},
    {"交付", "Deliveries", "status/deliveries", "deliveries", delivery_columns, COUNT(delivery_columns)},
    {"交付合同", "Contracts of the deliveries", "status/contract", "contract", contract_columns,
     COUNT(contract_columns)},
    {"没有交付采用的文件", "Files that no delivery took", "status/unclaimed", "unclaimed", unclaimed_columns,
     COUNT(unclaimed_columns)},
    {"变动过多", "Too many moves", "status/held", "moves", held_columns, COUNT(held_columns)},
    {"数据来源的时效", "Age of the sources", "status/ages", "sources", age_columns, COUNT(age_columns)},
    {"记录与企业的对应", "How records found their firm", "status/links", "links", link_columns,
     COUNT(link_columns)},
    {"漏斗", "Funnel", "status/funnel", "funnel", funnel_columns, COUNT(funnel_columns)},
    {"名单前十", "The first ten", "status/first", "first", first_columns, COUNT(first_columns)},
};

static bool
put_head(struct td_run *run, struct td_buf *out, struct td_error *err)
{
    struct td_rows last = {0}, published = {0};
    bool json = run->options->json;

    if (!td_db_query(run->db, "status/run", NULL, NULL, 0, &last, err) ||
        !td_db_query(run->db, "status/published", NULL, NULL, 0, &published, err))
        return false;
    const char *id = last.count ? td_rows_text(&last, 0, 0) : "0";
    const char *status = last.count ? td_rows_text(&last, 0, 2) : "none";
    if (json) {
        td_buf_printf(out, "{\n  \"run\": %s, \"status\": \"%s\", \"published\": %s", id, status,
                      published.count ? td_rows_text(&published, 0, 0) : "null");
    } else {
        td_buf_printf(out, TD_T("上次运行 %s，截止日 %s，%s\n", "last run %s, as of %s, %s\n"), id,
                      last.count ? td_rows_text(&last, 0, 1) : "-", status);
        if (published.count)
            td_buf_printf(out, TD_T("已发布: 运行 %s，截止日 %s，名额内 %s 家，候选 %s 家\n",
                                    "published: run %s, as of %s, %s seated of %s candidates\n"),
                          td_rows_text(&published, 0, 0), td_rows_text(&published, 0, 1),
                          td_rows_text(&published, 0, 2), td_rows_text(&published, 0, 3));
        if (!last.count)
            td_buf_text(out, TD_T("下一步: tidu run\n", "next: tidu run\n"));
        else if (td_rows_int(&last, 0, 8) > 0)
            td_buf_printf(out, TD_T("下一步: 见“交付合同”“变动过多”；核实无误后 tidu publish --release \"理由\"（%s）\n",
                                    "next: see the contracts and moves below; if all is as it should be, tidu publish --release "
                                    "\"reason\" (%s)\n"),
                          td_rows_text(&last, 0, 5));
        else if (strcmp(status, "done") != 0)
            td_buf_printf(out, TD_T("下一步: 再次运行同一 tidu run 命令（%s）\n", "next: the same tidu run again (%s)\n"),
                          td_rows_text(&last, 0, 5));
    }
    td_rows_free(&last);
    td_rows_free(&published);
    return true;
}

bool
td_command_status(struct td_run *run, struct td_error *err)
{
    struct td_buf out = {0};
    bool ok = put_head(run, &out, err);

    for (size_t i = 0; ok && i < COUNT(sections); i++) {
        struct td_rows rows = {0};
        ok = td_db_query(run->db, sections[i].sql, NULL, NULL, 0, &rows, err);
        if (ok && run->options->json) {
            td_buf_printf(&out, ",\n  \"%s\": ", sections[i].json);
            table_json(&rows, sections[i].columns, sections[i].count, false, &out);
        } else if (ok && rows.count) {
            td_buf_printf(&out, "\n%s\n", TD_T(sections[i].zh, sections[i].en));
            table_text(&rows, 0, rows.count, sections[i].columns, sections[i].count, &out);
        }
        td_rows_free(&rows);
    }
    if (run->options->json)
        td_buf_text(&out, "\n}\n");
    ok = ok && rules_print(run, &out, err);
    td_buf_free(&out);
    return ok;
}
