/*
 * Cells merged over several rows: a person sees the first one's text beside each of these rows, the file has it once. The list of
 * merged cells stands behind all rows, so that a sheet which has any is read twice.
 */
#include "book.h"

#include <stdlib.h>
#include <string.h>

enum { SCAN_BYTES = 64 * 1024, MERGES_MAX = 1 << 20 };

static const char mark[] = "mergeCell";

/* ---- the list ---------------------------------------------------------------------------------- */
static bool
has_mark(const char *at, size_t len)
{
    for (const char *end = at + len; (at = memchr(at, mark[0], (size_t)(end - at))) != NULL; at++)
        if ((size_t)(end - at) >= sizeof mark - 1 && memcmp(at, mark, sizeof mark - 1) == 0)
            return true;
    return false;
}

/* Does the sheet say it anywhere? Without the parser: most sheets do not. */
static bool
says_so(struct archive *a, uint64_t index, bool *found, struct td_error *err)
{
    struct member member = {0};
    char *block = td_alloc(SCAN_BYTES, 1);
    size_t kept = 0, got = 1;
    bool ok = member_open(&member, a, index, err);

    *found = false;
    while (ok && !*found && got > 0) {
        ok = member_read(&member, block + kept, SCAN_BYTES - kept, &got, err);
        if (!ok)
            break;
        size_t len = kept + got;
        *found = has_mark(block, len);
        kept = len < sizeof mark - 2 ? len : sizeof mark - 2;
        memmove(block, block + len - kept, kept);
    }
    member_close(&member);
    free(block);
    return ok;
}

/* "AB12" -> column 27, row 12; false when it is no place. */
static bool
place_of(const char **text, int64_t *column, uint64_t *row)
{
    char *end;

    *column = book_column(*text);
    *text += strspn(*text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    if (*column < 0 || *column >= BOOK_COLUMNS_MAX || **text < '1' || **text > '9')
        return false;
    *row = strtoull(*text, &end, 10);
    *text = end;
    return *row <= BOOK_ROWS_MAX;
}

struct listing {
    struct xml xml;
    struct merges *merges;
    bool too_many;
};

static void
on_start(void *parser, const char *name, const char **attributes)
{
    struct listing *l = xml_user(parser);
    const char *place = strcmp(xml_local(name), mark) == 0 ? xml_attribute(attributes, "ref") : NULL;
    struct merges *m = l->merges;
    int64_t column, last_column;
    uint64_t row, last_row;

    if (place == NULL || !place_of(&place, &column, &row) || *place++ != ':' || !place_of(&place, &last_column, &last_row) ||
        last_row <= row)
        return;
    l->too_many = m->count == MERGES_MAX;
    if (l->too_many)
        return;
    if (m->count == m->capacity) {
        m->capacity = m->capacity ? 2 * m->capacity : 64;
        m->all = td_realloc(m->all, m->capacity, sizeof *m->all);
    }
    m->all[m->count++] = (struct merge){(uint32_t)row, (uint32_t)last_row, (int32_t)column};
}

static int
order_merges(const void *a, const void *b)
{
    const struct merge *x = a, *y = b;

    if (x->row != y->row)
        return x->row < y->row ? -1 : 1;
    return (x->column > y->column) - (x->column < y->column);
}

static bool
fail_too_many(const struct book *b, struct td_error *err)
{
    (void)td_fail(err, TD_E_LIMIT, TD_T("工作表中跨行合并的单元格超过 %d 处", "a sheet has more than %d cells that are merged over rows"),
                  MERGES_MAX);
    (void)td_at(err, b->archive->path, 0, 0);
    return td_hint(err, "%s", TD_T("取消合并、逐行填写后再交付", "have them filled row by row and deliver that"));
}

bool
merges_read(struct merges *m, const struct book *b, uint64_t index, struct td_error *err)
{
    struct listing listing = {.merges = m};
    bool found;

    if (!says_so(b->archive, index, &found, err) || !found)
        return !err->code;
    bool ok = xml_open(&listing.xml, b->archive, index, &listing, on_start, NULL, NULL, err) && xml_run(&listing.xml, err);
    xml_close(&listing.xml);
    if (ok && listing.too_many)
        ok = fail_too_many(b, err);
    if (m->count)
        qsort(m->all, m->count, sizeof *m->all, order_merges);
    return ok;
}

/* ---- row by row ---------------------------------------------------------------------------------- */
void
merges_row(struct merges *m, uint32_t row)
{
    size_t kept = 0;
    uint32_t ends = UINT32_MAX;

    m->row = row;
    m->at = 0;
    if (m->open_count == 0 || row <= m->first_end)
        return;
    for (size_t i = 0; i < m->open_count; i++) {
        if (m->open[i].last_row < row) {
            m->text_bytes -= m->open[i].text.len;
            td_buf_free(&m->open[i].text);
        } else {
            ends = m->open[i].last_row < ends ? m->open[i].last_row : ends;
            m->open[kept++] = m->open[i];
        }
    }
    m->open_count = kept;
    m->first_end = ends;
}

bool
merges_cover(const struct merges *m, int64_t column)
{
    size_t at = m->at;

    while (at < m->open_count && m->open[at].column < column)
        at++;
    return at < m->open_count && m->open[at].column == column;
}

bool
merges_first(struct merges *m, int64_t column, struct td_str text)
{
    size_t at = 0;

    while (m->next < m->count && (m->all[m->next].row < m->row ||
                                  (m->all[m->next].row == m->row && m->all[m->next].column < column)))
        m->next++;
    if (m->next == m->count || m->all[m->next].row != m->row || m->all[m->next].column != column)
        return true;
    if (m->text_bytes + text.len > BOOK_ROW_BYTES)
        return false;
    while (at < m->open_count && m->open[at].column < column)
        at++;
    if (m->open_count == m->open_capacity) {
        m->open_capacity = m->open_capacity ? 2 * m->open_capacity : 16;
        m->open = td_realloc(m->open, m->open_capacity, sizeof *m->open);
    }
    memmove(m->open + at + 1, m->open + at, (m->open_count - at) * sizeof *m->open);
    m->open[at] = (struct open_merge){.column = (int32_t)column, .last_row = m->all[m->next].last_row};
    td_buf_str(&m->open[at].text, text);
    m->text_bytes += text.len;
    m->first_end = m->open_count++ == 0 || m->open[at].last_row < m->first_end ? m->open[at].last_row : m->first_end;
    m->at = at + 1; /* this row has it as its own */
    return true;
}

void
merges_free(struct merges *m)
{
    for (size_t i = 0; i < m->open_count; i++)
        td_buf_free(&m->open[i].text);
    free(m->open);
    free(m->all);
    *m = (struct merges){0};
}
