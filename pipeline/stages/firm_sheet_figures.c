/* A firm sheet's table of three years: each figure with where it is from, a missing one as 缺. */
#include "firm_sheet.h"

#include <stdio.h>
#include <string.h>

__extension__ typedef unsigned __int128 uint128;

enum { F_USCC, F_FIELD, F_BACK, F_VALUE, F_SOURCE, F_DELIVERED, F_DOUBT, F_CARRIED };
enum { YEARS = 3 };

enum figure_kind { MONEY, HEADS, RATIO };
struct figure_line {
    const char *title;
    enum figure_kind kind;
    const char *field, *base; /* RATIO: field / base */
};
static const struct figure_line lines[] = {
    {"营业收入（万元）", MONEY, "revenue", NULL},         {"主营业务收入（万元）", MONEY, "main_revenue", NULL},
    {"净利润（万元）", MONEY, "net_profit", NULL},         {"资产总额（万元）", MONEY, "assets", NULL},
    {"资产负债率", RATIO, "liabilities", "assets"},        {"研发费用（万元）", MONEY, "rd_expense", NULL},
    {"研发费用占营业收入", RATIO, "rd_expense", "revenue"}, {"职工总数（人）", HEADS, "employees", NULL},
    {"参保人数（人）", HEADS, "insured", NULL},             {"研发人员（人）", HEADS, "rd_staff", NULL}};

/* A firm's figure of `back` years before 上年度; -1 = not delivered. */
static int
find_figure(const struct td_rows *rows, struct sheet_span span, const char *field, int back)
{
    for (int r = span.from; r < span.to; r++)
        if (td_rows_int(rows, r, F_BACK) == back && strcmp(td_rows_text(rows, r, F_FIELD), field) == 0)
            return r;
    return -1;
}

static bool
is_true(const struct td_rows *rows, int r, int column)
{
    return td_rows_text(rows, r, column)[0] == 't';
}

/* Cut towards zero, as in the lists; thousands apart. */
static void
put_money(int64_t fen, struct td_buf *out)
{
    uint64_t v = fen < 0 ? 0u - (uint64_t)fen : (uint64_t)fen;
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)(v / 1000000));

    td_buf_text(out, fen < 0 && v >= 10000 ? "-" : "");
    for (int i = 0; i < n; i++) {
        td_buf_add(out, &digits[i], 1);
        td_buf_text(out, (n - i) % 3 == 1 && i + 1 < n ? "," : "");
    }
    td_buf_printf(out, ".%02llu", (unsigned long long)(v / 10000 % 100));
}

static void
put_marks(const struct td_rows *rows, int r, struct td_buf *out)
{
    if (is_true(rows, r, F_DOUBT))
        td_buf_text(out, "<b class=doubt>疑</b>");
    if (is_true(rows, r, F_CARRIED))
        td_buf_text(out, "<b class=old>沿</b>");
}

static void
put_ratio(const struct td_rows *rows, int above, int below, struct td_buf *out)
{
    int64_t a = above >= 0 ? td_rows_int(rows, above, F_VALUE) : 0, b = below >= 0 ? td_rows_int(rows, below, F_VALUE) : 0;
    bool negative = a < 0;
    uint128 share;

    if (above < 0 || below < 0 || b <= 0 || is_true(rows, above, F_DOUBT) || is_true(rows, below, F_DOUBT)) {
        td_buf_text(out, above >= 0 && below >= 0 ? "<i>不能计算</i>" : "<i>缺</i>");
        return;
    }
    share = (uint128)(negative ? 0u - (uint64_t)a : (uint64_t)a) * 10000 / (uint64_t)b;
    if (share > 9999999)
        td_buf_text(out, "<i>不能计算</i>");
    else
        td_buf_printf(out, "%s%llu.%02llu%%", negative ? "-" : "", (unsigned long long)(share / 100),
                      (unsigned long long)(share % 100));
}

static void
put_figure(const struct td_rows *rows, struct sheet_span span, const struct figure_line *line, int back, struct td_buf *out)
{
    int r = find_figure(rows, span, line->field, back);

    td_buf_text(out, back == 0 ? "<td class=\"n now\">" : "<td class=n>");
    if (line->kind == RATIO)
        put_ratio(rows, r, find_figure(rows, span, line->base, back), out);
    else if (r < 0)
        td_buf_text(out, "<i>缺</i>");
    else if (line->kind == MONEY)
        put_money(td_rows_int(rows, r, F_VALUE), out);
    else
        td_buf_text(out, td_rows_text(rows, r, F_VALUE));
    if (r >= 0 && line->kind != RATIO)
        put_marks(rows, r, out);
}

/* Departments and dates of delivery, the newest year's first, each once. */
static void
put_sources(const struct td_rows *rows, struct sheet_span span, const struct figure_line *line, struct td_buf *out)
{
    struct td_buf text = {0}, one = {0};

    td_buf_text(&text, "");
    for (int back = 0; back < YEARS; back++) {
        int r = find_figure(rows, span, line->field, back);
        if (r < 0)
            continue;
        td_buf_reset(&one);
        td_buf_printf(&one, "%s %s", td_rows_text(rows, r, F_SOURCE), td_rows_text(rows, r, F_DELIVERED));
        if (td_str_has(td_buf_view(&text), td_buf_view(&one)))
            continue;
        td_buf_text(&text, text.len ? "；" : "");
        td_buf_str(&text, td_buf_view(&one));
    }
    td_buf_text(out, "<td>");
    sheet_text(out, td_buf_view(&text), 1);
    td_buf_free(&text);
    td_buf_free(&one);
}

void
sheet_figures(const struct firm_sheets *sheets, const struct sheet_firm *firm, struct td_buf *out)
{
    struct sheet_span span = firm_rows(&sheets->figures, firm->uscc);

    td_buf_text(out, "<h2>三、近三年数据</h2>\n<table class=figures><tr><th class=name>指标");
    for (int back = YEARS - 1; back >= 0; back--)
        td_buf_printf(out, "<th class=n>%d 年", sheets->year - back);
    td_buf_text(out, "<th>来源、交付日期");
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        td_buf_printf(out, "\n<tr><td>%s", lines[i].title);
        for (int back = YEARS - 1; back >= 0; back--)
            put_figure(&sheets->figures, span, &lines[i], back, out);
        if (lines[i].kind == RATIO)
            td_buf_text(out, "<td><div class=l1>由上列数值计算</div>");
        else
            put_sources(&sheets->figures, span, &lines[i], out);
    }
    td_buf_text(out, "\n</table>\n<p class=legend><i>缺</i> 没有交付（不按 0，也不按不满足）　<b class=doubt>疑</b> 疑似用错单位，"
                     "判定时按未知　<b class=old>沿</b> 该部门未更新，沿用旧数据　数值按来源优先级采用，逐条来源见 api.figure</p>\n");
}
