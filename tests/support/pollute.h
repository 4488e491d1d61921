/*
 * A small registry file, and several hundred ways of spoiling it, one at a time: other delimiters, quotes, line ends,
 * lines above, below and between, columns too many, too few and in another order, cells lost or added, bytes that
 * are none. Deterministic; the rows are invented.
 */
#ifndef TIDU_TESTS_POLLUTE_H
#define TIDU_TESTS_POLLUTE_H

#include "tidu/text.h"

#include <stdio.h>
#include <string.h>

enum { CLEAN_ROWS = 12, CLEAN_COLUMNS = 10, MOST_COLUMNS = CLEAN_COLUMNS + 1 };

static const char *const clean_header[CLEAN_COLUMNS] = {
    "企业名称", "统一社会信用代码", "注册日期", "企业类型", "法人代表",
    "注册资金", "经营范围",         "所在省份", "地区",     "注册地址"};

/* What may become of the rows. */
enum hope {
    ALL_ROWS,   /* every row is loaded as it is */
    MOST_ROWS,  /* at most two rows are not, and none is wrong */
    REFUSED     /* the file is */
};

struct dialect {
    char delimiter, quote, end[8];
    bool backslash, quote_all, no_last_end;
    const char *before, *behind; /* blanks around each cell */
};

struct polluted {
    char name[120];
    struct td_buf bytes;
    struct dialect dialect; /* as it is declared, too */
    char declared;          /* another delimiter than that; 0 = the same */
    enum hope hope;
    int lost_column; /* a column that is not in the file, -1 = none */
};

struct sheet {
    const char *cells[CLEAN_ROWS + 1][MOST_COLUMNS];
    size_t columns;
};

static const struct dialect plain = {',', '"', "\n", .before = "", .behind = ""};

