/*
 * Records into memory, on two connections side by side: the finance records take as long as all the others.
 * Each lane numbers the firms that it meets; then the numbers of the second are turned into those of the
 * first.
 */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include <omp.h>

enum { HEAD = 5 }; /* firm, source, batch, line, key (none: the year, its first field, is the key) */
enum { REGISTRY_COLUMNS = 2 }; /* county and industry, behind the fields */

static const enum td_quality_kind lane_kinds[CHECK_LANES][TD_Q_KINDS] = {
    {TD_Q_FINANCE},
    {TD_Q_REGISTRY, TD_Q_STAFF, TD_Q_IP, TD_Q_TITLE, TD_Q_PRODUCT, TD_Q_EQUITY, TD_Q_CONDUCT},
};
static const int lane_counts[CHECK_LANES] = {1, 7};

struct lane { /* firms by the order in which they came */
    struct td_arena *texts;
    struct td_quality_unit *units;
    size_t unit_count, unit_cap;
    int32_t *registry_source; /* whose record the unit's attributes are of; of several the first */
    uint32_t *table, last; /* last: the unit before this record's, mostly the same */
    size_t mask;
};

/* ---- firms -------------------------------------------------------------------------------------------- */
static void
lane_grow(struct lane *l)
{
    size_t size = (l->mask + 1) * 2;

    free(l->table);
    l->table = td_alloc(size, sizeof *l->table);
    l->mask = size - 1;
    for (size_t i = 0; i < l->unit_count; i++) {
        size_t at = (size_t)td_hash64(l->units[i].uscc.at, l->units[i].uscc.len, 0) & l->mask;

        while (l->table[at])
            at = (at + 1) & l->mask;
        l->table[at] = (uint32_t)i + 1;
    }
}

static uint32_t
lane_unit(struct lane *l, struct td_str uscc)
{
    if (l->last < l->unit_count && td_str_equal(l->units[l->last].uscc, uscc))
        return l->last;
    size_t at = (size_t)td_hash64(uscc.at, uscc.len, 0) & l->mask;
    for (; l->table[at]; at = (at + 1) & l->mask)
        if (td_str_equal(l->units[l->table[at] - 1].uscc, uscc))
            return l->last = l->table[at] - 1;
    if (l->unit_count == l->unit_cap) {
        l->unit_cap = l->unit_cap ? 2 * l->unit_cap : 4096;
        l->units = td_realloc(l->units, l->unit_cap, sizeof *l->units);
        l->registry_source = td_realloc(l->registry_source, l->unit_cap, sizeof *l->registry_source);
    }
    l->registry_source[l->unit_count] = INT32_MAX;
    l->units[l->unit_count] = (struct td_quality_unit){
        .uscc = td_arena_str(l->texts, uscc),
        .individual = uscc.len == 18 && uscc.at[0] == '9' && (uscc.at[1] == '2' || uscc.at[1] == '3')};
    l->table[at] = (uint32_t)++l->unit_count;
    if (l->unit_count * 2 > l->mask)
        lane_grow(l);
    return l->last = (uint32_t)l->unit_count - 1;
}

static struct td_str
cell_text(struct td_cell c)
{
    return (struct td_str){c.at, c.len > 0 ? (size_t)c.len : 0};
}

/* ---- records ------------------------------------------------------------------------------------------- */
static void
take_registry(struct lane *l, const struct td_quality_record *r, const int64_t *values, const struct td_cell *more)
{
    struct td_quality_unit *u = &l->units[r->unit];
    struct td_str industry = cell_text(more[1]);

    if (r->source >= l->registry_source[r->unit])
        return;
    l->registry_source[r->unit] = r->source;
    u->county = more[0].len > 0 ? td_arena_str(l->texts, cell_text(more[0])) : (struct td_str){0};
    u->has_established = r->known & 1;
    u->established = values[0];
    u->has_capital = r->known >> 2 & 1;
    u->capital = values[2];
    u->has_industry = industry.len > 0 && td_industry_value(industry, &u->industry);
    memset(u->division, 0, sizeof u->division);
    if (industry.len >= 3)
        memcpy(u->division, industry.at, 3);
}

static void
take_record(struct lane *l, struct td_quality_records *records, size_t *cap, enum td_quality_kind kind, size_t own,
            const struct td_cell *cells)
{
    if (records->count == *cap) {
        *cap = *cap ? 2 * *cap : 4096;
        records->at = td_realloc(records->at, *cap, sizeof *records->at);
        records->values = td_realloc(records->values, *cap * own, sizeof *records->values);
    }
    struct td_quality_record *r = &records->at[records->count];
    int64_t *values = records->values + records->count * own;
    struct td_str key = cell_text(cells[4]);

    *r = (struct td_quality_record){.unit = lane_unit(l, cell_text(cells[0])),
                                    .source = td_cell_int4(cells[1]),
                                    .batch = td_cell_int8(cells[2]),
                                    .line = td_cell_int8(cells[3]),
                                    .year = cells[4].len < 0 ? (int32_t)td_cell_int8(cells[HEAD]) : 0};
    r->order = (uint64_t)r->batch << 44 ^ (uint64_t)r->line;
    /* a year is its own key, and there are a hundred of them */
    r->key = r->year ? (struct td_str){0} : td_arena_str(l->texts, key);
    for (size_t i = 0; i < own; i++) {
        struct td_cell c = cells[HEAD + i];

        values[i] = c.len >= 0 ? td_cell_int8(c) : 0;
        r->known |= (uint32_t)(c.len >= 0) << i;
    }
    records->count++;
    if (kind == TD_Q_REGISTRY)
        take_registry(l, r, values, cells + HEAD + own);
}

