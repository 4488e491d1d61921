/*
 * Cells from the text of a record. A cell is a view of it; only a quoted one with doubled or escaped quotes is
 * copied, without them.
 */
#include <stdio.h>
#include <string.h>

#include "csv.h"

enum { SURPLUS_CELLS = 8 /* few, so that quotes made to be slow are not */ };

static bool
too_many(struct td_csv *csv)
{
    size_t limit = csv->expected == 0 ? csv->format.max_columns : csv->expected;

    csv->fault = TD_FAULT_COLUMN_COUNT;
    snprintf(csv->detail, sizeof csv->detail, TD_T("多于 %zu 列", "more than %zu columns"),
             limit);
    /* go on for a little: the record may end lines below */
    return csv->expected > 0 && ++csv->surplus <= SURPLUS_CELLS;
}

/* Empty cells beyond the expected ones are forgiven. */
static bool
add_cell(struct td_csv *csv, struct td_str cell)
{
    if (csv->expected > 0 && csv->count >= csv->expected)
        return (cell.len == 0 && ++csv->empty_beyond <= csv->surplus_most) || too_many(csv);
    if (csv->count >= csv->format.max_columns)
        return too_many(csv);
    csv->cells[csv->count++] = cell;
    return true;
}

/* A quote, or with backslashes the one before it. */
static const char *
find_mark(const struct td_csv *csv, const char *at, size_t len)
{
    const char *quote = memchr(at, csv->format.quote, len);
    const char *slash =
        csv->format.backslash ? memchr(at, '\\', quote == NULL ? len : (size_t)(quote - at)) : NULL;

    return slash != NULL ? slash : quote;
}

static bool
is_escaped(const struct td_csv *csv, const char *text, size_t slash)
{
    return slash + 1 < csv->text_len &&
           (text[slash + 1] == csv->format.quote || text[slash + 1] == '\\');
}

/* Copy what stands before a mark that is doubled or escaped. */
static void
copy_segment(struct td_csv *csv, const char *at, size_t len)
{
    memcpy(csv->copies + csv->copied, at, len);
    csv->copied += len;
}

/*
 * A quoted cell whose opening quote is at *at; *at ends behind the closing one. Positions count
 * from the text's start, because joining a line may move it.
 */
static bool
quoted_cell(struct td_csv *csv, size_t *at, struct td_error *err)
{
    size_t first = *at + 1, from = first, segment = first, copy = csv->copied;
    bool copying = false;
    struct td_str cell;

    csv->notes.quoted++;
    for (;;) {
        const char *text = csv_text(csv);
        const char *quote = find_mark(csv, text + from, csv->text_len - from);
        size_t stop;

        if (quote == NULL) {
            from = csv->text_len;
            if (!csv_join_line(csv, err))
                return false;
            continue;
        }
        stop = (size_t)(quote - text);
        if (*quote != csv->format.quote) { /* a backslash */
            bool escaped = is_escaped(csv, text, stop);

            if (escaped) {
                copying = true;
                copy_segment(csv, text + segment, stop - segment);
                segment = stop + 1;
            }
            from = stop + 1 + escaped;
            continue;
        }
        *at = stop + 1;
        if (*at == csv->text_len || text[*at] != csv->format.quote) {
            cell = (struct td_str){text + first, stop - first};
            if (copying) {
                copy_segment(csv, text + segment, stop - segment);
                cell = (struct td_str){csv->copies + copy, csv->copied - copy};
            }
            return add_cell(csv, cell);
        }
        /* doubled: copy up to and with the first of the two */
        copying = true;
        copy_segment(csv, text + segment, *at - segment);
        from = segment = *at + 1;
    }
}

static bool
stray(struct td_csv *csv)
{
    csv->fault = TD_FAULT_STRAY_QUOTE;
    snprintf(
        csv->detail, sizeof csv->detail,
        TD_T("第 %zu 列的右引号之后还有内容", "text behind the closing quote of column %zu"),
        csv->count);
    return false;
}

/*
 * A delimiter was lost before a quoted cell (15.63"宽, 高",…): its text falls in two at its own delimiters, and the number of
 * cells may be right again. 12" 显示器 is text; a quote within a cell that one at the end of a later cell closes is not.
 */
