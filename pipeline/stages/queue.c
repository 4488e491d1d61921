/*
 * queue: holders that found no firm or several, for people: as a text, as a workbook to fill in (-o), and the
 * filled workbook back (--answers).
 */
#include "queue.h"
#include "rules_command.h"
#include "table.h"

#include <stdio.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
enum { TEXT_ROWS = 20 };

const char *const queue_titles[QUEUE_COLUMNS] = {"单位（交付所写）", "部门", "数据", "记录数", "涉及金额（万元）", "原因", "判断",
                                                 "对应代码", "说明", "候选1", "候选2", "候选3", "候选4", "候选5", "此前判断",
                                                 "标识（请勿改动）"};

static const struct table_column count_columns[] = {{"原因", "reason", 0, false}, {"单位", "holders", 2, true}};
static const struct table_column count_columns_en[] = {{"", "reason", 1, false}, {"", "holders", 2, true}};
static const struct table_column row_columns[] = {
    {"涉及金额（万元）", "money_wan", 13, true}, {"记录数", "records", 4, true}, {"单位", "holder", 1, false},
    {"原因", "reason", 6, false}, {"此前判断", "said", 12, false}, {"标识", "id", 0, false}};
static const struct table_column said_columns[] = {
    {"单位", "holder", 0, false}, {"企业", "firm", 1, false}, {"判断", "word", 2, false}, {"日期", "given_on", 3, false},
    {"效力", "stands", 4, false}, {"矛盾", "contradicted", 5, false}, {"问题", "problem", 6, false}};

static bool
put_section(struct td_run *run, const char *zh, const char *en, const char *sql, const char *const *params, size_t count,
            const struct table_column *columns, size_t column_count, struct td_buf *out, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(run->db, sql, NULL, params, count, &rows, err))
        return false;
    if (run->options->json) {
        td_buf_printf(out, "%s\"%s\": ", out->len > 1 ? ",\n " : "", en);
        table_json(&rows, columns, column_count, true, out);
    } else if (rows.count) {
        td_buf_printf(out, "%s%s\n", out->len ? "\n" : "", TD_T(zh, en));
        table_text(&rows, 0, rows.count, columns, column_count, out);
    }
    td_rows_free(&rows);
    return true;
}

static bool
print_queue(struct td_run *run, struct td_error *err)
{
    const struct td_options *o = run->options;
    char limit[24];
    const char *params[] = {o->dataset, o->source, limit};
    struct td_buf out = {0};

    snprintf(limit, sizeof limit, "%d", o->limit >= 0 ? o->limit : TEXT_ROWS);
    td_buf_text(&out, o->json ? "{" : "");
    bool ok = put_section(run, "待人工判断的单位", "waiting", "queue/counts", NULL, 0,
                          td_lang_get() == TD_EN ? count_columns_en : count_columns, COUNT(count_columns), &out, err) &&
              put_section(run, "涉及金额最大的", "first", "queue/rows", params, 3, row_columns, COUNT(row_columns), &out, err) &&
              put_section(run, "相互矛盾或不能生效的判断", "judgements", "queue/judgements", NULL, 0, said_columns,
                          COUNT(said_columns), &out, err);
    if (o->json)
        td_buf_text(&out, "}\n");
    else
        td_buf_text(&out, out.len ? TD_T("\n导出填写: tidu queue -o 文件.xlsx；填好后: tidu queue --answers 文件.xlsx --by 判断人\n",
                                         "\nto fill in: tidu queue -o FILE.xlsx; then: tidu queue --answers FILE.xlsx --by NAME\n")
                                  : TD_T("没有待人工判断的单位\n", "nothing waits\n"));
    ok = ok && rules_print(run, &out, err);
    td_buf_free(&out);
    return ok;
}

static bool
take_answers(struct td_run *run, struct td_error *err)
{
    struct queue_answers answers = {0};
    const char *path = run->options->answers;

    if (!run->options->by || !run->options->by[0]) {
        td_fail(err, TD_E_USAGE, TD_T("缺少 --by", "--by is missing"));
        return td_hint(err, TD_T("写明判断人: --by 姓名或岗位", "say who judged: --by NAME"));
    }
    bool ok = queue_answers_read(&answers, path, err) && queue_answers_take(run, &answers, path, err);
    queue_answers_free(&answers);
    return ok || td_in(err, TD_T("读回答复 %s", "reading answers %s"), path);
}

bool
td_command_queue(struct td_run *run, struct td_error *err)
{
    const char *path = run->options->output;

    if (run->options->dataset && !td_dataset_find(td_str(run->options->dataset))) {
        td_fail(err, TD_E_USAGE, TD_T("没有“%s”这个数据集", "there is no dataset \"%s\""), run->options->dataset);
        return td_hint(err, "finance staff ip title product equity platform conduct need");
    }
    if (run->options->answers)
        return take_answers(run, err);
    if (path && (td_str_ends(td_str(path), TD_STR(".xlsx")) || td_str_ends(td_str(path), TD_STR(".csv"))))
        return queue_export(run, path, err);
    return print_queue(run, err);
}