static bool
read_kind(struct check *c, struct lane *l, int lane, enum td_quality_kind kind, struct td_error *err)
{
    struct td_copy_out copy = {0};
    size_t own = td_quality_own(kind), cap = 0;
    size_t columns = HEAD + own + (kind == TD_Q_REGISTRY ? REGISTRY_COLUMNS : 0);
    char script[32] = "quality/";
    bool got = true;

    strcat(script, td_quality_dataset(kind));
    bool ok = td_copy_out_open(&copy, c->readers[lane], script, NULL, err);
    if (ok && (size_t)copy.columns != columns)
        ok = td_fail(err, TD_E_INTERNAL, TD_T("%s 的列数不是 %zu", "%s has not %zu columns"), script, columns);
    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got)
            take_record(l, &c->data.records[kind], &cap, kind, own, copy.cells);
        if (ok && got && copy.rows % 65536 == 0)
            ok = !td_stopping(err);
    }
    td_copy_out_close(&copy);
    return ok || td_in(err, TD_T("读取 %s", "reading %s"), td_quality_dataset_title(kind));
}

static bool
read_lane(struct check *c, struct lane *l, int lane, const char *from, const char *until, struct td_error *err)
{
    struct td_db *db = c->readers[lane];
    const char *which = !c->full ? "off" : c->bounds.count ? "range" : "on";
    bool ok = td_db_setting(db, "tidu.full", which, err) && td_db_setting(db, "tidu.from", from, err) &&
              td_db_setting(db, "tidu.until", until, err);

    *l = (struct lane){.texts = &c->texts[lane], .mask = 511};
    lane_grow(l);
    for (int k = 0; ok && k < lane_counts[lane]; k++) {
        enum td_quality_kind kind = lane_kinds[lane][k];

        if (!c->sizing || kind == TD_Q_FINANCE || kind == TD_Q_REGISTRY)
            ok = read_kind(c, l, lane, kind, err);
    }
    return ok;
}

/* The registry's lane has nearly all firms: the others are added to it. */
static void
merge_lanes(struct check *c, struct lane lanes[CHECK_LANES])
{
    struct lane *all = &lanes[1];
    uint32_t *now = td_alloc(lanes[0].unit_count + 1, sizeof *now);

    for (size_t i = 0; i < lanes[0].unit_count; i++)
        now[i] = lane_unit(all, lanes[0].units[i].uscc);
    for (int k = 0; k < lane_counts[0]; k++) {
        struct td_quality_records *r = &c->data.records[lane_kinds[0][k]];

        for (size_t i = 0; i < r->count; i++)
            r->at[i].unit = now[r->at[i].unit];
    }
    free(now);
    c->data.units = all->units;
    c->data.unit_count = all->unit_count;
    all->units = NULL;
    for (int i = 0; i < CHECK_LANES; i++) {
        free(lanes[i].units);
        free(lanes[i].registry_source);
        free(lanes[i].table);
    }
}

bool
check_open_readers(struct check *c, struct td_error *err)
{
    for (int i = 0; i < CHECK_LANES; i++)
        if (!td_run_connect(c->run, "check", &c->readers[i], err))
            return false;
    return true;
}

bool
check_read(struct check *c, const char *from, const char *until, check_beside_fn *beside, struct td_error *err)
{
    const int threads = beside ? CHECK_LANES + 1 : CHECK_LANES;
    struct lane lanes[CHECK_LANES];
    struct td_error errors[CHECK_LANES + 1] = {0};
    bool ok = true;

    check_read_free(c);
#pragma omp parallel for num_threads(threads) schedule(static, 1)
    for (int i = 0; i < threads; i++) {
        bool fine = i < CHECK_LANES ? read_lane(c, &lanes[i], i, from, until, &errors[i]) : beside(c, &errors[i]);
#pragma omp critical
        ok = ok && fine;
    }
    merge_lanes(c, lanes);
    for (int i = 0; i < threads && !err->code; i++)
        if (errors[i].code)
            *err = errors[i];
#pragma omp parallel for num_threads(CHECK_LANES) schedule(dynamic, 1)
    for (int kind = 0; kind < TD_Q_KINDS; kind++)
        td_quality_sort(&c->data, (enum td_quality_kind)kind);
    return ok;
}

void
check_read_free(struct check *c)
{
    for (int kind = 0; kind < TD_Q_KINDS; kind++)
        td_quality_records_free(&c->data.records[kind]);
    free(c->data.units);
    c->data.units = NULL;
    c->data.unit_count = 0;
    for (int i = 0; i < CHECK_LANES; i++)
        td_arena_free(&c->texts[i]);
}
