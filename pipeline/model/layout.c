/* Binding a delivery's columns to the header of one file. */
#include "layout.h"
#include "typing.h"
#include "words.h"

#include <stdlib.h>
#include <string.h>

enum { HEADERS_SHOWN = 400 }; /* bytes of the file's header in a message */

struct binder {
    struct td_layout *layout;
    const struct td_delivery *delivery;
    const struct td_file_match *match;
    const struct td_head *head;
    const struct td_record *header; /* head->names; NULL: by position */
    struct td_str *names;           /* of the file, folded */
    struct td_str *joined;          /* group and name, where there is a group; NULL = none */
    const struct td_str *shown;     /* as they stand in the file */
    bool *used;
    size_t count;
    struct td_step *steps;
    struct td_buf missing; /* required columns that are not there */
};

static void
add_listed(struct td_buf *b, struct td_str s)
{
    if (b->len)
        td_buf_text(b, "; ");
    td_buf_str(b, s);
}

/* ---- errors ------------------------------------------------------------------------------ */
/* The file's headers, cut at a character. */
static void
file_headers(const struct binder *b, struct td_buf *out)
{
    for (size_t i = 0; b->header && i < b->header->count; i++)
        if (b->names[i].len)
            add_listed(out, b->shown[i]);
    if (out->len > HEADERS_SHOWN) {
        size_t cut = HEADERS_SHOWN;

        while (cut > 0 && ((unsigned char)out->at[cut] & 0xC0) == 0x80)
            cut--;
        out->len = cut;
        td_buf_text(out, " …");
    }
}

static bool
fail_header(const struct binder *b, struct td_error *err, const char *text, struct td_str what)
{
    struct td_buf headers = {0};

    if (b->header && layout_may_be_record(b->delivery, b->head, b->names, b->count))
        td_buf_text(&headers, TD_T("不列出，所取的一行像是记录；文件若没有表头，写 header_row: 0，各列以列号 1、2 … 对应",
                                   "not shown, as the line looks like a record; if the file has no header, say header_row: 0 and name columns by their "
                                   "numbers"));
    else
        file_headers(b, &headers);
    td_fail(err, TD_E_LAYOUT, "%s%.*s", text, (int)(what.len < 700 ? what.len : 700), what.at);
    td_hint(err, TD_T("文件的列：%s", "the file's columns: %s"),
            headers.len ? headers.at : "-");
    td_buf_free(&headers);
    return td_in(err,
                 TD_T("配置文件第 %zu 行，交付 %s", "line %zu of the profile, delivery %s"),
                 b->delivery->line, b->delivery->id.at);
}

/* ---- columns ----------------------------------------------------------------------------- */
static int
position(struct td_str digits)
{
    int value = 0;

    for (size_t i = 0; i < digits.len; i++)
        value = value * 10 + (digits.at[i] - '0');
    return value - 1;
}

/* The cell of a header; -1 none, -2 twice in the file. */
static int
find_cell(const struct binder *b, struct td_str header)
{
    struct td_str key;
    int found = -1;

    if (!b->header)
        return position(header);
    key = layout_fold(&b->layout->arena, header);
    for (size_t i = 0; i < b->count; i++)
        if (b->names[i].len && td_str_equal(b->names[i], key))
            found = found == -1 ? (int)i : -2;
    for (size_t i = 0; b->joined && found == -1 && i < b->count; i++)
        if (td_str_equal(b->joined[i], key))
            found = (int)i;
    return found;
}

static bool
take_cell(struct binder *b, struct td_str header, int *cell, struct td_error *err)
{
    int at = find_cell(b, header);

    if (at == -2)
        return fail_header(
            b, err, TD_T("表头中这一列出现不止一次：", "this header is there more than once: "),
            header);
    if (at >= 0 && (size_t)at < b->count)
        b->used[at] = true;
    if (at >= 0 && (size_t)at >= b->layout->cells_needed)
        b->layout->cells_needed = (size_t)at + 1;
    *cell = at;
    return true;
}

