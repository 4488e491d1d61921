/*
 * Notes of the ledger into pool.note: each row is checked by itself and against what stands; good ones are taken in one
 * transaction, the others reported with their place and what to do. Nothing is ever overwritten: a note is added, and the
 * latest stands. A row says in its 标识 what stood in the five cells when it was given out, so that it can be told
 * whether a person changed it, whether somebody else did meanwhile, or both. The same file again does nothing.
 */
#include "follow_ledger.h"
#include "form.h"
#include "rules_command.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum outcome { TAKEN, BOTH, OLDER, UNCHANGED, REFUSED, OUTCOMES };
enum { CELL_BYTES_MAX = 3000 };

struct note { /* a row that says something */
    const struct form_row *row;
    struct td_str firm, name;
    struct td_str cells[LEDGER_ENTRIES];
    char mark[17];
    bool take;
};

struct taking {
    struct td_run *run;
    struct form form;
    struct note *notes;
    size_t count;
    uint64_t outcomes[OUTCOMES];
    struct td_buf out;
};

static const char *const titles[LEDGER_COLUMNS] = {"企业名称", "统一社会信用代码", "区县", "培育层级", "阶段", "服务专员",
                                                   "主要短板", "计划措施", "进展", "进展日期", "状态", "下一步", "备注",
                                                   "上次填写", "填写次数", "标识（请勿改动）"};

/* ---- reporting ------------------------------------------------------------------------------------------ */
static const char *const words[OUTCOMES][3] = {
    {"采纳", "taken", "taken"},
    {"采纳，两边都改过（此前的填写仍保留）", "taken, changed on both sides (what stood is kept)", "both"},
    {"采纳，但早于已有的填写，以晚的为准", "taken, but older than what stands", "older"},
    {"未变", "unchanged", "unchanged"},
    {"退回", "refused", "refused"}};

static void
say(struct taking *t, const struct form_row *row, enum outcome o, const char *column, const char *what)
{
    t->outcomes[o]++;
    if (t->run->options->json) {
        td_buf_printf(&t->out, "%s\n    {\"row\": %" PRIu64 ", \"firm\": ", t->out.len ? "," : "", row->row);
        td_json_str(&t->out, row->cells[LEDGER_CODE]);
        td_buf_printf(&t->out, ", \"outcome\": \"%s\", \"column\": ", words[o][2]);
        td_json_str(&t->out, td_str(column));
        td_buf_text(&t->out, ", \"text\": ");
        td_json_str(&t->out, td_str(what));
        td_buf_text(&t->out, "}");
        return;
    }
    if (o == UNCHANGED) /* most rows of a workbook */
        return;
    td_buf_printf(&t->out, TD_T("第 %" PRIu64 " 行%s%s  %s：", "row %" PRIu64 "%s%s  %s: "), row->row,
                  column[0] ? TD_T("，", ", ") : "", column, TD_T(words[o][0], words[o][1]));
    td_buf_text(&t->out, what);
    td_buf_text(&t->out, "\n");
}

static bool
refuse(struct taking *t, const struct form_row *row, enum ledger_column column, const char *zh, const char *en)
{
    say(t, row, REFUSED, titles[column], TD_T(zh, en));
    return false;
}

