/*
 * The features of a range of units, from the parts that hold them into columns. A unit without a row in
 * the part of a list is absent from that list; without figures it is unknown. Parts are read side by
 * side on connections of their own: each fills columns that no other touches.
 */
#include "score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <omp.h>

static const char *const part_names[PARTS] = {"unit",   "finance", "staff",    "ip",     "title",
                                              "product", "equity", "platform", "conduct"};

/* ---- columns ------------------------------------------------------------------------------------ */
static int
slot_named(const struct score *s, const char *name)
{
    for (size_t i = 0; i < s->slot_count; i++)
        if (td_str_equal(s->slots[i].column, td_str(name)))
            return (int)i;
    return -1;
}

static void
place_column(const struct score *s, struct part_columns *p, int column, const char *name)
{
    char with_year[128];

    if (strcmp(name, "uscc") == 0)
        p->uscc = column;
    else if (strcmp(name, "year") == 0)
        p->year = column;
    else if (strcmp(name, "county") == 0)
        p->county = column;
    else if (strcmp(name, "industry") == 0)
        p->industry = column;
    for (int back = 0; back < 3; back++) {
        snprintf(with_year, sizeof with_year, "%s_%d", name, back);
        int slot = slot_named(s, p->year >= 0 ? with_year : name);
        p->slots[column * 3 + back] = slot;
        if (slot >= 0) {
            struct td_slot about = s->slots[slot];
            p->kinds[column * 3 + back] = (struct slot_kind){about.type == TD_SLOT_INDUSTRY, about.list};
        }
    }
}

static bool
part_known(struct score *s, struct td_rows *rows, int part, struct td_error *err)
{
    struct part_columns *p = &s->parts[part];
    int column = 0;

    *p = (struct part_columns){.uscc = -1, .year = -1, .county = -1, .industry = -1};
    p->slots = td_arena_alloc(&s->arena, (size_t)rows->count * 3 + 3, sizeof *p->slots);
    p->kinds = td_arena_alloc(&s->arena, (size_t)rows->count * 3 + 3, sizeof *p->kinds);
    for (int pass = 0; pass < 2; pass++) { /* the year's column first: it decides what the others are */
        column = 0;
        for (int i = 0; i < rows->count; i++) {
            if (strcmp(td_rows_text(rows, i, 0), part_names[part]) != 0)
                continue;
            const char *name = td_rows_text(rows, i, 1);
            if (pass == 0 && strcmp(name, "year") == 0)
                p->year = column;
            if (pass == 1)
                place_column(s, p, column, name);
            column++;
        }
    }
    p->count = (size_t)column;
    return p->uscc >= 0 || td_fail(err, TD_E_SCHEMA, TD_T("没有特征表 feature.%s", "there is no table feature.%s"),
                                   part_names[part]);
}

/* Columns that fill the slot; one without a year does so for all three. */
static int
places_of(const struct score *s, int slot)
{
    int places = 0;

    for (int part = 0; part < PARTS; part++)
        for (size_t i = 0; i < s->parts[part].count; i++) {
            const int *years = &s->parts[part].slots[i * 3];
            places += years[0] == slot || years[1] == slot || years[2] == slot;
        }
    return places;
}

/* Every slot must come from one column: without any, the fact would be unknown for all, silently; from
 * two, the parts that are read side by side would write over each other. */
static bool
all_placed(const struct score *s, struct td_error *err)
{
    for (size_t slot = 0; slot < s->slot_count; slot++) {
        struct td_str name = s->slots[slot].column;
        int places = places_of(s, (int)slot);
        if (td_str_starts(name, TD_STR(TD_HINT_COLUMN)))
            continue; /* score_hint.c */
        if (places == 0)
            return td_fail(err, TD_E_SCHEMA, TD_T("规则用到的事实没有特征列“%.*s”", "no part of the features has a column \"%.*s\""),
                           (int)name.len, name.at);
        if (places > 1)
            return td_fail(err, TD_E_SCHEMA, TD_T("有 %d 个特征表都有列“%.*s”", "%d parts of the features have a column \"%.*s\""),
                           places, (int)name.len, name.at);
    }
    return true;
}

bool
score_columns(struct score *s, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(s->run->db, "score/columns", NULL, NULL, 0, &rows, err))
        return false;
    bool ok = true;
    for (int part = 0; ok && part < PARTS; part++)
        ok = part_known(s, &rows, part, err);
    td_rows_free(&rows);
    s->unit_slots = td_arena_alloc(&s->arena, s->slot_count + 1, sizeof *s->unit_slots);
    for (size_t i = 0; ok && i < s->parts[PART_UNIT].count; i++)
        if (s->parts[PART_UNIT].slots[i * 3] >= 0)
            s->unit_slots[s->parts[PART_UNIT].slots[i * 3]] = true;
    return ok && all_placed(s, err) && score_hint_columns(s, err);
}

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
    return s->pending ? "score/part_pending" : s->whole ? "score/part_all" : "score/part";
}

static bool
read_units(struct score *s, struct td_error *err)
{
    struct td_ident part[] = {{"part", "feature.unit"}, {0}};
    struct td_copy_out copy = {0};
    bool got = true;
    const char *units_sql = s->pending ? "score/units_pending" : s->whole ? "score/units_all" : "score/units";
    bool ok = td_copy_out_open(&copy, s->readers[0], s->first ? score_part_sql(s) : units_sql,
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

static bool
read_part(struct score *s, int part, struct td_db *db, struct td_error *err)
{
    char table[64];
    struct td_ident idents[] = {{"part", table}, {0}};
    struct td_copy_out copy = {0};
    bool got = true;

    snprintf(table, sizeof table, "feature.%s", part_names[part]);
    bool ok = td_copy_out_open(&copy, db, score_part_sql(s), idents, err);
    if (ok && copy.columns != (int)s->parts[part].count)
        ok = td_fail(err, TD_E_SCHEMA, TD_T("%s 的列变了", "the columns of %s have changed"), table);
    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got)
            take_part(s, &s->range, &s->parts[part], copy.cells);
        if (ok && got && copy.rows % 65536 == 0)
            ok = !td_stopping(err);
    }
    td_copy_out_close(&copy);
    return ok || td_in(err, TD_T("读取 %s", "reading %s"), table);
}

static bool
read_parts(struct score *s, struct td_error *err)
{
    struct td_error errors[PARTS + 1] = {0};
    bool ok = true;

#pragma omp parallel num_threads(READERS)
    {
#pragma omp for schedule(dynamic, 1)
        for (int part = PART_FINANCE; part <= PARTS; part++) { /* behind them: hints */
            struct td_db *db = s->readers[omp_get_thread_num()];
            bool fine = part < PARTS ? read_part(s, part, db, &errors[part]) : score_read_hints(s, db, &errors[part]);
#pragma omp critical
            ok = ok && fine;
        }
    }
    for (int part = 0; part <= PARTS && !err->code; part++)
        if (errors[part].code)
            *err = errors[part];
    return ok;
}

bool
score_read_range(struct score *s, const char *from, const char *until, struct td_error *err)
{
    s->whole = !from;
    for (int i = 0; i < READERS; i++)
        if (from ? !td_db_setting(s->readers[i], "tidu.from", from, err) ||
                       !td_db_setting(s->readers[i], "tidu.until", until, err)
                 : !s->pending && !td_db_script(s->readers[i], "score/whole_tables", NULL, err))
            return false;
    if (!read_units(s, err))
        return false;
    build_table(&s->range);
    prepare_parts(s);
    return read_parts(s, err);
}
