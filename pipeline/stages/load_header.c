/*
 * Where the header is. A number in the profile is exact. Otherwise it is the first of the first hundred records
 * that names every column the delivery must have, alone or with the line of groups above it; where the line below
 * names more (a header of two lines whose upper one has the codes and names), both are the header. What stands
 * above is passed over and counted. A record ahead is looked at by reading it and giving it back to the reader.
 */
#include "load_header.h"

#include <stdio.h>
#include <string.h>

struct search {
    struct load_head *head;
    struct td_csv *csv;
    struct td_record records[TD_HEADER_ROWS + 1]; /* copies, in the head's arena */
    size_t count;
    size_t names;   /* index of the record with the names */
    bool group;     /* … and the one before it belongs to it */
    size_t nearest; /* without a header: the record that names most */
};

/* ---- records, kept ----------------------------------------------------------------------- */
static struct td_record
copy_record(struct td_arena *arena, const struct td_record *record)
{
    struct td_record copy = *record;
    struct td_str *cells = td_arena_alloc(arena, record->count, sizeof *cells);

    for (size_t i = 0; i < record->count; i++)
        cells[i] = td_arena_str(arena, record->cells[i]);
    copy.cells = record->cells ? cells : NULL;
    copy.raw = td_arena_str(arena, record->raw);
    copy.detail = td_arena_str(arena, record->detail);
    return copy;
}

/* The next record behind those that are kept; *got false at the end. */
static bool
read_on(struct search *s, bool *got, struct td_error *err)
{
    struct td_record record;

    if (!td_csv_next(s->csv, &record, err))
        return false;
    *got = record.raw.at != NULL;
    if (*got)
        s->records[s->count++] = copy_record(&s->head->arena, &record);
    return true;
}

/* ---- which ------------------------------------------------------------------------------- */
static size_t
score(const struct search *s, size_t names, bool group, bool *complete)
{
    *complete = false;
    if (s->records[names].fault != TD_FAULT_NONE || (group && names == 0) ||
        (group && s->records[names - 1].fault != TD_FAULT_NONE))
        return 0;
    return td_header_score(s->head->delivery, group ? &s->records[names - 1] : NULL,
                           &s->records[names], complete);
}

/* Is the last record the header, alone or with the one before it? */
static bool
is_header(struct search *s)
{
    size_t last = s->count - 1;
    bool alone, both;
    size_t of_one = score(s, last, false, &alone), of_two = score(s, last, true, &both);

    s->names = last;
    s->group = both && (!alone || of_two > of_one);
    return alone || both;
}

/* The line below the header names more when it is taken with it. */
static bool
look_below(struct search *s, struct td_error *err)
{
    bool got, complete;
    size_t here = score(s, s->names, s->group, &complete);

    if (s->group)
        return true;
    if (!read_on(s, &got, err))
        return false;
    if (!got)
        return true;
    if (score(s, s->names + 1, true, &complete) > here && complete) {
        s->names++;
        s->group = true;
        return true;
    }
    s->count--;
    td_csv_back(s->csv);
    return true;
}

static bool
search_header(struct search *s, bool *got, struct td_error *err)
{
    size_t best = 0;

    for (*got = true; s->count < TD_HEADER_ROWS;) {
        bool complete;
        size_t named;

        if (!read_on(s, got, err))
            return false;
        if (!*got)
            break;
        if (is_header(s))
            return look_below(s, err);
        named = score(s, s->count - 1, false, &complete);
        if (named > best) {
            best = named;
            s->nearest = s->count - 1;
        }
    }
    s->names = s->nearest; /* the binder says what it lacks */
    s->group = false;
    *got = s->count > 0;
    return true;
}

/* Blank lines count as rows: who looks at the file, or at the sheet that it came from, counts them too. */
static bool
count_header(struct search *s, bool *got, struct td_error *err)
{
    do {
        if (!read_on(s, got, err))
            return false;
    } while (*got && s->count + td_csv_notes(s->csv).blank_lines < s->head->delivery->header_row);
    s->names = *got ? s->count - 1 : 0;
    return true;
}

/* ---- what would have fitted -------------------------------------------------------------- */
struct text_source {
    struct td_str left;
};

