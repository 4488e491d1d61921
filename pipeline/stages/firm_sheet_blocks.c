/* The parts of a firm sheet that may be longer than the page: conditions, the gap, what to judge and to verify. */
#include "firm_sheet.h"

#include <stdio.h>

/* half-width characters (1.5 mm) that a line certainly holds */
enum { CHECK_COLUMNS = 110, WORD_COLUMNS = 95, GAP_COLUMNS = 52, CONDITION_COLUMNS = 51, CONDITIONS_MOST = 80 };
enum { D_USCC, D_TITLE, D_SHOWN, D_SOURCE, D_OTHER, D_SEVERITY }; /* sheet/doubts.sql */

static const char *const state_class[] = {"met", "unmet", "unknown", "manual", "na"};

static void
put_state(enum td_state state, struct td_buf *out)
{
    td_buf_printf(out, "<b class=\"st %s\">%s</b>", state_class[state], td_state_word(state));
}

/* ---- conditions ---------------------------------------------------------------------------- */
static void
put_condition(const struct td_brief_condition *c, int lines, struct td_buf *out)
{
    struct td_buf text = {0};

    td_buf_text(out, "<div class=cond>");
    put_state(c->state, out);
    td_buf_printf(&text, "%.*s %.*s%s", (int)c->clause.len, c->clause.at, (int)c->text.len, c->text.at,
                  c->unconfirmed ? " ※" : "");
    sheet_text(out, td_buf_view(&text), lines);
    td_buf_text(out, "</div>");
    td_buf_free(&text);
}

/* What is open comes first, so that it is not what there is no room for; each in the order of the clauses.
 * Conditions of the subject that are all met stand as one. */
static size_t
list_conditions(const struct td_brief *b, struct td_brief_condition *list)
{
    static const enum td_state order[] = {TD_UNMET, TD_UNKNOWN, TD_MANUAL, TD_MET, TD_NA};
    size_t n = 0, subjects = 0, fine = 0;

    for (size_t k = 0; k < b->condition_count; k++) {
        subjects += b->conditions[k].subject;
        fine += b->conditions[k].subject && b->conditions[k].state == TD_MET;
    }
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        for (size_t k = 0; k < b->condition_count && n < CONDITIONS_MOST; k++)
            if (b->conditions[k].state == order[i] && !(b->conditions[k].subject && fine == subjects))
                list[n++] = b->conditions[k];
    if (fine > 0 && fine == subjects && n < CONDITIONS_MOST)
        list[n++] = (struct td_brief_condition){.clause = TD_STR("申报主体"), .state = TD_MET,
                                                .text = TD_STR("独立法人、存续、划型等主体条件全部满足")};
    return n;
}

static int
condition_lines(const struct td_brief_condition *c)
{
    struct td_buf text = {0};

    td_buf_printf(&text, "%.*s %.*s ※", (int)c->clause.len, c->clause.at, (int)c->text.len, c->text.at);
    int lines = sheet_lines(td_buf_view(&text), CONDITION_COLUMNS, 3);
    td_buf_free(&text);
    return lines;
}

void
sheet_conditions(const struct sheet_firm *f, struct sheet_block *block)
{
    struct td_brief_condition list[CONDITIONS_MOST];
    const struct td_program *t = f->brief.program;
    size_t n = list_conditions(&f->brief, list);

    *block = (struct sheet_block){.title = "一、条件一览", .least = 2, .open = "<div class=conds>", .close = "</div>\n"};
    td_html_str(&block->intro, t->source);
    td_buf_printf(&block->intro, "，%.*s版，%s%s", (int)t->version.len, t->version.at,
                  t->kind == TD_REVIEW ? "复核" : "新申报", t->unconfirmed ? "；※ 标准值未经官方文本核对" : "");
    for (size_t k = 0; k < n; k += 2) {
        int left = condition_lines(&list[k]), right = k + 1 < n ? condition_lines(&list[k + 1]) : 1;
        int lines = left > right ? left : right;
        struct td_buf *html = sheet_item_add(block, LINE_HEIGHT * lines + 8, k + 1 < n ? 2 : 1);

        td_buf_text(html, "<div class=row>");
        put_condition(&list[k], lines, html);
        if (k + 1 < n)
            put_condition(&list[k + 1], lines, html);
        td_buf_text(html, "</div>");
    }
}

/* ---- the gap ------------------------------------------------------------------------------- */
static void
gap_row(struct sheet_block *block, const char *kind, struct td_str clause, struct td_str text, const char *when, int cost)
{
    int lines = sheet_lines(text, GAP_COLUMNS, 2);
    struct td_buf *html = sheet_item_add(block, LINE_HEIGHT * lines + 6, 1);

    td_buf_printf(html, "<tr><td class=no>%zu<td>%s<td>", block->count, kind);
    sheet_text(html, clause, 1);
    td_buf_text(html, "<td>");
    sheet_text(html, text, lines);
    td_buf_text(html, cost > 0 ? "<td class=n>" : "<td class=n>–");
    if (cost > 0)
        td_buf_printf(html, "%d", cost);
    td_buf_text(html, "<td>");
    sheet_text(html, td_str(when), lines);
}