/* ---- one row -------------------------------------------------------------------------------------------- */
static bool
is_day(const char *d, size_t year_at)
{
    int year = (d[year_at] - '0') * 1000 + (d[year_at + 1] - '0') * 100 + (d[year_at + 2] - '0') * 10 + d[year_at + 3] - '0';
    int month = (d[year_at + 4] - '0') * 10 + d[year_at + 5] - '0', day = (d[year_at + 6] - '0') * 10 + d[year_at + 7] - '0';

    return year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* A mobile or area-code number, or an identity number with a date of birth in it. */
static bool
is_personal_run(const char *digits, size_t count)
{
    return (count == 11 && digits[0] == '1' && digits[1] >= '3') || (count >= 10 && count <= 12 && digits[0] == '0') ||
           ((count == 17 || count == 18) && is_day(digits, 6));
}

/* Digits of a number may stand apart by one blank or hyphen, and be of full width. */
static bool
has_personal_number(struct td_str s)
{
    char digits[32];
    size_t count = 0;
    bool gap = false;

    while (s.len > 0) {
        uint32_t c = td_char_fold(&s);
        if (c >= '0' && c <= '9') {
            if (count < sizeof digits)
                digits[count++] = (char)c;
            gap = false;
            continue;
        }
        if (count > 0 && !gap && (c == ' ' || c == '-')) {
            gap = true;
            continue;
        }
        if (is_personal_run(digits, count))
            return true;
        count = 0;
        gap = false;
    }
    return is_personal_run(digits, count);
}

static bool
check_texts(struct taking *t, const struct note *n)
{
    for (size_t i = 0; i < LEDGER_ENTRIES; i++) {
        enum ledger_column column = (enum ledger_column)(LEDGER_PROGRESS + i);
        if (n->cells[i].len > CELL_BYTES_MAX)
            return refuse(t, n->row, column, "内容过长（至多一千字）", "too long (a thousand characters at most)");
        if (column != LEDGER_ON && has_personal_number(n->cells[i]))
            return refuse(t, n->row, column, "疑似含电话或身份证号；台账会下发，请删去",
                          "seems to hold a telephone or identity number: ledgers are passed on, take it out");
    }
    return true;
}

/* The date in its one form. */
static bool
check_date(struct taking *t, struct note *n)
{
    struct td_str *cell = &n->cells[LEDGER_ON - LEDGER_PROGRESS];
    char text[11];
    td_date day;

    if (cell->len == 0)
        return true;
    if (td_date_parse(*cell, TD_DATE_ISO | TD_DATE_CHINESE | TD_DATE_COMPACT, &day) != TD_FAULT_NONE)
        return refuse(t, n->row, LEDGER_ON, "日期写成 2026-11-20", "write a date as 2026-11-20");
    if (day > t->run->options->given_on)
        return refuse(t, n->row, LEDGER_ON, "进展日期晚于填写日期（--on）", "the date is after the day on which it was written (--on)");
    td_date_text(day, text);
    *cell = td_arena_str(&t->form.arena, td_str(text));
    return true;
}

static bool
check_status(struct taking *t, const struct note *n)
{
    struct td_str cell = n->cells[LEDGER_STATUS - LEDGER_PROGRESS];
    struct td_buf all = {0};

    if (cell.len == 0)
        return true;
    for (size_t i = 0; ledger_states[i]; i++) {
        if (td_str_equal(cell, td_str(ledger_states[i]))) {
            td_buf_free(&all);
            return true;
        }
        td_buf_printf(&all, "%s%s", i ? "、" : TD_T("请从下列状态中选择：", "one of: "), ledger_states[i]);
    }
    say(t, n->row, REFUSED, titles[LEDGER_STATUS], all.at);
    td_buf_free(&all);
    return false;
}

/* "<code>/<mark>": the firm, and what stood in its cells when the file was made. Without it the code's own column. */
static struct td_str
read_id(const struct form_row *row, struct td_str *base)
{
    struct td_str id = row->cells[LEDGER_ID];
    const char *slash = id.len ? memchr(id.at, '/', id.len) : NULL;

    *base = (struct td_str){"?", 1};
    if (!slash)
        return row->cells[LEDGER_CODE];
    *base = (struct td_str){slash + 1, id.len - (size_t)(slash + 1 - id.at)};
    return (struct td_str){id.at, (size_t)(slash - id.at)};
}

/* Against what stands: columns of ledger/firm. */
enum { F_FIRM, F_NAME, F_MARK, F_LATER, F_TAKEN_BEFORE };

static void
compare(struct taking *t, struct note *n, const struct td_rows *firm, struct td_str base)
{
    struct td_str standing = td_str(td_rows_text(firm, 0, F_MARK)), own = td_str(n->mark);
    enum outcome o = TAKEN;

    if (td_str_equal(own, standing) || td_str_equal(own, base) || td_rows_int(firm, 0, F_TAKEN_BEFORE) != 0)
        o = UNCHANGED;
    else if (td_rows_int(firm, 0, F_LATER) != 0)
        o = OLDER;
    else if (!td_str_equal(base, standing) && standing.len > 0)
        o = BOTH;
    for (size_t i = 0; i < t->count && o != UNCHANGED; i++)
        if (td_str_equal(t->notes[i].firm, n->firm)) {
            refuse(t, n->row, LEDGER_CODE, "本文件中该企业已有一行；请只留一行", "this firm has another row in this file: keep one");
            return;
        }
    n->take = o != UNCHANGED;
    say(t, n->row, o, "", n->name.at);
    if (n->take)
        t->notes[t->count++] = *n;
}

static bool
take_row(struct taking *t, const struct form_row *row, struct td_error *err)
{
    struct note n = {.row = row};
    struct td_rows firm = {0};
    struct td_str base, code = td_arena_str(&t->form.arena, read_id(row, &base));
    char on[11];
    bool says = false;

    for (size_t i = 0; i < LEDGER_ENTRIES; i++) {
        n.cells[i] = row->cells[LEDGER_PROGRESS + i];
        says = says || n.cells[i].len > 0;
    }
    if (!says || !check_texts(t, &n) || !check_date(t, &n) || !check_status(t, &n))
        return true;
    if (code.len == 0) {
        refuse(t, row, LEDGER_ID, "标识为空，不知道是哪家企业；请重新导出", "without its id nobody knows which firm is meant: export again");
        return true;
    }
    ledger_mark(n.cells, n.mark);
    td_date_text(t->run->options->given_on, on);
    const char *params[] = {code.at, on, t->form.hash, n.mark};
    if (!td_db_query(t->run->db, "ledger/firm", NULL, params, 4, &firm, err))
        return false;
    if (firm.count == 0)
        refuse(t, row, LEDGER_ID, "没有这家企业；标识可能被改动，请重新导出", "there is no such firm: the id may have been changed, export again");
    else {
        n.firm = td_arena_str(&t->form.arena, td_str(td_rows_text(&firm, 0, F_FIRM)));
        n.name = td_arena_str(&t->form.arena, td_str(td_rows_text(&firm, 0, F_NAME)));
        compare(t, &n, &firm, base);
    }
    td_rows_free(&firm);
    return true;
}

/* ---- together ------------------------------------------------------------------------------------------- */
static bool
write_notes(struct taking *t, const char *path, struct td_error *err)
{
    const char *slash = strrchr(path, '/');
    char on[11], row[24];
    bool ok = true;

    td_date_text(t->run->options->given_on, on);
    for (size_t i = 0; ok && i < t->count; i++) {
        const struct note *n = &t->notes[i];
        struct td_str day = n->cells[LEDGER_ON - LEDGER_PROGRESS];
        const char *params[] = {n->firm.at, n->cells[LEDGER_STATUS - LEDGER_PROGRESS].at, n->cells[0].at, day.len ? day.at : NULL,
                                n->cells[LEDGER_NEXT - LEDGER_PROGRESS].at, n->cells[LEDGER_REMARK - LEDGER_PROGRESS].at, on,
                                slash ? slash + 1 : path, t->form.hash, row, n->mark, t->run->options->by};
        snprintf(row, sizeof row, "%" PRIu64, n->row->row);
        ok = td_db_run(t->run->db, "ledger/note_add", NULL, params, 12, NULL, err);
    }
    return ok;
}

static bool
print_report(struct taking *t, struct td_error *err)
{
    uint64_t taken = t->outcomes[TAKEN] + t->outcomes[BOTH] + t->outcomes[OLDER];
    struct td_buf out = {0};

    if (t->run->options->json)
        td_buf_printf(&out,
                      "{\"rows\": %zu, \"taken\": %" PRIu64 ", \"both\": %" PRIu64 ", \"older\": %" PRIu64 ", \"unchanged\": %" PRIu64
                      ", \"refused\": %" PRIu64 ", \"notes\": [%s]}\n",
                      t->form.count, taken, t->outcomes[BOTH], t->outcomes[OLDER], t->outcomes[UNCHANGED], t->outcomes[REFUSED],
                      t->out.len ? t->out.at : "");
    else
        td_buf_printf(&out,
                      TD_T("%s共 %zu 行：采纳 %" PRIu64 "（其中两边都改过 %" PRIu64 "），未变 %" PRIu64 "，退回 %" PRIu64 "%s\n",
                           "%s%zu rows: %" PRIu64 " taken (%" PRIu64 " changed on both sides), %" PRIu64 " unchanged, %" PRIu64 " refused%s\n"),
                      t->out.len ? t->out.at : "", t->form.count, taken, t->outcomes[BOTH], t->outcomes[UNCHANGED], t->outcomes[REFUSED],
                      taken ? TD_T("；下一次 tidu run 的台账中可见", "; the next tidu run's ledgers show them") : "");
    bool ok = rules_print(t->run, &out, err);
    td_buf_free(&out);
    return ok;
}

bool
ledger_take(struct td_run *run, const char *path, struct td_error *err)
{
    static const struct form_ask ask = {.sheet = LEDGER_SHEET,
                                        .titles = titles,
                                        .columns = LEDGER_COLUMNS,
                                        .needed = {LEDGER_PROGRESS, LEDGER_CODE},
                                        .hint_zh = "请用发布的工作簿或 tidu ledger -o 导出的文件填写，保留这两栏的标题",
                                        .hint_en = "fill in a published workbook or the file of tidu ledger -o, and keep the titles of these two"};
    struct taking t = {.run = run};
    bool ok = form_read(&t.form, &ask, path, err);

    t.notes = td_alloc(t.form.count + 1, sizeof *t.notes);
    ok = ok && td_db_begin(run->db, err) && td_db_run(run->db, "ledger/lock", NULL, NULL, 0, NULL, err);
    for (size_t i = 0; ok && i < t.form.count; i++)
        ok = take_row(&t, &t.form.rows[i], err);
    ok = ok && write_notes(&t, path, err) && td_db_commit(run->db, err);
    if (!ok)
        td_db_rollback(run->db);
    ok = ok && print_report(&t, err);
    if (ok && t.outcomes[REFUSED])
        run->exit = td_code_exit(TD_E_REJECTS);
    form_free(&t.form);
    td_buf_free(&t.out);
    free(t.notes);
    return ok;
}
