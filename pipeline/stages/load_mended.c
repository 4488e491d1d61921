/*
 * Lines that were rejected once and that a person has mended. A line is known by the hash of its original bytes: as
 * long as the department's file has the same bytes in any place, what the person wrote is read in their stead; when
 * the department changes the line, its own word counts again. The mended cells are kept by the names of their
 * columns, so that another order of columns does not matter; where one has another name, the line is the department's
 * own again, rather than one without a value.
 */
#include "load.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A role that may not read the rejects sees none. */
static bool
may_read(struct td_db *db, bool *may, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(db, "load/mended_readable", NULL, NULL, 0, &rows, err))
        return false;
    *may = td_rows_int(&rows, 0, 0) != 0;
    td_rows_free(&rows);
    return true;
}

static void
take_lines(struct load_mended *m, const struct td_rows *rows)
{
    struct load_mended_line *line = NULL;

    m->lines = td_arena_alloc(&m->arena, (size_t)rows->count + 1, sizeof *m->lines);
    for (int r = 0; r < rows->count; r++) {
        uint64_t raw = (uint64_t)td_rows_int(rows, r, 0);
        if (!line || line->raw != raw) {
            size_t cells = (size_t)td_rows_int(rows, r, 1);
            line = &m->lines[m->count++];
            line->raw = raw;
            line->good = td_rows_int(rows, r, 2) != 0;
            line->names = td_arena_alloc(&m->arena, cells + 1, sizeof *line->names);
            line->cells = td_arena_alloc(&m->arena, cells + 1, sizeof *line->cells);
        }
        line->names[line->count] = td_arena_str(&m->arena, td_str(td_rows_text(rows, r, 3)));
        line->cells[line->count++] = td_arena_str(&m->arena, td_str(td_rows_text(rows, r, 4)));
    }
}

static int
order_lines(const void *a, const void *b)
{
    uint64_t x = ((const struct load_mended_line *)a)->raw, y = ((const struct load_mended_line *)b)->raw;
    return (x > y) - (x < y);
}

bool
load_mended_read(struct load_mended *m, struct td_db *db, const struct td_delivery *d, bool all, struct td_error *err)
{
    struct td_buf id = {0};
    struct td_rows rows = {0};
    bool may = false;

    if (!db || !may_read(db, &may, err))
        return db == NULL;
    if (!may)
        return true;
    td_buf_str(&id, d->id);
    const char *params[] = {id.at, all ? "true" : "false"};
    bool ok = td_db_query(db, "load/mended", NULL, params, 2, &rows, err);
    if (ok)
        take_lines(m, &rows);
    if (m->count)
        qsort(m->lines, m->count, sizeof *m->lines, order_lines);
    td_rows_free(&rows);
    td_buf_free(&id);
    return ok;
}

const struct load_mended_line *
load_mended_find(const struct load_mended *m, uint64_t raw)
{
    struct load_mended_line wanted = {.raw = raw};

    return m->count ? bsearch(&wanted, m->lines, m->count, sizeof *m->lines, order_lines) : NULL;
}

/* False: the department had no such column when the line was mended. */
static bool
cell_named(const struct load_mended_line *line, struct td_str name, size_t place, struct td_str *cell)
{
    bool named = name.len > 0;
    char number[24];

    *cell = (struct td_str){"", 0};
    if (!name.at) {
        snprintf(number, sizeof number, "%zu", place + 1);
        name = td_str(number);
    }
    for (size_t i = 0; i < line->count; i++)
        if (td_str_equal(line->names[i], name)) {
            *cell = line->cells[i];
            return true;
        }
    return !named;
}

bool
load_mended_take(struct load *load, const struct td_record *record, struct td_record *out)
{
    struct load_mended *m = &load->mended;
    const struct load_contract *c = &load->contract;
    const struct load_mended_line *line = load_mended_find(m, td_hash64(record->raw.at, record->raw.len, 0));

    if (!line || !line->good)
        return false;
    const struct td_header_names *header =
        c->header_count && load->delivery->header_row ? &c->headers[c->header_of[load->part]] : NULL;
    size_t count = header ? load->layout.columns_expected : line->count;
    m->cells = td_realloc(m->cells, count + 1, sizeof *m->cells);
    for (size_t i = 0; i < count; i++)
        if (!cell_named(line, header && i < header->count ? header->names[i] : (struct td_str){0}, i, &m->cells[i]))
            return false;
    *out = *record;
    out->cells = m->cells;
    out->count = count;
    out->fault = TD_FAULT_NONE;
    out->detail = (struct td_str){0};
    return true;
}

void
load_mended_free(struct load_mended *m)
{
    free(m->cells);
    td_arena_free(&m->arena);
    *m = (struct load_mended){0};
}