/* One of several aliases; -1 none. Two of them in one file leave open which is meant. */
static bool
take_alias(struct binder *b, const struct td_input_column *c, int *cell, struct td_error *err)
{
    *cell = -1;
    for (size_t i = 0; i < c->header_count; i++) {
        int at;

        if (!take_cell(b, c->headers[i], &at, err))
            return false;
        if (at >= 0 && *cell >= 0 && at != *cell) {
            struct td_buf both = {0};

            td_buf_str(&both, b->shown[*cell]);
            add_listed(&both, b->shown[at]);
            fail_header(b, err,
                        TD_T("两列都可作同一字段：", "two columns fit the same field: "),
                        td_buf_view(&both));
            td_buf_free(&both);
            return false;
        }
        if (at >= 0)
            *cell = at;
    }
    return true;
}

/* A column is not there: note it, with what it feeds and what was looked for. */
static void
note_missing(struct binder *b, const struct td_input_column *c, struct td_str header)
{
    const struct td_field *field = &b->delivery->dataset->fields[c->field];
    struct td_buf *out = c->required ? &b->missing : &b->layout->missing_headers;

    if (!c->required) {
        add_listed(out, header);
        return;
    }
    td_buf_printf(out, "%s%s (", out->len ? "; " : "", field->name);
    for (size_t i = 0; i < c->header_count; i++)
        td_buf_printf(out, "%s%s", i ? " / " : "", c->headers[i].at);
    td_buf_text(out, ")");
}

static struct td_str
header_name(struct binder *b, int cell)
{
    struct td_buf number = {0};
    struct td_str s;

    if (b->header)
        return td_arena_str(&b->layout->arena, b->shown[cell]);
    td_buf_printf(&number, "%d", cell + 1);
    s = td_arena_str(&b->layout->arena, td_buf_view(&number));
    td_buf_free(&number);
    return s;
}

static bool
bind_sum(struct binder *b, struct td_step *step, bool *there, struct td_error *err)
{
    const struct td_input_column *c = step->column;
    int *cells = td_arena_alloc(&b->layout->arena, c->header_count, sizeof *cells);
    struct td_str *headers =
        td_arena_alloc(&b->layout->arena, c->header_count, sizeof *headers);

    *there = true;
    for (size_t i = 0; i < c->header_count; i++) {
        if (!take_cell(b, c->headers[i], &cells[i], err))
            return false;
        if (cells[i] < 0) {
            if (*there || !c->required)
                note_missing(b, c, c->headers[i]);
            *there = false;
        } else {
            headers[i] = header_name(b, cells[i]);
        }
    }
    step->sum = cells;
    step->sum_count = *there ? c->header_count : 0;
    step->headers = headers;
    return true;
}

/* The cell of a column's header and its name in the file. */
static bool
bind_cell(struct binder *b, const struct td_input_column *c, int *cell,
          const struct td_str **name, struct td_error *err)
{
    struct td_str *header;

    if (!take_alias(b, c, cell, err))
        return false;
    if (*cell < 0) {
        note_missing(b, c, c->headers[0]);
        return true;
    }
    header = td_arena_alloc(&b->layout->arena, 1, sizeof *header);
    *header = header_name(b, *cell);
    *name = header;
    return true;
}

/* ---- the same value in every row --------------------------------------------------------- */
static bool
bind_constant(struct binder *b, struct td_step *step, struct td_error *err)
{
    struct td_typed row = {0};
    enum td_fault fault = typing_cell(step, step->column->constant, &row, &step->constant);

    step->fixed = true;
    if (step->constant.known && step->constant.text.at)
        step->constant.text = td_arena_str(&b->layout->arena, step->constant.text);
    td_typed_free(&row);
    return fault == TD_FAULT_NONE ||
           fail_header(
               b, err,
               TD_T("固定值与文件名的年度不符：", "the constant is not the file name's year: "),
               step->column->constant);
}

static bool
bind_file_part(struct binder *b, struct td_step *step, struct td_error *err)
{
    bool year = step->type == TD_YEAR;

    if (year ? b->match->year == 0 : b->match->date == TD_DATE_NONE)
        return fail_header(
            b, err, TD_T("文件名中没有年度或日期：", "no year or date in the file's name: "),
            b->delivery->files);
    step->fixed = true;
    step->constant.known = true;
    step->constant.number = year ? b->match->year : b->match->date;
    return true;
}

/* ---- steps ------------------------------------------------------------------------------- */
static const struct td_input_column *
column_of(const struct td_delivery *d, int field)
{
    for (size_t i = 0; i < d->column_count; i++)
        if (d->columns[i].field == field)
            return &d->columns[i];
    return NULL;
}

