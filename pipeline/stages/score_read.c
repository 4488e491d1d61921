/*
 * The features of a range of units, from the parts that hold them into columns. A unit without a row in
 * the part of a list is absent from that list; without figures it is unknown. Parts are read side by
 * side on connections of their own: each fills columns that no other touches. While the first connection reads
 * the units, which say what row a unit has, the second begins with the figures, the longest part, and holds them.
 */
#include "score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <omp.h>

/* ---- the range's memory ---------------------------------------------------------------------------- */
static void
range_grow(struct score *s)
{
    struct range *r = &s->range;
    size_t slots = s->slot_count, before = r->capacity;

    r->capacity = before ? before * 2 : 65536;
    r->code_at = td_realloc(r->code_at, r->capacity, sizeof *r->code_at);
    r->code_len = td_realloc(r->code_len, r->capacity, 1);
    r->county_len = td_realloc(r->county_len, r->capacity, 1);
    r->industry_len = td_realloc(r->industry_len, r->capacity, 1);
    r->standing = td_realloc(r->standing, r->capacity, sizeof *r->standing);
    r->stands = td_realloc(r->stands, r->capacity, sizeof *r->stands);
    if (!r->values) {
        r->values = td_alloc(slots + 1, sizeof *r->values);
        r->known = td_alloc(slots + 1, sizeof *r->known);
    }
    for (size_t i = 0; i < slots; i++) {
        if (!s->unit_slots[i])
            continue; /* prepare_parts, once the units are counted */
        r->values[i] = td_realloc(r->values[i], r->capacity, sizeof **r->values);
        r->known[i] = td_realloc(r->known[i], r->capacity / 64, sizeof **r->known);
        memset(r->known[i] + before / 64, 0, (r->capacity - before) / 8);
    }
}

void
score_range_free(struct score *s)
{
    struct range *r = &s->range;

    for (size_t i = 0; r->values && i < s->slot_count; i++) {
        free(r->values[i]);
        free(r->known[i]);
    }
    free(r->values);
    free(r->known);
    free(r->code_at);
    free(r->code_len);
    free(r->county_len);
    free(r->industry_len);
    free(r->standing);
    free(r->stands);
    free(r->table);
    td_buf_free(&r->text);
    *r = (struct range){0};
}

struct td_str
score_code(const struct range *r, size_t row)
{
    return (struct td_str){r->text.at + r->code_at[row], r->code_len[row]};
}

struct td_str
score_county(const struct range *r, size_t row)
{
    if (r->county_len[row] == 255)
        return (struct td_str){0};
    return (struct td_str){r->text.at + r->code_at[row] + r->code_len[row], r->county_len[row]};
}

struct td_str
score_industry(const struct range *r, size_t row)
{
    size_t county = r->county_len[row] == 255 ? 0 : r->county_len[row];

    if (r->industry_len[row] == 255)
        return (struct td_str){0};
    return (struct td_str){r->text.at + r->code_at[row] + r->code_len[row] + county,
                           r->industry_len[row]};
}

/* ---- units ------------------------------------------------------------------------------------------ */
static void
set_known(struct range *r, int slot, size_t row, bool known)
{
    uint64_t bit = (uint64_t)1 << (row % 64);

    if (known)
        r->known[slot][row / 64] |= bit;
    else
        r->known[slot][row / 64] &= ~bit;
}

static void
set_value(struct range *r, int slot, struct slot_kind kind, size_t row, struct td_cell cell)
{
    int64_t value = 0;
    bool known = cell.len >= 0;

    if (known && kind.industry)
        known = td_industry_value((struct td_str){cell.at, (size_t)cell.len}, &value);
    else if (known)
        value = td_cell_int8(cell);
    r->values[slot][row] = value;
    set_known(r, slot, row, known);
}

static uint8_t
add_text(struct range *r, struct td_cell cell)
{
    if (cell.len < 0 || cell.len > 254)
        return 255;
    td_buf_add(&r->text, cell.at, (size_t)cell.len);
    return (uint8_t)cell.len;
}

static bool
take_unit(struct score *s, const struct td_cell *cells, int columns, struct td_error *err)
{
    const struct part_columns *p = &s->parts[PART_UNIT];
    struct range *r = &s->range;
    size_t row = r->rows;

    if (cells[p->uscc].len <= 0 || cells[p->uscc].len > 200 || r->text.len > UINT32_MAX - 1024)
        return td_fail(err, TD_E_INTERNAL, "%s", TD_T("feature.unit 中有不合规格的行", "a row of feature.unit is out of shape"));
    if (row == r->capacity)
        range_grow(s);
    r->code_at[row] = (uint32_t)r->text.len;
    r->code_len[row] = add_text(r, cells[p->uscc]);
    r->county_len[row] = p->county >= 0 ? add_text(r, cells[p->county]) : 255;
    r->industry_len[row] = p->industry >= 0 ? add_text(r, cells[p->industry]) : 255;
    for (size_t i = 0; i < p->count; i++)
        if (p->slots[i * 3] >= 0)
            set_value(r, p->slots[i * 3], p->kinds[i * 3], row, cells[i]);
    /* behind the part's own columns, unless this is the first night: the standing hash */
    r->stands[row] = columns > (int)p->count && cells[p->count].len == 8;
    r->standing[row] = r->stands[row] ? td_cell_int8(cells[p->count]) : 0;
    r->rows++;
    return true;
}

