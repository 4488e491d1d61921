/*
 * rejects: the rejected rows of a delivery's last load as a file that a clerk mends. They hold what the department
 * wrote, persons' data too: who takes them out stands in the ledger, in the transaction that reads them.
 */
#include "reject_list.h"

#include "runner.h"
#include "tidu/sheet.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct export {
    struct td_run *run;
    const struct td_delivery *delivery;
    struct reject_list list;
    struct td_column *columns;
    struct td_value_cell *cells;
    struct td_cell_mark *marks;
    size_t column_count, row_count, mark_count;
    struct td_buf batch; /* its number as text */
};

static bool
find_delivery(struct export *e, struct td_error *err)
{
    const struct td_profile *p = &e->run->profile;
    const char **ids = td_alloc(p->delivery_count + 1, sizeof *ids);
    struct td_str wanted = td_str(e->run->options->delivery);

    for (size_t i = 0; i < p->delivery_count; i++) {
        ids[i] = p->deliveries[i].id.at;
        if (td_str_equal(p->deliveries[i].id, wanted))
            e->delivery = &p->deliveries[i];
    }
    if (!e->delivery) {
        const char *near = td_nearest(wanted, ids, p->delivery_count);
        td_fail(err, TD_E_NOT_FOUND, TD_T("配置文件中没有交付“%s”", "the profile has no delivery \"%s\""), wanted.at);
        if (near)
            td_hint(err, TD_T("是不是 %s？", "did you mean %s?"), near);
    }
    free(ids);
    return e->delivery != NULL;
}

static bool
find_batch(struct export *e, struct td_error *err)
{
    const char *params[] = {e->run->options->delivery};
    struct td_rows rows = {0};

    if (!td_db_query(e->run->db, "rejects/batch", NULL, params, 1, &rows, err))
        return false;
    bool found = rows.count == 1;
    if (found) {
        e->list.batch = td_rows_int(&rows, 0, 0);
        e->list.failed = strcmp(td_rows_text(&rows, 0, 1), "failed") == 0;
    }
    td_rows_free(&rows);
    td_buf_printf(&e->batch, "%" PRId64, e->list.batch);
    return found || td_fail(err, TD_E_NOT_FOUND, TD_T("交付“%s”还没有载入过", "\"%s\" was never loaded"), params[0]);
}

/* ---- the table -------------------------------------------------------------------------------------------- */
static struct td_value_cell
text_cell(struct td_str s)
{
    return (struct td_value_cell){true, 0, s};
}

static void
make_columns(struct export *e)
{
    const struct reject_list *l = &e->list;

    e->column_count = REJECT_HEAD + l->column_count + l->surplus;
    e->columns = td_arena_alloc(&e->list.arena, e->column_count, sizeof *e->columns);
    memcpy(e->columns, reject_head_columns[td_lang_get()], REJECT_HEAD * sizeof *e->columns);
    for (size_t c = 0; c < l->column_count; c++)
        e->columns[REJECT_HEAD + c] = (struct td_column){l->columns[c].at, TD_CELL_TEXT, 18};
    for (size_t c = 0; c < l->surplus; c++) {
        struct td_buf title = {0};
        td_buf_printf(&title, REJECT_SURPLUS "%zu", c + 1);
        e->columns[REJECT_HEAD + l->column_count + c] =
            (struct td_column){td_arena_str(&e->list.arena, td_buf_view(&title)).at, TD_CELL_TEXT, 18};
        td_buf_free(&title);
    }
}

/* The message without the advice's repetition of the column is what to do; a mended line's is the newest. */
static void
make_row(struct export *e, const struct reject_item *item, struct td_str *own)
{
    struct td_value_cell *cells = e->cells + e->row_count * e->column_count;
    char line[24];

    snprintf(line, sizeof line, "%" PRIu64, item->line);
    cells[0] = text_cell(td_buf_view(&e->batch));
    cells[1] = text_cell(item->file);
    cells[2] = text_cell(td_arena_str(&e->list.arena, td_str(line)));
    cells[3] = text_cell(item->reason);
    cells[4] = text_cell(item->column);
    cells[5] = text_cell(item->message);
    reject_item_cells(&e->list, item, own);
    for (size_t c = REJECT_HEAD; c < e->column_count; c++) {
        cells[c] = text_cell(own[c - REJECT_HEAD]);
        if (item->column.len > 0 && td_str_equal(td_str(e->columns[c].title), item->column))
            e->marks[e->mark_count++] = (struct td_cell_mark){e->row_count, c};
    }
    e->row_count++;
}

