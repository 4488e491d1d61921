/*
 * Records that are passed over: lines of a report (totals, remarks, its titles and headers once more), and kinds
 * that a delivery does not take.
 *
 * A totals line is one whose first cell fits a pattern of the vocabulary and which names no firm, so that a firm
 * whose name begins like a totals line is none. Nearly every record is passed by one look at the first bytes of its
 * first cell: at the length for a header once more, at a bit of their hash for totals.
 */
#include "layout.h"
#include "typing.h"
#include "words.h"

#include "tidu/scalar.h"

#include <string.h>

enum { TOTAL_BITS = 4096 };

struct td_heading {
    const struct td_str *names; /* of the header, as they stand there */
    size_t name_count;
    const struct td_str *group; /* of the line of groups above it, NULL = none */
    uint64_t name_lengths;      /* bit n: one of them has n bytes (modulo 64) */
    bool name_first[256];       /* … and begins with this byte */
    const struct td_str *titles; /* lines above with one cell */
    size_t title_count;
    uint64_t title_lengths;
    const struct td_str *totals; /* folded */
    size_t total_count;
    uint64_t total_bits[TOTAL_BITS / 64]; /* of the first bytes of what fits one of them */
};

/* ---- what a record is compared with ------------------------------------------------------ */
/* First bytes that folding leaves alone: three of a character beyond ASCII, one of ASCII. */
static unsigned
first_bits(struct td_str s)
{
    const unsigned char *at = (const unsigned char *)s.at;

    if (at[0] < 0x80)
        return at[0] >= 'a' && at[0] <= 'z' ? at[0] - 32u : at[0];
    if (s.len < 3)
        return 0x80;
    return 0x100 + (at[0] * 31u * 31u + at[1] * 31u + at[2]) % (TOTAL_BITS - 0x100);
}

static void
set_bit(struct td_heading *h, unsigned bit)
{
    h->total_bits[bit / 64] |= (uint64_t)1 << bit % 64;
}

static uint64_t
length_bit(size_t len)
{
    return (uint64_t)1 << len % 64;
}

static size_t
only_cell(const struct td_record *record, struct td_str *cell)
{
    size_t filled = 0;

    for (size_t i = 0; record->cells && i < record->count; i++) {
        struct td_str s = td_cell_trim(record->cells[i]);

        if (s.len && filled++ == 0)
            *cell = s;
    }
    return filled;
}

static const struct td_str *
keep_cells(struct td_arena *arena, const struct td_record *record, size_t *count)
{
    struct td_str *cells;

    *count = record && record->cells ? record->count : 0;
    if (!record)
        return NULL;
    cells = td_arena_alloc(arena, *count, sizeof *cells);
    for (size_t i = 0; i < *count; i++)
        cells[i] = td_arena_str(arena, td_cell_trim(record->cells[i]));
    return cells;
}

struct td_heading *
layout_heading(struct td_arena *arena, const struct td_profile *profile, const struct td_head *head)
{
    struct td_heading *h = td_arena_alloc(arena, 1, sizeof *h);
    struct td_str *titles = td_arena_alloc(arena, head->title_count, sizeof *titles);
    size_t group_count;

    h->names = keep_cells(arena, head->names, &h->name_count);
    h->group = keep_cells(arena, head->group, &group_count);
    if (group_count != h->name_count)
        h->group = NULL;
    for (size_t i = 0; i < h->name_count; i++)
        if (h->names[i].len) {
            h->name_lengths |= length_bit(h->names[i].len);
            h->name_first[(unsigned char)h->names[i].at[0]] = true;
        }
    for (size_t i = 0; i < head->title_count; i++) {
        struct td_str cell;

        if (only_cell(&head->titles[i], &cell) != 1)
            continue;
        titles[h->title_count++] = td_arena_str(arena, cell);
        h->title_lengths |= length_bit(cell.len);
    }
    h->titles = titles;
    h->totals = profile->totals;
    h->total_count = profile->total_count;
    for (size_t i = 0; i < h->total_count; i++)
        if (h->totals[i].len)
            set_bit(h, first_bits(h->totals[i]));
    return h;
}

/* ---- headers and titles once more -------------------------------------------------------- */
static bool
is_name(const struct td_heading *h, struct td_str cell)
{
    if (!(h->name_lengths & length_bit(cell.len)) || !h->name_first[(unsigned char)cell.at[0]])
        return false;
    for (size_t i = 0; i < h->name_count; i++)
        if (td_str_equal(h->names[i], cell))
            return true;
    return false;
}

static bool
is_title(const struct td_heading *h, const struct td_record *record, struct td_str first)
{
    struct td_str cell;

    if (!(h->title_lengths & length_bit(first.len)))
        return false;
    for (size_t i = 0; i < h->title_count; i++)
        if (td_str_equal(h->titles[i], first))
            return only_cell(record, &cell) == 1;
    return false;
}

/* The line of groups, all of it. */
static bool
is_group(const struct td_heading *h, const struct td_record *record)
{
    bool filled = false;

    for (size_t i = 0; i < record->count && i < h->name_count; i++) {
        struct td_str cell = td_cell_trim(record->cells[i]);

        if (!td_str_equal(cell, h->group[i]))
            return false;
        filled = filled || cell.len;
    }
    return filled;
}