static bool
read_text(void *source, char *out, size_t cap, size_t *got, struct td_error *err)
{
    struct text_source *t = source;

    (void)err;
    *got = t->left.len < cap ? t->left.len : cap;
    memcpy(out, t->left.at, *got);
    t->left = (struct td_str){t->left.at + *got, t->left.len - *got};
    return true;
}

/* Would the header be found if the file were written like this? */
static bool
would_fit(const struct search *s, struct td_str text, char delimiter, char quote)
{
    struct text_source source = {text};
    struct td_csv_format format = *s->head->format;
    struct td_csv *csv = NULL;
    struct td_error ignored = {0};
    struct td_record record = {0};
    bool complete = false;

    format.delimiter = delimiter;
    format.quote = quote;
    format.read = read_text;
    format.source = &source;
    if (!td_csv_open(&csv, &format, &ignored))
        return false;
    while (!complete && td_csv_next(csv, &record, &ignored) && record.raw.at)
        if (record.fault == TD_FAULT_NONE)
            (void)td_header_score(s->head->delivery, NULL, &record, &complete);
    td_csv_close(csv);
    return complete;
}

static void
name_character(char c, char out[16])
{
    if (c == '\t')
        strcpy(out, "tab");
    else if (c == ' ')
        strcpy(out, "space");
    else if (c == 0)
        strcpy(out, "none");
    else
        snprintf(out, 16, c == '"' ? "'%c'" : "\"%c\"", c);
}

static bool
suggest(char delimiter, char quote, struct td_error *err)
{
    char d[16], q[16];

    name_character(delimiter, d);
    name_character(quote, q);
    err->hint[0] = 0;
    return td_hint(err,
                   TD_T("文件的分隔符不是配置的那个：写 delimiter: %s、quote: %s 则表头相符",
                        "the file is written otherwise: with delimiter: %s and quote: %s its header fits"),
                   d, q);
}

/* The binder has said what is missing; is it only the delimiter or the quotes that are declared wrongly? */
static bool
fail_otherwise_written(struct search *s, struct td_error *err)
{
    static const char delimiters[] = {',', '\t', ';', '|', '~', '^', '#', ':', ' ', '\x01', '\x1f'};
    static const char quotes[] = {'"', '\'', 0};
    const struct td_csv_format *own = s->head->format;
    struct td_buf text = {0};
    bool done = false;

    for (size_t i = 0; i < s->count; i++) {
        td_buf_str(&text, s->records[i].raw);
        td_buf_text(&text, "\n");
    }
    if (would_fit(s, td_buf_view(&text), own->delimiter, own->quote)) /* then it is something else */
        done = true;
    for (size_t i = 0; !done && i < sizeof delimiters; i++)
        for (size_t k = 0; !done && k < sizeof quotes; k++) {
            if ((delimiters[i] == own->delimiter && quotes[k] == own->quote) ||
                !would_fit(s, td_buf_view(&text), delimiters[i], quotes[k]))
                continue;
            suggest(delimiters[i], quotes[k], err);
            done = true;
        }
    if (!done && td_str_has(td_buf_view(&text), TD_STR("，")) && !td_str_has(td_buf_view(&text), TD_STR(","))) {
        err->hint[0] = 0;
        td_hint(err, "%s",
                TD_T("文件以全角逗号“，”分隔，请原部门以半角逗号重新导出",
                     "the file is parted by full-width commas: have it exported again with ASCII ones"));
    }
    td_buf_free(&text);
    return false;
}

/* ---- binding ----------------------------------------------------------------------------- */
static bool
fail_unreadable(const struct td_record *record, struct td_error *err)
{
    td_fail(err, TD_E_LAYOUT,
            TD_T("表头无法读取：%s（%.*s）", "the header cannot be read: %s (%.*s)"),
            td_fault_text(record->fault), (int)record->detail.len, record->detail.at);
    return td_at(err, NULL, (size_t)record->line, 0);
}

/* Empty cells behind the expected ones, where those are all that the record has; SIZE_MAX = cannot be told. */
static size_t
beyond(const struct td_record *r, size_t expected)
{
    size_t filled = r->cells ? r->count : 0;

    while (filled > expected && r->cells[filled - 1].len == 0)
        filled--;
    return filled == expected ? r->count - filled : SIZE_MAX;
}