static bool
is_torn(struct td_csv *csv, struct td_str cell)
{
    const char *first = csv->has_quote ? memchr(cell.at, csv->format.quote, cell.len) : NULL;
    size_t odd = 0;

    if (first == NULL)
        return false;
    cell = td_str_trim(cell);
    for (size_t i = 0; i < cell.len; i++)
        odd ^= cell.at[i] == csv->format.quote;
    if (!odd)
        return false;
    if (csv->torn_from == 0) {
        csv->torn_from = first + 1 < cell.at + cell.len ? csv->count : 0;
        return false;
    }
    if (cell.at[cell.len - 1] != csv->format.quote)
        return false;
    csv->fault = TD_FAULT_STRAY_QUOTE;
    snprintf(csv->detail, sizeof csv->detail,
             TD_T("第 %zu 列中间的引号到第 %zu 列末尾才闭合，其间可能少了分隔符",
                  "a quote within column %zu is closed at the end of column %zu: a delimiter lost?"),
             csv->torn_from, csv->count);
    return true;
}

static size_t
pass_blanks(const struct td_csv *csv, const char *text, size_t at)
{
    while (at < csv->text_len && (text[at] == ' ' || text[at] == '\t') &&
           text[at] != csv->format.delimiter)
        at++;
    return at;
}

/* The first byte behind the quote that closes the one at `open` on this line; SIZE_MAX = none does. */
static size_t
close_quote(const struct td_csv *csv, const char *text, size_t open)
{
    for (size_t at = open + 1; at < csv->text_len; at++) {
        const char *mark = find_mark(csv, text + at, csv->text_len - at);

        if (mark == NULL)
            return SIZE_MAX;
        at = (size_t)(mark - text);
        if (*mark != csv->format.quote)
            at += is_escaped(csv, text, at);
        else if (at + 1 < csv->text_len && text[at + 1] == csv->format.quote)
            at++;
        else
            return at + 1;
    }
    return SIZE_MAX;
}

/*
 * Does a quoted cell start here, maybe behind blanks? *at goes to its quote. Behind blanks not if something follows
 * what the quotes enclose: 1, "x" y is text.
 */
static bool
opens_quote(const struct td_csv *csv, const char *text, size_t *at)
{
    size_t open = *at, close;

    if (csv->format.quote == 0 || open >= csv->text_len)
        return false;
    if (text[open] == csv->format.quote)
        return true;
    if (text[open] != ' ' && text[open] != '\t')
        return false;
    open = pass_blanks(csv, text, open);
    if (open >= csv->text_len || text[open] != csv->format.quote)
        return false;
    close = close_quote(csv, text, open);
    if (close != SIZE_MAX) {
        close = pass_blanks(csv, text, close);
        if (close < csv->text_len && text[close] != csv->format.delimiter)
            return false;
    }
    *at = open;
    return true;
}

bool
csv_split(struct td_csv *csv, struct td_error *err)
{
    char delimiter = csv->format.delimiter;
    size_t at = 0;

    csv->count = csv->surplus = csv->copied = csv->empty_beyond = csv->torn_from = 0;
    csv->has_quote = csv->format.quote && memchr(csv_text(csv), csv->format.quote, csv->text_len);
    for (;;) {
        const char *text = csv_text(csv);
        size_t len = csv->text_len;

        if (opens_quote(csv, text, &at)) {
            if (!quoted_cell(csv, &at, err))
                return false;
            at = pass_blanks(csv, csv_text(csv), at);
            if (at == csv->text_len)
                return true;
            if (csv_text(csv)[at] != delimiter)
                return stray(csv);
        } else {
            const char *stop = memchr(text + at, delimiter, len - at);
            size_t end = stop == NULL ? len : (size_t)(stop - text);

            if (!add_cell(csv, (struct td_str){text + at, end - at}) ||
                is_torn(csv, (struct td_str){text + at, end - at}))
                return false;
            at = end;
            if (stop == NULL)
                return true;
        }
        at++;
    }
}