static void
make_rows(struct export *e)
{
    struct td_str *own = td_arena_alloc(&e->list.arena, e->column_count, sizeof *own);

    e->cells = td_alloc(e->list.count * e->column_count + 1, sizeof *e->cells);
    e->marks = td_alloc(e->list.count + 1, sizeof *e->marks);
    for (size_t i = 0; i < e->list.count; i++)
        if (!e->list.items[i].good)
            make_row(e, &e->list.items[i], own);
}

/* ---- out ------------------------------------------------------------------------------------------------------ */
static bool
note_export(struct export *e, struct td_error *err)
{
    const struct passwd *login = getpwuid(geteuid());
    const char *path = e->run->options->output, *slash = path ? strrchr(path, '/') : NULL;
    char rows[24], now[40], who[256], host[128] = "";
    const char *params[] = {e->batch.at, e->run->options->delivery, rows, slash ? slash + 1 : path ? path : "-", who, now};

    gethostname(host, sizeof host - 1);
    snprintf(rows, sizeof rows, "%zu", e->row_count);
    snprintf(who, sizeof who, "%.100s@%.100s", login ? login->pw_name : "?", host);
    td_now_text(now);
    return td_db_run(e->run->db, "rejects/export_add", NULL, params, 6, NULL, err);
}

static bool
write_out(struct export *e, struct td_error *err)
{
    const char *path = e->run->options->output;
    struct td_sheet sheet = {.name = TD_T("退回行", "rejects"), .columns = e->columns, .column_count = e->column_count,
                             .cells = e->cells, .row_count = e->row_count};
    struct td_buf text = {0};

    if (path && td_str_ends(td_str(path), TD_STR(".xlsx")))
        return td_xlsx_write_marked(path, &sheet, e->marks, e->mark_count, err);
    if (path)
        return td_csv_write(path, &sheet, err);
    td_csv_text(&sheet, &text);
    bool ok = (fwrite(text.at, 1, text.len, stdout) == text.len && fflush(stdout) == 0) ||
              td_fail(err, TD_E_WRITE, TD_T("写标准输出失败", "writing to stdout failed"));
    td_buf_free(&text);
    return ok;
}

static void
say(const struct export *e)
{
    struct td_error warning = {0};

    td_fail(&warning, TD_E_REJECTS,
            TD_T("导出 %zu 行退回行，含部门原文和个人信息，已记入台账", "%zu rejected rows taken out, with the department's "
                 "own words and persons' data; noted in the ledger"), e->row_count);
    td_hint(&warning, "%s",
            TD_T("只交给有权更正的人；改好后 tidu load --rejects 文件，用毕删除",
                 "give it only to whom may mend it; then tidu load --rejects FILE, and delete it"));
    if (e->list.failed && e->list.count >= LOAD_REJECTS_SHOWN)
        td_in(&warning, TD_T("该批次因退回过多未载入，只保留了前 %d 行", "the batch was refused for its rejects: only its first %d were kept"),
              LOAD_REJECTS_SHOWN);
    td_log_warn(e->run->log, &warning);
}

bool
td_command_rejects(struct td_run *run, struct td_error *err)
{
    struct export e = {.run = run};
    bool ok = find_delivery(&e, err) && td_db_begin(run->db, err) && find_batch(&e, err) &&
              reject_list_read(&e.list, run->db, e.delivery, err);

    umask(S_IRWXG | S_IRWXO); /* persons' data: the file is its owner's alone */
    if (ok) {
        make_columns(&e);
        make_rows(&e);
        /* first in the ledger, then out: nothing leaves without its row there */
        ok = note_export(&e, err) && td_db_commit(run->db, err) && write_out(&e, err);
    }
    if (ok)
        say(&e);
    else
        td_db_rollback(run->db);
    free(e.cells);
    free(e.marks);
    td_buf_free(&e.batch);
    reject_list_free(&e.list);
    return ok;
}