const char *
score_part_sql(const struct score *s)
{
    return s->named ? "score/part_named" : s->pending ? "score/part_pending" : s->listed ? "score/part_listed" : s->whole ? "score/part_all" : "score/part";
}

static bool
read_units(struct score *s, struct td_error *err)
{
    struct td_ident part[] = {{"part", "feature.unit"}, {0}};
    struct td_copy_out copy = {0};
    bool got = true;
    const char *part_sql = s->listed ? "score/units_listed" : score_part_sql(s);
    const char *units_sql = s->pending ? "score/units_pending" : s->whole ? "score/units_all" : "score/units";
    bool ok = td_copy_out_open(&copy, s->readers[0], s->first ? part_sql : units_sql,
                               s->first ? part : NULL, err);

    if (s->range.capacity == 0) /* also for no units at all */
        range_grow(s);
    s->range.rows = 0;
    td_buf_reset(&s->range.text);
    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        ok = ok && (!got || take_unit(s, copy.cells, copy.columns, err));
        if (ok && got && copy.rows % 65536 == 0)
            ok = !td_stopping(err);
    }
    td_copy_out_close(&copy);
    return ok;
}

/* What a unit without a record has: absent from the lists, unknown in the figures. Fresh memory is 0 and
 * costs nothing until it is written to, which most of it never is. */
static void
prepare_slot(const struct score *s, struct range *r, size_t slot)
{
    struct td_slot about = s->slots[slot];
    size_t rows = (r->rows / BLOCK_UNITS + 1) * BLOCK_UNITS, words = rows / 64; /* whole blocks: so they are judged */

    free(r->values[slot]);
    free(r->known[slot]);
    r->values[slot] = td_alloc(rows, sizeof **r->values);
    r->known[slot] = td_alloc(words, sizeof **r->known);
    if (about.list)
        memset(r->known[slot], 0xFF, words * sizeof **r->known);
    for (size_t row = 0; about.nothing != 0 && row < r->rows; row++)
        r->values[slot][row] = about.nothing;
}

static void
prepare_parts(struct score *s)
{
    for (size_t slot = 0; slot < s->slot_count; slot++)
        if (!s->unit_slots[slot])
            prepare_slot(s, &s->range, slot);
}

/* ---- finding a unit ---------------------------------------------------------------------------------- */
static void
build_table(struct range *r)
{
    size_t size = 1024;

    while (size < r->rows * 2)
        size *= 2;
    free(r->table);
    r->table = td_alloc(size, sizeof *r->table);
    r->mask = size - 1;
    for (size_t row = 0; row < r->rows; row++) {
        struct td_str code = score_code(r, row);
        size_t at = (size_t)td_hash64(code.at, code.len, 0) & r->mask;
        while (r->table[at])
            at = (at + 1) & r->mask;
        r->table[at] = (uint32_t)row + 1;
    }
}

bool
score_find_row(const struct range *r, struct td_cell code, size_t *row)
{
    if (code.len <= 0)
        return false;
    size_t at = (size_t)td_hash64(code.at, (size_t)code.len, 0) & r->mask;
    for (; r->table[at]; at = (at + 1) & r->mask) {
        *row = r->table[at] - 1;
        if (td_str_equal(score_code(r, *row), (struct td_str){code.at, (size_t)code.len}))
            return true;
    }
    return false;
}

/* ---- parts ------------------------------------------------------------------------------------------- */
static void
take_part(const struct score *s, struct range *r, const struct part_columns *p,
          const struct td_cell *cells)
{
    int64_t back = p->year >= 0 ? s->y - td_cell_int8(cells[p->year]) : 0;
    size_t row;

    if (back < 0 || back > 2 || !score_find_row(r, cells[p->uscc], &row))
        return; /* a holder that is no registered unit: in link.queue */
    for (size_t i = 0; i < p->count; i++) {
        size_t at = i * 3 + (size_t)back;
        int slot = p->slots[at];
        /* figures are unknown beforehand: most columns of most records are NULL, and each is a cache line */
        if (slot >= 0 && (cells[i].len >= 0 || p->kinds[at].list))
            set_value(r, slot, p->kinds[at], row, cells[i]);
    }
}

/* A part whose rows came before the units were known. */
struct held {
    struct td_copy_out copy;
    struct td_buf rows; /* of each its cells: length, bytes */
    bool open, got;     /* got: the copy has more */
};

enum { HELD_BYTES = 48 << 20 }; /* the figures of 130,000 units a year; what is more waits at the server */