static bool
bind_holder(struct binder *b, struct td_step *step, struct td_error *err)
{
    const struct td_input_column *code = column_of(b->delivery, 0);
    const struct td_input_column *name = column_of(b->delivery, 1);

    typing_step(step, b->delivery, code ? code : name);
    step->field = 0;
    step->type = TD_HOLDER;
    step->flags = b->delivery->dataset->fields[0].flags;
    if (code && !bind_cell(b, code, &step->cell, &step->headers, err))
        return false;
    step->column = step->cell >= 0 ? code : NULL;
    if (name && !take_alias(b, name, &step->name_cell, err))
        return false;
    step->name = step->name_cell >= 0 ? name : NULL;
    if (step->name)
        step->name_header = header_name(b, step->name_cell);
    return true;
}

static bool
bind_column(struct binder *b, struct td_step *step, const struct td_input_column *c,
            struct td_error *err)
{
    bool there = true;

    typing_step(step, b->delivery, c);
    step->year = step->type == TD_YEAR ? b->layout->year : 0;
    if (c->constant.at)
        return bind_constant(b, step, err);
    if (c->from_file_name)
        return bind_file_part(b, step, err);
    if (c->sum)
        return bind_sum(b, step, &there, err);
    return bind_cell(b, c, &step->cell, &step->headers, err);
}

/* Steps in field order; a field without a column here has none, unless the row needs it. */
static bool
bind_steps(struct binder *b, struct td_error *err)
{
    const struct td_dataset *dataset = b->delivery->dataset;
    size_t count = 0;

    b->steps = td_arena_alloc(&b->layout->arena, dataset->field_count, sizeof *b->steps);
    for (size_t f = 0; f < dataset->field_count; f++) {
        const struct td_input_column *c = column_of(b->delivery, (int)f);
        struct td_step *step = &b->steps[count];
        bool holder = f == 0 && dataset->fields[0].type == TD_HOLDER;

        if (!c && !holder)
            continue;
        if (holder ? !bind_holder(b, step, err) : !bind_column(b, step, c, err))
            return false;
        if (step->fixed || step->cell >= 0 || step->sum_count || step->name_cell >= 0)
            count++;
    }
    b->layout->steps = b->steps;
    b->layout->step_count = count;
    if (b->missing.len == 0)
        return true;
    return fail_header(b, err, TD_T("表头缺少必需的列：", "needed columns are missing: "),
                       td_buf_view(&b->missing));
}

/* ---- the header -------------------------------------------------------------------------- */
static void
read_names(struct binder *b)
{
    struct td_arena *arena = &b->layout->arena;

    b->count = layout_names(arena, b->head->group, b->header, &b->names, &b->joined, &b->shown);
    b->used = td_arena_alloc(arena, b->count, sizeof *b->used);
    /* an export's trailing commas are no columns */
    b->layout->columns_expected = b->header ? b->count : b->delivery->width;
    while (b->header && b->layout->columns_expected > 0 &&
           b->names[b->layout->columns_expected - 1].len == 0)
        b->layout->columns_expected--;
}

static bool
is_ignored(const struct binder *b, struct td_str name)
{
    for (size_t i = 0; i < b->delivery->ignore_count; i++)
        if (td_str_glob(layout_fold(&b->layout->arena, b->delivery->ignore[i]), name))
            return true;
    return false;
}

static void
note_unknown(struct binder *b)
{
    for (size_t i = 0; i < b->count; i++)
        if (!b->used[i] && b->names[i].len && !is_ignored(b, b->names[i]))
            add_listed(&b->layout->unknown_headers, b->shown[i]);
}

/* First bytes of the folded skip patterns, so that nearly every row is passed by one look. */
static void
index_skip(struct td_layout *layout, const struct td_delivery *d)
{
    struct td_str *skip = td_arena_alloc(&layout->arena, d->skip_count, sizeof *skip);

    for (size_t i = 0; i < d->skip_count; i++) {
        skip[i] = layout_fold(&layout->arena, d->skip[i]);
        bool any = skip[i].len && strchr("*?", skip[i].at[0]);
        if (skip[i].len && !any)
            layout->skip_first[(unsigned char)skip[i].at[0]] = true;
        for (int c = 0; any && c < 256; c++)
            layout->skip_first[c] = true;
    }
    layout->skip = skip;
    /* what folding may turn into a pattern's first byte: full width (EF BC, EF BD), lower case
     */
    for (int c = 'a'; c <= 'z'; c++)
        layout->skip_first[c] = layout->skip_first[c] || layout->skip_first[c - 'a' + 'A'];
    layout->skip_first[0xEF] = d->skip_count > 0;
    layout->skip_first[0xEE] = d->skip_count > 0; /* private use: GB18030 variants */
}