/* What the first two records below the header have beyond it; one alone may be one whose cells have moved. */
static bool
habit(struct search *s, size_t expected, size_t *most, struct td_error *err)
{
    struct td_record r;
    size_t first, second;

    *most = 0;
    if (!td_csv_next(s->csv, &r, err))
        return false;
    if (!r.raw.at)
        return true;
    first = beyond(&r, expected);
    if (first == 0 || r.fault == TD_FAULT_TOO_LONG) {
        td_csv_back(s->csv);
        return true;
    }
    if (!td_csv_peek(s->csv, &r, err))
        return false;
    second = r.raw.at ? beyond(&r, expected) : SIZE_MAX;
    *most = second < first ? second : first;
    *most = *most == SIZE_MAX ? 0 : *most;
    return true;
}

/* As many empty cells beyond the expected ones as the header has, or the records below it: an export that ends every
 * line in a delimiter. More would hide that a cell fell in two; and where a column is missing, that two of the
 * header's cells became one. */
static bool
expect_columns(struct search *s, struct td_error *err)
{
    const struct td_layout *layout = s->head->layout;
    const struct td_record *names = &s->records[s->names];
    size_t expected = layout->columns_expected, surplus = names->count > expected ? names->count - expected : 0, most;

    if (expected == 0)
        return true;
    if (!habit(s, expected, &most, err))
        return false;
    td_csv_expect(s->csv, expected);
    if (s->head->format->rows) /* a cell of a sheet never falls in two */
        return true;
    if (most > surplus && layout->missing_headers.len) {
        td_fail(err, TD_E_LAYOUT,
                TD_T("各行比表头多 %zu 个空单元格，而表头缺少列：%s", "the rows have %zu empty cells more than the header, which lacks: %s"),
                most - surplus, layout->missing_headers.at);
        return td_hint(err, "%s",
                       TD_T("表头里可能少了分隔符，两列并成了一列；若该列确已取消，从配置文件中删去",
                            "two columns of the header may have become one for want of a delimiter; if the column is no longer delivered, take it out of the profile"));
    }
    td_csv_surplus(s->csv, most > surplus ? most : surplus);
    return true;
}

/* The header as one record. */
static struct td_record
merge_names(struct search *s)
{
    const struct td_record *low = &s->records[s->names], *high = s->group ? low - 1 : NULL;
    struct td_record merged = *low;
    struct td_str *cells;

    if (!high || !low->cells || !high->cells)
        return merged;
    merged.count = low->count > high->count ? low->count : high->count;
    merged.cells = cells = td_arena_alloc(&s->head->arena, merged.count, sizeof *cells);
    for (size_t i = 0; i < merged.count; i++)
        cells[i] = i < low->count && (low->cells[i].len || i >= high->count) ? low->cells[i] : high->cells[i];
    return merged;
}

static bool
bind(struct search *s, struct td_error *err)
{
    struct load_head *h = s->head;
    const struct td_record *names = &s->records[s->names];
    size_t first = s->names - s->group;
    struct td_head head = {names, s->group ? names - 1 : NULL, s->records, first};

    h->names = merge_names(s);
    if (names->fault != TD_FAULT_NONE)
        return fail_unreadable(names, err);
    if (!td_layout_bind_head(h->layout, h->profile, h->delivery, &head, h->match, err))
        return err->code == TD_E_LAYOUT && !h->format->rows ? fail_otherwise_written(s, err) : false;
    for (size_t i = first; i <= s->names; i++)
        td_buf_str(&h->raw, s->records[i].raw);
    h->line = s->records[first].line;
    h->above = first;
    return expect_columns(s, err);
}

bool
load_head_read(struct load_head *head, struct td_csv *csv, struct td_error *err)
{
    struct search s = {.head = head, .csv = csv};

    head->found = true;
    if (head->delivery->header_row == 0)
        return td_layout_bind(head->layout, head->profile, head->delivery, NULL, head->match, err);
    if (head->delivery->header_auto ? !search_header(&s, &head->found, err)
                                    : !count_header(&s, &head->found, err))
        return false;
    return !head->found || bind(&s, err);
}

void
load_head_free(struct load_head *head)
{
    td_buf_free(&head->raw);
    td_arena_free(&head->arena);
}