static bool
open_part(const struct score *s, int part, struct td_db *db, struct td_copy_out *copy, struct td_error *err)
{
    bool figures = s->listed && (part == PART_FINANCE || part == PART_STAFF);
    char table[64];
    struct td_ident idents[] = {{figures ? "figures" : "part", table}, {0}};

    snprintf(table, sizeof table, "feature.%s%s", score_part_name(part), figures ? "_of" : "");
    if (!td_copy_out_open(copy, db, figures ? "score/figures_listed" : score_part_sql(s), idents, err))
        return false;
    return copy->columns == (int)s->parts[part].count ||
           td_fail(err, TD_E_SCHEMA, TD_T("%s 的列变了", "the columns of %s have changed"), table);
}

static bool
hold_part(const struct score *s, int part, struct td_db *db, struct held *h, struct td_error *err)
{
    bool ok = open_part(s, part, db, &h->copy, err);

    h->open = h->got = true;
    while (ok && h->got && h->rows.len < HELD_BYTES) {
        ok = td_copy_out_next(&h->copy, &h->got, err);
        for (int i = 0; ok && h->got && i < h->copy.columns; i++) {
            struct td_cell cell = h->copy.cells[i];
            td_buf_add(&h->rows, &cell.len, sizeof cell.len);
            td_buf_add(&h->rows, cell.at, cell.len > 0 ? (size_t)cell.len : 0);
        }
        if (ok && h->got && h->copy.rows % 65536 == 0)
            ok = !td_stopping(err);
    }
    return ok;
}

static void
take_held(struct score *s, int part, const struct held *h)
{
    const char *at = h->rows.at, *end = at + h->rows.len;
    size_t columns = s->parts[part].count;
    struct td_cell *cells = td_alloc(columns, sizeof *cells);

    while (at < end) {
        for (size_t i = 0; i < columns; i++) {
            memcpy(&cells[i].len, at, sizeof cells[i].len);
            at += sizeof cells[i].len;
            cells[i].at = at;
            at += cells[i].len > 0 ? cells[i].len : 0;
        }
        take_part(s, &s->range, &s->parts[part], cells);
    }
    free(cells);
}

/* h: what of it was held, or all-zero. */
static bool
read_part(struct score *s, int part, struct td_db *db, struct held *h, struct td_error *err)
{
    bool ok = h->open || open_part(s, part, db, &h->copy, err);

    if (h->open)
        take_held(s, part, h);
    else
        h->got = true;
    while (ok && h->got) {
        ok = td_copy_out_next(&h->copy, &h->got, err);
        if (ok && h->got)
            take_part(s, &s->range, &s->parts[part], h->copy.cells);
        if (ok && h->got && h->copy.rows % 65536 == 0)
            ok = !td_stopping(err);
    }
    return ok || td_in(err, TD_T("读取 %s", "reading %s"), score_part_name(part));
}

static void
held_free(struct held *h)
{
    td_copy_out_close(&h->copy);
    td_buf_free(&h->rows);
    *h = (struct held){0};
}

/* figures: begun on the last connection; that one has the other parts only afterwards. */
static bool
read_parts(struct score *s, struct held *figures, struct td_error *err)
{
    struct td_error errors[PARTS + 1] = {0};

#pragma omp parallel num_threads(s->alone ? 1 : READERS)
    {
        if (omp_get_thread_num() == omp_get_num_threads() - 1) {
            (void)!read_part(s, PART_FINANCE, s->readers[READERS - 1], figures, &errors[PART_FINANCE]);
            held_free(figures);
        }
#pragma omp for schedule(dynamic, 1)
        for (int part = PART_FINANCE + 1; part <= PARTS; part++) { /* behind them: hints */
            struct td_db *db = s->readers[omp_get_thread_num()];
            struct held none = {0};
            if (part == PARTS)
                (void)!score_read_hints(s, db, &errors[part]);
            else
                (void)!read_part(s, part, db, &none, &errors[part]);
            held_free(&none);
        }
    }
    for (int part = 0; part <= PARTS && !err->code; part++)
        if (errors[part].code)
            *err = errors[part];
    return !err->code;
}

static bool
read_units_and_figures(struct score *s, struct held *figures, struct td_error *err)
{
    struct td_error other = {0};
    bool units = false, held = false;

    if (s->alone)
        return read_units(s, err);
#pragma omp parallel sections num_threads(2)
    {
#pragma omp section
        units = read_units(s, err);
#pragma omp section
        held = hold_part(s, PART_FINANCE, s->readers[READERS - 1], figures, &other);
    }
    if (units && !held)
        *err = other;
    return units && held;
}

bool
score_read_range(struct score *s, const char *from, const char *until, struct td_error *err)
{
    s->whole = !from;
    for (int i = 0; i < READERS; i++)
        if (from ? !td_db_setting(s->readers[i], "tidu.from", from, err) ||
                       !td_db_setting(s->readers[i], "tidu.until", until, err)
                 : !s->pending && !s->listed && !td_db_script(s->readers[i], "score/whole_tables", NULL, err))
            return false;
    struct held figures = {0};
    bool ok = read_units_and_figures(s, &figures, err);
    if (ok) {
        build_table(&s->range);
        prepare_parts(s);
        ok = read_parts(s, &figures, err);
    }
    held_free(&figures);
    return ok;
}