static void
gap_intro(const struct td_brief *b, size_t changes, struct td_buf *out)
{
    char from[11], to[11];

    if (!b->asked) {
        td_buf_printf(out, "判定为“%s”，没有要补的；以主管部门通知的批次为准", td_verdict_word(b->verdict));
        return;
    }
    if (!b->way) {
        td_buf_printf(out, "%d 个月内补不齐，拦在前面的是下列各项", b->horizon);
        return;
    }
    if (changes > 0)
        td_buf_printf(out, "最省的一套办法：%zu 项，代价 %d（本市测算），约 %d 个月", changes, b->cost, b->months);
    else
        td_buf_text(out, "无须改变，只待第四、五项");
    if (b->from != TD_DATE_NONE) {
        td_date_text(b->from, from);
        td_date_text(b->to, to);
        td_buf_printf(out, "；最早批次 %s 至 %s%s", from, to, b->batch_unconfirmed ? "（时间未证实）" : "");
    } else if (b->ready != TD_DATE_NONE) {
        td_date_text(b->ready, from);
        td_buf_printf(out, "；最早 %s", from);
    }
}

/* A separator before the words of when, which begin with one. */
static const char *
without_comma(struct td_str when)
{
    static const struct td_str comma = {"，", sizeof "，" - 1};

    return td_str_starts(when, comma) ? when.at + comma.len : when.len ? when.at : "";
}

void
sheet_gap(const struct sheet_firm *f, struct sheet_block *block)
{
    const struct td_brief *b = &f->brief;

    *block = (struct sheet_block){.title = "二、缺什么补什么", .least = 3, .frame = 46,
                                  .open = "<table class=gap><tr><th class=no>序<th class=kind>办法<th class=clause>条款<th>差多少"
                                          "<th class=\"n cost\">代价<th class=when>何时见效",
                                  .close = "</table>\n"};
    for (size_t i = 0; i < b->step_count; i++) {
        const struct td_brief_step *s = &b->steps[i];
        if (s->kind == TD_BRIEF_CHANGE || s->kind == TD_BRIEF_WAIT)
            gap_row(block, s->kind == TD_BRIEF_WAIT ? "等待" : "改变", s->clause, s->text, without_comma(s->when), s->cost);
    }
    for (size_t i = 0; i < b->stuck_count; i++)
        gap_row(block, b->stuck[i].far ? "差距大" : "改不了", b->stuck[i].clause, b->stuck[i].text, "–", 0);
    gap_intro(b, block->count, &block->intro);
    if (block->count == 0) {
        block->open = block->close = "";
        block->frame = 0;
    }
}

/* ---- on the visit -------------------------------------------------------------------------- */
static void
visit_row(struct sheet_block *block, const char *box, struct td_str text, int columns)
{
    int lines = sheet_lines(text, columns, 2);
    struct td_buf *html = sheet_item_add(block, LINE_HEIGHT * lines + 4, 1);

    td_buf_printf(html, "<li>%s", box);
    sheet_text(html, text, lines);
    td_buf_text(html, "</li>");
}

void
sheet_manual(const struct sheet_firm *f, struct sheet_block *block)
{
    const struct td_brief *b = &f->brief;
    struct td_buf text = {0};

    *block = (struct sheet_block){.title = "四、现场判断", .least = 2, .open = "<ul class=word>", .close = "</ul>\n"};
    td_buf_text(&block->intro, b->manual_count ? "数据不能决定，请勾选" : "没有要人工判断的条件");
    for (size_t i = 0; i < b->manual_count; i++) {
        const struct td_brief_note *n = &b->manual[i];

        td_buf_reset(&text);
        td_buf_printf(&text, "%.*s %.*s", (int)n->clause.len, n->clause.at, (int)n->text.len, n->text.at);
        if (n->more.len && !td_str_equal(n->more, n->text))
            td_buf_printf(&text, "（%.*s）", (int)n->more.len, n->more.at);
        visit_row(block, "<span class=box>□符合 □不符合 □说不准</span>", td_buf_view(&text), WORD_COLUMNS);
    }
    td_buf_free(&text);
}

static void
find_out_text(const struct td_brief_note *n, struct td_buf *text)
{
    td_buf_reset(text);
    td_buf_printf(text, "请企业提供：%.*s %.*s", (int)n->clause.len, n->clause.at, (int)n->text.len, n->text.at);
    if (n->alone)
        td_buf_text(text, "（不满足即否决）");
    else if (n->points > 0)
        td_buf_printf(text, "（相差 %d 分）", n->points);
}

void
sheet_checks(const struct firm_sheets *s, const struct sheet_firm *f, struct sheet_block *block)
{
    struct sheet_span span = firm_rows(&s->doubts, f->uscc);
    struct td_buf text = {0};

    *block = (struct sheet_block){.title = "五、现场核实", .least = 2, .open = "<ul>", .close = "</ul>\n"};
    for (size_t i = 0; i < f->brief.find_out_count; i++) {
        find_out_text(&f->brief.find_out[i], &text);
        visit_row(block, "<span class=box>□已查清</span>", td_buf_view(&text), CHECK_COLUMNS);
    }
    for (int r = span.from; r < span.to; r++) {
        const char *other = td_rows_text(&s->doubts, r, D_OTHER);

        td_buf_reset(&text);
        td_buf_printf(&text, "数据疑点：%s（%s%s%s，不符“%s”）", td_rows_text(&s->doubts, r, D_SHOWN),
                      td_rows_text(&s->doubts, r, D_SOURCE), other[0] ? "、" : "", other, td_rows_text(&s->doubts, r, D_TITLE));
        visit_row(block, "<span class=box>□已核实</span>", td_buf_view(&text), CHECK_COLUMNS);
    }
    td_buf_text(&block->intro, block->count ? "缺的补上，疑的问明，数值连同凭据记在下面" : "没有影响判定的缺失，也没有数据疑点");
    td_buf_free(&text);
}