static bool
bind_filters(struct binder *b, struct td_error *err)
{
    const struct td_delivery *d = b->delivery;
    struct td_arena *arena = &b->layout->arena;
    struct td_filter *filters = td_arena_alloc(arena, d->filter_count, sizeof *filters);

    for (size_t i = 0; i < d->filter_count; i++) {
        filters[i] = d->filters[i];
        filters[i].patterns =
            td_arena_alloc(arena, filters[i].pattern_count, sizeof *filters[i].patterns);
        for (size_t k = 0; k < filters[i].pattern_count; k++)
            filters[i].patterns[k] = layout_fold(arena, d->filters[i].patterns[k]);
        if (!take_cell(b, filters[i].header, &filters[i].cell, err))
            return false;
        if (filters[i].cell < 0)
            return fail_header(
                b, err, TD_T("表头缺少筛选用的列：", "a column to select by is missing: "),
                filters[i].header);
        filters[i].name = header_name(b, filters[i].cell);
    }
    b->layout->filters = filters;
    return true;
}

/* A unit above the header (单位：万元) that contradicts the profile: every figure would be wrong. */
static bool
check_unit_above(struct binder *b, struct td_error *err)
{
    struct td_str said;
    int scale;

    if (!layout_unit_above(&b->layout->arena, b->head, &said, &scale))
        return true;
    for (size_t i = 0; i < b->layout->step_count; i++) {
        const struct td_step *step = &b->steps[i];

        if (step->type != TD_MONEY || step->fixed || step->column->unit_of_header ||
            step->column->unit_in_cell || step->column->scale == scale)
            continue;
        td_fail(err, TD_E_LAYOUT,
                TD_T("表头上方写的单位是“%.*s”，与配置文件中列“%.*s”的单位不符",
                     "the unit above the header is \"%.*s\", not that of the profile for the column \"%.*s\""),
                (int)said.len, said.at, (int)step->headers[0].len, step->headers[0].at);
        td_hint(err, "%s", TD_T("向原部门核实后更正配置文件中的 unit", "find out which is right and correct unit in the profile"));
        return td_in(err, TD_T("配置文件第 %zu 行，交付 %s", "line %zu of the profile, delivery %s"),
                     b->delivery->line, b->delivery->id.at);
    }
    return true;
}

bool
td_layout_bind(struct td_layout *layout, const struct td_profile *profile,
               const struct td_delivery *delivery, const struct td_record *header,
               const struct td_file_match *match, struct td_error *err)
{
    return td_layout_bind_head(layout, profile, delivery, &(struct td_head){.names = header}, match,
                               err);
}

bool
td_layout_bind_head(struct td_layout *layout, const struct td_profile *profile,
                    const struct td_delivery *delivery, const struct td_head *head,
                    const struct td_file_match *match, struct td_error *err)
{
    const struct td_record *header = head->names;
    struct binder b = {.layout = layout,
                       .delivery = delivery,
                       .match = match,
                       .head = head,
                       .header = header};
    bool ok = true;

    *layout = (struct td_layout){.delivery = delivery, .profile = profile, .year = match->year};
    layout->currency_field = td_field_find(delivery->dataset, TD_STR("currency"));
    if (header && (header->fault != TD_FAULT_NONE || !header->cells)) {
        td_fail(err, TD_E_LAYOUT, TD_T("表头读不出来：%s", "the header cannot be read: %s"),
                td_fault_text(header->fault));
        return false;
    }
    read_names(&b);
    index_skip(layout, delivery);
    ok = bind_steps(&b, err) && bind_filters(&b, err) && check_unit_above(&b, err);
    if (ok)
        layout->heading = layout_heading(&layout->arena, profile, head);
    if (ok && b.header)
        note_unknown(&b);
    td_buf_free(&b.missing);
    if (!ok)
        td_layout_free(layout);
    return ok;
}

void
td_layout_free(struct td_layout *layout)
{
    td_buf_free(&layout->unknown_headers);
    td_buf_free(&layout->missing_headers);
    td_arena_free(&layout->arena);
    *layout = (struct td_layout){0};
}