/* More than half of its cells are names of the header: in their places, or in others? */
static enum td_skip
header_again(const struct td_heading *h, const struct td_record *record)
{
    size_t filled = 0, same = 0, other = 0;

    for (size_t i = 0; i < record->count; i++) {
        struct td_str cell = td_cell_trim(record->cells[i]);

        if (cell.len == 0)
            continue;
        filled++;
        if (i < h->name_count && td_str_equal(h->names[i], cell))
            same++;
        else
            other += is_name(h, cell);
    }
    if (2 * (same + other) <= filled)
        return TD_TAKEN;
    if (other == 0)
        return same == 1 && h->name_count > 1 ? TD_TAKEN : TD_HEADER_AGAIN;
    return same + other > 1 ? TD_OTHER_HEADER : TD_TAKEN;
}

/* ---- totals ------------------------------------------------------------------------------ */
static bool
fits_any(struct td_str cell, const struct td_str *patterns, size_t count)
{
    struct td_buf fold = {0};
    bool fits = false;

    td_name_key(cell, &fold);
    for (size_t i = 0; !fits && i < count; i++)
        fits = td_str_glob(patterns[i], td_buf_view(&fold));
    td_buf_free(&fold);
    return fits;
}

static bool
may_be_total(const struct td_heading *h, struct td_str cell)
{
    unsigned char first = (unsigned char)cell.at[0];
    unsigned bit = first_bits(cell);

    /* full width and private use fold into anything */
    return first == 0xEF || first == 0xEE || (h->total_bits[bit / 64] >> bit % 64 & 1);
}

static bool
is_code(struct td_str cell)
{
    char code[19];
    enum td_uscc_kind kind = td_uscc(cell, code);

    return kind != TD_USCC_EMPTY && kind != TD_USCC_LENGTH && kind != TD_USCC_CHARACTER;
}

static bool
any_code(const struct td_record *record)
{
    for (size_t i = 0; i < record->count; i++)
        if (is_code(td_cell_trim(record->cells[i])))
            return true;
    return false;
}

/* A code or a name, other than the cell that looked like a total; 52 is none, though it stands in that column. */
static bool
says(const struct td_record *record, int cell, size_t first, const struct td_input_column *c,
     bool code)
{
    struct td_str s;

    if (cell < 0 || (size_t)cell == first)
        return false;
    s = td_cell_trim(record->cells[cell]);
    if (s.len == 0 || td_nulls_has(c->own_nulls, s) || td_nulls_has(c->nulls, s))
        return false;
    return code ? is_code(s) : typing_name(c, s) == TD_FAULT_NONE;
}

static bool
names_a_firm(const struct td_layout *layout, const struct td_record *record, size_t first)
{
    if (record->fault != TD_FAULT_NONE || record->count < layout->cells_needed)
        return any_code(record); /* which cell is which is not known */
    for (size_t i = 0; i < layout->step_count && layout->steps[i].field <= 1; i++) {
        const struct td_step *step = &layout->steps[i];

        if (step->column && says(record, step->cell, first, step->column, step->type != TD_NAME))
            return true;
        if (step->name && says(record, step->name_cell, first, step->name, false))
            return true;
    }
    return false;
}

static bool
is_total(const struct td_layout *layout, const struct td_record *record, struct td_str cell,
         size_t first)
{
    const struct td_heading *h = layout->heading;

    return may_be_total(h, cell) && fits_any(cell, h->totals, h->total_count) &&
           !names_a_firm(layout, record, first);
}

/* ---- all of it --------------------------------------------------------------------------- */
static struct td_str
first_cell(const struct td_record *record, size_t *at)
{
    for (*at = 0; record->cells && *at < record->count; ++*at) {
        struct td_str s = td_cell_trim(record->cells[*at]);

        if (s.len)
            return s;
    }
    return (struct td_str){0};
}

static bool
is_filtered(const struct td_layout *layout, const struct td_record *record)
{
    if (record->fault != TD_FAULT_NONE || record->count < layout->cells_needed)
        return false; /* which cell is which is not known: let it be rejected */
    for (size_t i = 0; i < layout->delivery->filter_count; i++) {
        const struct td_filter *f = &layout->filters[i];

        if (!f->must && fits_any(td_cell_trim(record->cells[f->cell]), f->patterns,
                                 f->pattern_count) != f->wanted)
            return true;
    }
    return false;
}

enum td_skip
td_type_skipped(const struct td_layout *layout, const struct td_record *record)
{
    const struct td_heading *h = layout->heading;
    size_t first;
    struct td_str cell = first_cell(record, &first);
    enum td_skip again = TD_TAKEN;

    if (cell.len == 0 && record->cells)
        return TD_EMPTY;
    if (cell.len && layout->skip_first[(unsigned char)cell.at[0]] &&
        fits_any(cell, layout->skip, layout->delivery->skip_count))
        return TD_SKIPPED;
    if (cell.len && is_name(h, cell))
        again = header_again(h, record);
    if (again == TD_TAKEN && cell.len && (is_title(h, record, cell) || (h->group && is_group(h, record))))
        again = TD_HEADER_AGAIN;
    if (again != TD_TAKEN)
        return again;
    if (cell.len && is_total(layout, record, cell, first))
        return TD_TOTALS;
    return is_filtered(layout, record) ? TD_SKIPPED : TD_TAKEN;
}

bool
typing_must(const struct td_layout *layout, const struct td_record *record, size_t *filter)
{
    for (size_t i = 0; i < layout->delivery->filter_count; i++) {
        const struct td_filter *f = &layout->filters[i];
        struct td_str cell;

        if (!f->must)
            continue;
        cell = td_cell_trim(record->cells[f->cell]);
        if (!fits_any(cell, f->patterns, f->pattern_count)) {
            *filter = i;
            return false;
        }
    }
    return true;
}
