/*
 * What is added up over firms: sizes by industry, and the night's counts by rule, county and department. Of
 * a night that checks some firms, what they counted the last time is taken away first (quality.unit and
 * quality.pattern keep it), so that both come out as if all had been counted.
 */
#include "check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- sizes -------------------------------------------------------------------------------------------- */
/* As they were, and without the firms that are pending. */
bool
check_sizes_begin(struct check *c, struct td_error *err)
{
    struct td_rows rows = {0};

    td_quality_sizes_free(c->before);
    td_quality_sizes_free(c->sizes);
    c->before = NULL;
    c->sizes = td_quality_sizes_new();
    if (c->full)
        return true;
    if (!td_db_query(c->run->db, "quality/sizes", NULL, NULL, 0, &rows, err))
        return false;
    c->before = td_quality_sizes_new();
    for (int r = 0; r < rows.count; r++) {
        bool individual = td_rows_int(&rows, r, 0) != 0;
        const char *division = td_rows_text(&rows, r, 1);
        int figure = (int)td_rows_int(&rows, r, 2), bucket = (int)td_rows_int(&rows, r, 3);
        int64_t firms = td_rows_int(&rows, r, 4);

        td_quality_sizes_add(c->before, individual, division, figure, bucket, firms);
        td_quality_sizes_add(c->sizes, individual, division, figure, bucket, firms - td_rows_int(&rows, r, 5));
    }
    td_rows_free(&rows);
    td_quality_sizes_settle(c->before, c->rules);
    return true;
}

void
check_sizes_add(struct check *c)
{
    for (size_t u = 0; u < c->data.unit_count; u++) {
        const struct td_quality_unit *unit = &c->data.units[u];
        int buckets[TD_Q_SIZES];

        td_quality_buckets(c->rules, &c->data, u, buckets);
        for (int k = 0; k < TD_Q_SIZES; k++)
            td_quality_sizes_add(c->sizes, unit->individual, unit->division, k, buckets[k], 1);
    }
}

void
check_sizes_end(struct check *c)
{
    td_quality_sizes_settle(c->sizes, c->rules);
    c->data.sizes = c->sizes;
}

/* ---- counts ----------------------------------------------------------------------------------------------- */
static size_t
slots(const struct check *c)
{
    return td_quality_slots(c->rules);
}

static size_t
county_of(struct check *c, struct td_str county)
{
    for (size_t i = 0; i < c->county_count; i++)
        if (td_str_equal(c->counties[i], county))
            return i;
    size_t row = slots(c) * c->sources * 4;
    if (c->county_count == c->county_cap) {
        c->county_cap = c->county_cap ? 2 * c->county_cap : 16;
        c->counties = td_realloc(c->counties, c->county_cap, sizeof *c->counties);
        c->counts = td_realloc(c->counts, c->county_cap * row, sizeof *c->counts);
    }
    memset(c->counts + c->county_count * row, 0, row * sizeof *c->counts);
    c->counties[c->county_count] = td_arena_str(&c->arena, county);
    return c->county_count++;
}

static void
add(struct check *c, size_t county, const struct td_quality_entry *e, size_t count, int64_t times)
{
    size_t all = slots(c);
    int64_t *row = c->counts + county * all * c->sources * 4;

    for (size_t i = 0; i < count; i++) {
        if (e[i].slot >= all || e[i].source >= c->sources)
            continue; /* of other rules: cannot be, as these are checked in full */
        for (size_t k = 0; k < 4; k++)
            row[(e[i].slot * c->sources + e[i].source) * 4 + k] += times * e[i].counts[k];
    }
}

/* What the pending firms counted the last time. */
static bool
take_away(struct check *c, struct td_error *err)
{
    struct td_copy_out copy = {0};
    struct td_quality_entry *entries = NULL;
    bool got = true, ok = td_copy_out_open(&copy, c->run->db, "quality/tally_pending", NULL, err);

    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (!ok || !got)
            break;
        struct td_str county = {copy.cells[0].at, copy.cells[0].len > 0 ? (size_t)copy.cells[0].len : 0};
        size_t count = copy.cells[2].len > 0 ? (size_t)copy.cells[2].len / sizeof *entries : 0;

        entries = td_realloc(entries, count + 1, sizeof *entries); /* aligned, as the row is not */
        if (count)
            memcpy(entries, copy.cells[2].at, count * sizeof *entries);
        add(c, county_of(c, county), entries, count, -td_cell_int8(copy.cells[1]));
    }
    free(entries);
    td_copy_out_close(&copy);
    return ok;
}

/* The counts of the last night, of which the rest stays. */
static bool
read_counts(struct check *c, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(c->run->db, "quality/counts", NULL, NULL, 0, &rows, err))
        return false;
    for (int r = 0; r < rows.count; r++) {
        size_t county = county_of(c, td_str(td_rows_text(&rows, r, 1)));
        size_t slot = (size_t)td_rows_int(&rows, r, 0), source = (size_t)td_rows_int(&rows, r, 2);

        for (int k = 0; k < 4 && slot < slots(c) && source < c->sources; k++)
            c->counts[((county * slots(c) + slot) * c->sources + source) * 4 + (size_t)k] += td_rows_int(&rows, r, 3 + k);
    }
    td_rows_free(&rows);
    return true;
}

/* Fill slots are stored by dataset and field. */
static bool
read_fill(struct check *c, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(c->run->db, "quality/fills", NULL, NULL, 0, &rows, err))
        return false;
    for (int r = 0; r < rows.count; r++)
        for (int kind = 0; kind < TD_Q_KINDS; kind++) {
            size_t own = td_quality_own((enum td_quality_kind)kind);

            for (size_t f = 0; f < own; f++) {
                if (strcmp(td_rows_text(&rows, r, 0), td_quality_dataset((enum td_quality_kind)kind)) != 0 ||
                    strcmp(td_rows_text(&rows, r, 1), td_quality_fact((enum td_quality_kind)kind, f)) != 0)
                    continue;
                size_t county = county_of(c, td_str(td_rows_text(&rows, r, 2))), source = (size_t)td_rows_int(&rows, r, 3);
                size_t slot = td_quality_fill_slot(c->rules, (enum td_quality_kind)kind, f);
                int64_t *at = c->counts + ((county * slots(c) + slot) * c->sources + source) * 4;

                at[0] += td_rows_int(&rows, r, 4);
                at[2] += td_rows_int(&rows, r, 5);
            }
        }
    td_rows_free(&rows);
    return true;
}

bool
check_counts_begin(struct check *c, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(c->run->db, "quality/sources", NULL, NULL, 0, &rows, err))
        return false;
    c->sources = (size_t)td_rows_int(&rows, 0, 0) + 1;
    td_rows_free(&rows);
    county_of(c, (struct td_str){0});
    return c->full || (read_counts(c, err) && read_fill(c, err) && take_away(c, err));
}

void
check_counts_clear(struct check *c)
{
    memset(c->counts, 0, c->county_count * slots(c) * c->sources * 4 * sizeof *c->counts);
}

void
check_counts_add(struct check *c)
{
    for (size_t u = 0; u < c->data.unit_count; u++) {
        size_t from = c->result.entry_first[u], to = c->result.entry_first[u + 1];

        if (to > from)
            add(c, county_of(c, c->data.units[u].county), c->result.entries + from, to - from, 1);
    }
}