/* Codes whose check digits fit, from organisation numbers 1 to 12. */
static void
clean_code(int row, char out[19])
{
    static const char set[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0, weight = 1, c;

    snprintf(out, 19, "91371502%08d", 7000 + row);
    for (int i = 0; i < 8; i++)
        sum += (out[8 + i] - '0') * weights[i];
    c = 11 - sum % 11;
    out[16] = c == 10 ? 'X' : c == 11 ? '0' : (char)('0' + c);
    sum = 0;
    for (int i = 0; i < 17; i++, weight = weight * 3 % 31)
        sum += (int)(strchr(set, out[i]) - set) * weight;
    out[17] = set[(31 - sum % 31) % 31];
    out[18] = 0;
}

struct clean {
    char texts[CLEAN_ROWS][CLEAN_COLUMNS][120];
    struct sheet sheet;
};

static void
make_clean(struct clean *c)
{
    static const char *const kinds[] = {"有限责任公司", "股份有限公司", "个体工商户"};
    static const char *const before[] = {"", "", "人民币", ""}, *const behind[] = {"万人民币", ".5万元", "万元整", "万(美元)"};
    static const char *const scopes[] = {"水泵制造；销售", "软件开发,\"智能\"设备", "五金、\n建材零售", "研发 12\" 显示器"};

    *c = (struct clean){0};
    for (int r = 0; r < CLEAN_ROWS; r++) {
        snprintf(c->texts[r][0], 120, "聊城样本%02d号%s有限公司", r, r % 3 == 0 ? "(集团)" : "");
        clean_code(r, c->texts[r][1]);
        snprintf(c->texts[r][2], 120, "20%02d-%02d-%02d", 1 + r, 1 + r % 12, 1 + r * 2);
        snprintf(c->texts[r][3], 120, "%s", kinds[r % 3]);
        snprintf(c->texts[r][4], 120, "样甲%d", r);
        snprintf(c->texts[r][5], 120, "%s%d%s", before[r % 4], 100 * (r + 1), behind[r % 4]);
        snprintf(c->texts[r][6], 120, "%s", scopes[r % 4]);
        snprintf(c->texts[r][7], 120, "山东省");
        snprintf(c->texts[r][8], 120, "聊城市");
        snprintf(c->texts[r][9], 120, "%s", r % 5 == 4 ? "" : "东昌府区振兴路样号");
    }
    c->sheet.columns = CLEAN_COLUMNS;
    for (int k = 0; k < CLEAN_COLUMNS; k++)
        c->sheet.cells[0][k] = clean_header[k];
    for (int r = 0; r < CLEAN_ROWS; r++)
        for (int k = 0; k < CLEAN_COLUMNS; k++)
            c->sheet.cells[r + 1][k] = c->texts[r][k];
}

/* ---- writing ----------------------------------------------------------------------------- */
static void
put_cell(struct td_buf *b, const struct dialect *d, const char *cell)
{
    bool quote = d->quote && (d->quote_all || strchr(cell, d->delimiter) || strpbrk(cell, "\r\n") ||
                              strchr(cell, d->quote));

    td_buf_text(b, d->before);
    if (quote)
        td_buf_add(b, &d->quote, 1);
    for (const char *at = cell; *at; at++) {
        if (quote && d->backslash && (*at == d->quote || *at == '\\'))
            td_buf_text(b, "\\");
        else if (quote && *at == d->quote)
            td_buf_add(b, &d->quote, 1);
        td_buf_add(b, at, 1);
    }
    if (quote)
        td_buf_add(b, &d->quote, 1);
    td_buf_text(b, d->behind);
}

static void
put_line(struct td_buf *b, const struct dialect *d, const char *const *cells, size_t columns)
{
    for (size_t k = 0; k < columns; k++) {
        if (k > 0)
            td_buf_add(b, &d->delimiter, 1);
        put_cell(b, d, cells[k]);
    }
}

static void
put_rows(struct td_buf *b, const struct dialect *d, const struct sheet *s, size_t first)
{
    for (size_t r = first; r <= CLEAN_ROWS; r++) {
        put_line(b, d, s->cells[r], s->columns);
        if (r < CLEAN_ROWS || !d->no_last_end)
            td_buf_text(b, d->end);
    }
}

/* ---- what the pollutions are made of ----------------------------------------------------- */
/* Called with each polluted file; it frees nothing. */
typedef void polluted_fn(const struct polluted *p, void *who);

struct polluter {
    polluted_fn *each;
    void *who;
    struct clean clean;
    size_t count;
};

static void
emit(struct polluter *p, struct polluted *x)
{
    p->each(x, p->who);
    p->count++;
    td_buf_free(&x->bytes);
    *x = (struct polluted){0};
}

static struct polluted
begin(enum hope hope, const char *name)
{
    struct polluted x = {.dialect = plain, .hope = hope, .lost_column = -1};

    snprintf(x.name, sizeof x.name, "%s", name);
    return x;
}

static void
whole(struct polluter *p, struct polluted *x, const struct sheet *s)
{
    put_rows(&x->bytes, &x->dialect, s, 0);
    emit(p, x);
}

/* ---- dialects ---------------------------------------------------------------------------- */
static void
pollute_dialects(struct polluter *p)
{
    static const char *const ends[] = {"\r\n", "\r", "\n\n", "\r\n\r\n"};
    static const char *const blanks[][2] = {{" ", ""}, {"", " "}, {"  ", "\t"}, {"\t", "\t"}};

    for (char d = 1; d > 0; d++) {
        struct polluted x = begin(ALL_ROWS, "delimiter");

        if (strchr("\"\n\r'\\()-;.:", d) || (d >= '0' && d <= '9') || (d >= 'A' && d <= 'Z') || (d >= 'a' && d <= 'z'))
            continue;
        x.dialect.delimiter = d;
        snprintf(x.name, sizeof x.name, "delimiter %d", d);
        whole(p, &x, &p->clean.sheet);
        x = begin(d == ',' ? ALL_ROWS : REFUSED, "");
        x.dialect.delimiter = d;
        x.declared = ',';
        snprintf(x.name, sizeof x.name, "delimiter %d, declared a comma", d);
        whole(p, &x, &p->clean.sheet);
    }
    for (size_t i = 0; i < 4; i++) {
        struct polluted x = begin(ALL_ROWS, "line end");

        strcpy(x.dialect.end, ends[i]);
        whole(p, &x, &p->clean.sheet);
        x = begin(ALL_ROWS, "line end, none at the end of the file");
        strcpy(x.dialect.end, ends[i]);
        x.dialect.no_last_end = true;
        whole(p, &x, &p->clean.sheet);
        x = begin(ALL_ROWS, "blanks around cells");
        x.dialect.before = blanks[i][0];
        x.dialect.behind = blanks[i][1];
        whole(p, &x, &p->clean.sheet);
        x.dialect.quote_all = true;
    }
    for (int i = 0; i < 4; i++) {
        struct polluted x = begin(ALL_ROWS, i & 1 ? "single quotes" : "double quotes");

        x.dialect.quote = i & 1 ? '\'' : '"';
        x.dialect.quote_all = i & 2;
        whole(p, &x, &p->clean.sheet);
        x = begin(ALL_ROWS, "backslashes, declared");
        x.dialect.quote_all = i & 2;
        x.dialect.backslash = true;
        whole(p, &x, &p->clean.sheet);
    }
}

/* ---- lines that are no rows -------------------------------------------------------------- */
static void
pollute_above(struct polluter *p)
{
    static const char *const above[] = {
        "聊城市企业登记情况一览表\n",
        "聊城市企业登记情况一览表,,,,,,,,,\n制表单位：样本局,,,,单位：万元,,,,,\n",
        "\n\n标题\n\n",
        ",,,,,,,,,\n",
        "\"标题,\n第二行\"\n导出时间：2026-01-01,,\n说明,一,二,三,四,五,六,七,八,九,十\n",
        "基本信息,,登记,,,,其他,,,\n",
        "\xEF\xBB\xBF",
        "\xEF\xBB\xBF标题\n\xEF\xBB\xBF",
        "# 注释\n# 第二行\n# 第三行\n",
        "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\nn\no\np\nq\nr\ns\nt\n",
    };

    for (size_t i = 0; i < sizeof above / sizeof *above; i++) {
        struct polluted x = begin(ALL_ROWS, "above the header");

        snprintf(x.name, sizeof x.name, "above the header %zu", i);
        td_buf_text(&x.bytes, above[i]);
        whole(p, &x, &p->clean.sheet);
    }
    struct polluted x = begin(REFUSED, "nothing but a title");
    td_buf_text(&x.bytes, "标题,,,,,,,,,\n");
    emit(p, &x);
    x = begin(REFUSED, "no header");
    td_buf_text(&x.bytes, "标题\n");
    put_rows(&x.bytes, &x.dialect, &p->clean.sheet, 1);
    emit(p, &x);
}

/* One line more, before row `at` (1-based; CLEAN_ROWS + 1 = at the end). */
static void
with_line(struct polluter *p, enum hope hope, const char *name, const char *line, size_t at)
{
    struct polluted x = begin(hope, "");

    snprintf(x.name, sizeof x.name, "%s before row %zu", name, at);
    for (size_t r = 0; r <= CLEAN_ROWS; r++) {
        if (r == at)
            td_buf_text(&x.bytes, line);
        put_line(&x.bytes, &x.dialect, p->clean.sheet.cells[r], CLEAN_COLUMNS);
        td_buf_text(&x.bytes, "\n");
    }
    if (at > CLEAN_ROWS)
        td_buf_text(&x.bytes, line);
    emit(p, &x);
}

static void
pollute_between(struct polluter *p)
{
    struct td_buf header = {0}, other = {0};
    struct sheet swapped = p->clean.sheet;

    put_line(&header, &plain, clean_header, CLEAN_COLUMNS);
    td_buf_text(&header, "\n");
    swapped.cells[0][0] = clean_header[1];
    swapped.cells[0][1] = clean_header[0];
    put_line(&other, &plain, swapped.cells[0], CLEAN_COLUMNS);
    td_buf_text(&other, "\n");
    for (size_t at = 1; at <= CLEAN_ROWS + 1; at += 3) {
        with_line(p, ALL_ROWS, "the header again", header.at, at);
        with_line(p, REFUSED, "another header", other.at, at);
        with_line(p, ALL_ROWS, "totals", "合计,,,,,1200万元,,,,\n", at);
        with_line(p, ALL_ROWS, "short totals", "合计,1200\n", at);
        with_line(p, ALL_ROWS, "who made it", "制表人：样某,,,审核人：样某\n", at);
        with_line(p, ALL_ROWS, "an empty record", ",,,,,,,,,\n", at);
        with_line(p, ALL_ROWS, "a blank line", "\n", at);
        with_line(p, ALL_ROWS, "a remark nobody knows", "本表仅供内部参考\n", at);
        with_line(p, ALL_ROWS, "another table's header", "\n指标,数值\n户数,12\n", at);
        with_line(p, ALL_ROWS, "a mark in the middle", "\xEF\xBB\xBF", at);
        with_line(p, ALL_ROWS, "a bad byte", "\xFF\xFE,x,,,,,,,,\n", at);
        with_line(p, ALL_ROWS, "an open quote", "\"x,,,,,,,,,\n", at);
        with_line(p, MOST_ROWS, "an open quote at the end of a line", "x,,,,,,,,,\"\n", at);
    }
    td_buf_free(&header);
    td_buf_free(&other);
}

/* ---- cells ------------------------------------------------------------------------------- */
/* The sheet with row r (1-based) written by hand into `row`. */
static void
with_row(struct polluter *p, enum hope hope, const char *name, size_t r, size_t k, const struct td_buf *row)
{
    struct polluted x = begin(hope, "");

    x.lost_column = k == CLEAN_COLUMNS - 1 ? (int)k : -1; /* the last cell lost moves no other */
    snprintf(x.name, sizeof x.name, "%s at row %zu, column %zu", name, r, k);
    for (size_t i = 0; i <= CLEAN_ROWS; i++) {
        if (i == r)
            td_buf_str(&x.bytes, td_buf_view(row));
        else
            put_line(&x.bytes, &x.dialect, p->clean.sheet.cells[i], CLEAN_COLUMNS);
        td_buf_text(&x.bytes, "\n");
    }
    emit(p, &x);
}

static void
cell_by_hand(struct polluter *p, enum hope hope, const char *name, size_t r, size_t k, const char *cell)
{
    struct td_buf row = {0};

    for (size_t i = 0; i < CLEAN_COLUMNS; i++) {
        if (i > 0)
            td_buf_text(&row, ",");
        if (i == k)
            td_buf_text(&row, cell);
        else
            put_cell(&row, &plain, p->clean.sheet.cells[r][i]);
    }
    with_row(p, hope, name, r, k, &row);
    td_buf_free(&row);
}

/* Cells from k on move: to the left (a cell lost, an empty one at the end or none), or to the right. */
static void
moved(struct polluter *p, size_t r, size_t k)
{
    const char *const *cells = p->clean.sheet.cells[r];
    const char *left[CLEAN_COLUMNS], *right[MOST_COLUMNS];
    struct td_buf row = {0};

    for (size_t i = 0; i < CLEAN_COLUMNS; i++)
        left[i] = i < k ? cells[i] : i + 1 < CLEAN_COLUMNS ? cells[i + 1] : "";
    for (size_t i = 0; i < MOST_COLUMNS; i++)
        right[i] = i < k ? cells[i] : i == k ? "" : cells[i - 1];
    put_line(&row, &plain, left, CLEAN_COLUMNS);
    with_row(p, MOST_ROWS, "a cell lost, an empty one at the end", r, k, &row);
    td_buf_reset(&row);
    put_line(&row, &plain, left, CLEAN_COLUMNS - 1);
    with_row(p, MOST_ROWS, "a cell lost", r, k, &row);
    td_buf_reset(&row);
    put_line(&row, &plain, right, MOST_COLUMNS);
    with_row(p, MOST_ROWS, "a cell too many", r, k, &row);
    td_buf_reset(&row);
    put_line(&row, &plain, right, CLEAN_COLUMNS);
    with_row(p, MOST_ROWS, "a cell too many, the last one lost", r, k, &row);
    td_buf_free(&row);
}

static void
pollute_cells(struct polluter *p)
{
    for (size_t r = 1; r <= 5; r += 2)
        for (size_t k = 0; k < CLEAN_COLUMNS; k++) {
            moved(p, r, k);
            cell_by_hand(p, MOST_ROWS, "a quote that opens and does not close", r, k, "\"x");
            cell_by_hand(p, MOST_ROWS, "text behind a quote", r, k, "\"x\"y");
            cell_by_hand(p, MOST_ROWS, "a bad byte", r, k, "\xC3\x28");
        }
    for (size_t r = 1; r <= CLEAN_ROWS; r += 4) {
        struct td_buf row = {0};

        put_line(&row, &plain, p->clean.sheet.cells[r], CLEAN_COLUMNS);
        td_buf_text(&row, ",");
        with_row(p, MOST_ROWS, "a delimiter at the end of one row", r, 0, &row);
        td_buf_reset(&row);
        for (size_t i = 0; i < CLEAN_COLUMNS; i++)
            td_buf_printf(&row, "%s%s", i ? "，" : "", p->clean.sheet.cells[r][i]);
        with_row(p, MOST_ROWS, "full-width commas for delimiters", r, 0, &row);
        td_buf_reset(&row);
        put_line(&row, &plain, p->clean.sheet.cells[r], 6);
        td_buf_printf(&row, ",%1100000d,山东省,聊城市,", 0);
        with_row(p, MOST_ROWS, "longer than a row may be", r, 0, &row);
        td_buf_free(&row);
    }
}

/* ---- columns ----------------------------------------------------------------------------- */
static void
pollute_columns(struct polluter *p)
{
    for (size_t k = 0; k <= CLEAN_COLUMNS; k++) {
        struct sheet wide = p->clean.sheet, narrow = p->clean.sheet, order = p->clean.sheet;
        struct polluted x = begin(ALL_ROWS, "a column that nobody knows");

        for (size_t r = 0; r <= CLEAN_ROWS; r++)
            for (size_t i = 0; i <= CLEAN_COLUMNS; i++) {
                const char *const *from = p->clean.sheet.cells[r];

                wide.cells[r][i] = i < k ? from[i] : i > k ? from[i - 1] : r == 0 ? "新列" : "x,\ny";
                if (i + 1 < CLEAN_COLUMNS)
                    narrow.cells[r][i] = i < k ? from[i] : from[i + 1];
                if (i < CLEAN_COLUMNS)
                    order.cells[r][i] = from[(i + k) % CLEAN_COLUMNS];
            }
        wide.columns = MOST_COLUMNS;
        whole(p, &x, &wide);
        x = begin(ALL_ROWS, "the columns in another order");
        whole(p, &x, &order);
        if (k == CLEAN_COLUMNS)
            continue;
        narrow.columns = CLEAN_COLUMNS - 1;
        x = begin(k < 2 || k == 7 || k == 8 ? REFUSED : ALL_ROWS, "a column lost");
        x.lost_column = (int)k;
        whole(p, &x, &narrow);
        order = p->clean.sheet;
        order.cells[0][k] = clean_header[(k + 1) % CLEAN_COLUMNS];
        x = begin(REFUSED, "a header twice");
        whole(p, &x, &order);
    }
    struct polluted x = begin(ALL_ROWS, "every line ends in a delimiter");
    for (size_t r = 0; r <= CLEAN_ROWS; r++) {
        put_line(&x.bytes, &x.dialect, p->clean.sheet.cells[r], CLEAN_COLUMNS);
        td_buf_text(&x.bytes, ",\n");
    }
    emit(p, &x);
    x = begin(ALL_ROWS, "every line but the header ends in two delimiters");
    for (size_t r = 0; r <= CLEAN_ROWS; r++) {
        put_line(&x.bytes, &x.dialect, p->clean.sheet.cells[r], CLEAN_COLUMNS);
        td_buf_text(&x.bytes, r == 0 ? "\n" : ",,\n");
    }
    emit(p, &x);
    x = begin(ALL_ROWS, "a header of two lines");
    td_buf_text(&x.bytes, "企业名称,统一社会信用代码,登记情况,,,,,所在地,,\n,,注册日期,企业类型,法人代表,注册资金,经营范围,所在省份,地区,注册地址\n");
    put_rows(&x.bytes, &x.dialect, &p->clean.sheet, 1);
    emit(p, &x);
}

/* The last column is empty: a cell too many, or a header's delimiter lost, looks like one at the end of each line. */
static void
pollute_empty_last(struct polluter *p)
{
    struct sheet wide = p->clean.sheet;

    for (size_t r = 0; r <= CLEAN_ROWS; r++)
        wide.cells[r][CLEAN_COLUMNS] = r == 0 ? "备注" : "";
    wide.columns = MOST_COLUMNS;
    for (size_t k = 1; k < CLEAN_COLUMNS; k++) {
        struct polluted x = begin(MOST_ROWS, "");

        snprintf(x.name, sizeof x.name, "an empty cell before column %zu of the first row, the last column empty", k);
        put_line(&x.bytes, &x.dialect, wide.cells[0], wide.columns);
        td_buf_text(&x.bytes, "\n");
        put_line(&x.bytes, &x.dialect, wide.cells[1], k);
        td_buf_text(&x.bytes, ",,");
        put_line(&x.bytes, &x.dialect, wide.cells[1] + k, wide.columns - k);
        td_buf_text(&x.bytes, "\n");
        put_rows(&x.bytes, &x.dialect, &wide, 2);
        emit(p, &x);
    }
    for (size_t k = 0; k < CLEAN_COLUMNS; k++) {
        struct polluted x = begin(REFUSED, "");
        snprintf(x.name, sizeof x.name, "the header's delimiter behind column %zu lost, the last column empty", k);
        put_line(&x.bytes, &x.dialect, wide.cells[0], k + 1);
        put_line(&x.bytes, &x.dialect, wide.cells[0] + k + 1, wide.columns - k - 1);
        td_buf_text(&x.bytes, "\n");
        put_rows(&x.bytes, &x.dialect, &wide, 1);
        emit(p, &x);
    }
}

static size_t
pollute(polluted_fn *each, void *who)
{
    struct polluter p = {.each = each, .who = who};

    make_clean(&p.clean);
    pollute_dialects(&p);
    pollute_above(&p);
    pollute_between(&p);
    pollute_cells(&p);
    pollute_columns(&p);
    pollute_empty_last(&p);
    return p.count;
}

#endif
