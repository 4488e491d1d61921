/*
 * The check of all units: the record rules by kind and block (quality_states.c), then, unit by unit, what
 * departments say differently, units of money, counts and findings. Units go in fixed chunks to threads;
 * each chunk has its own output, and outputs are put together in the order of the chunks.
 */
#include "quality.h"

#include <stdlib.h>
#include <string.h>

#include <omp.h>

__extension__ typedef __int128 int128;

enum { CHUNK = 2048 }; /* units */

/* ---- order -------------------------------------------------------------------------------------------- */
static int
by_place(const void *a, const void *b)
{
    const struct td_quality_record *x = *(const struct td_quality_record *const *)a;
    const struct td_quality_record *y = *(const struct td_quality_record *const *)b;

    if (x->year != y->year)
        return x->year < y->year ? -1 : 1;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    int order = td_str_order(x->key, y->key);
    if (order == 0) /* two codes of one firm */
        order = x->order < y->order ? -1 : x->order > y->order;
    return order;
}

/* Records are many and units have few: counted into their units, then sorted within each. */
void
td_quality_sort(struct td_quality_data *data, enum td_quality_kind kind)
{
    struct td_quality_records *r = &data->records[kind];
    size_t own = td_quality_own(kind), *next = td_alloc(data->unit_count + 1, sizeof *next);
    struct td_quality_record *at = td_alloc(r->count + 1, sizeof *at);
    int64_t *values = td_alloc(r->count * own + 1, sizeof *values);
    const struct td_quality_record **order = td_alloc(r->count + 1, sizeof *order);

    free(r->first);
    r->first = td_alloc(data->unit_count + 1, sizeof *r->first);
    for (size_t i = 0; i < r->count; i++)
        r->first[r->at[i].unit + 1]++;
    for (size_t u = 0; u < data->unit_count; u++) {
        r->first[u + 1] += r->first[u];
        next[u] = r->first[u];
    }
    for (size_t i = 0; i < r->count; i++)
        order[next[r->at[i].unit]++] = &r->at[i];
    for (size_t u = 0; u < data->unit_count; u++)
        if (r->first[u + 1] - r->first[u] > 1)
            qsort(order + r->first[u], r->first[u + 1] - r->first[u], sizeof *order, by_place);
    for (size_t i = 0; i < r->count; i++) {
        at[i] = *order[i];
        memcpy(values + i * own, r->values + (size_t)(order[i] - r->at) * own, own * sizeof *values);
    }
    free(r->at);
    free(r->values);
    free(order);
    free(next);
    r->at = at;
    r->values = values;
}

void
td_quality_records_free(struct td_quality_records *r)
{
    free(r->at);
    free(r->values);
    free(r->first);
    *r = (struct td_quality_records){0};
}

/* ---- a chunk's output ------------------------------------------------------------------------------------ */
struct chunk {
    struct td_quality_finding *findings;
    size_t finding_count, finding_cap;
    struct td_quality_entry *entries;
    size_t entry_count, entry_cap;
    uint64_t figures, flagged;
};

struct worker { /* of one thread */
    const struct td_quality *q;
    const struct td_quality_data *data;
    uint8_t *const *states;
    struct chunk *out;
    size_t sources;
    /* counts of the unit at hand: slots × sources × 4, and which were touched */
    uint16_t *counts;
    uint32_t *touched;
    size_t touched_count, touched_cap;
    struct swap_found swap;
};

static void
count(struct worker *w, size_t slot, int32_t source, int state)
{
    static const int place[] = {[TD_MET] = 0, [TD_UNMET] = 1, [TD_UNKNOWN] = 2, [TD_MANUAL] = 2, [TD_NA] = 3};
    size_t at = slot * w->sources + (size_t)source;
    uint16_t *c = w->counts + at * 4;

    if (c[0] + c[1] + c[2] + c[3] == 0) {
        if (w->touched_count == w->touched_cap) {
            w->touched_cap = w->touched_cap ? 2 * w->touched_cap : 256;
            w->touched = td_realloc(w->touched, w->touched_cap, sizeof *w->touched);
        }
        w->touched[w->touched_count++] = (uint32_t)at;
    }
    if (c[place[state]] < UINT16_MAX)
        c[place[state]]++;
}

/* In the order in which they were first counted: records have an order, so that has one, too. */
static void
close_counts(struct worker *w)
{
    struct chunk *o = w->out;

    for (size_t i = 0; i < w->touched_count; i++) {
        uint16_t *c = w->counts + (size_t)w->touched[i] * 4;

        if (o->entry_count == o->entry_cap) {
            o->entry_cap = o->entry_cap ? 2 * o->entry_cap : 65536;
            o->entries = td_realloc(o->entries, o->entry_cap, sizeof *o->entries);
        }
        o->entries[o->entry_count++] = (struct td_quality_entry){
            (uint16_t)(w->touched[i] / w->sources), (uint16_t)(w->touched[i] % w->sources), {c[0], c[1], c[2], c[3]}};
        memset(c, 0, 4 * sizeof *c);
    }
    w->touched_count = 0;
}

static struct td_quality_finding *
find(struct worker *w, size_t unit, int rule, size_t record)
{
    struct chunk *o = w->out;

    if (o->finding_count == o->finding_cap) {
        o->finding_cap = o->finding_cap ? 2 * o->finding_cap : 256;
        o->findings = td_realloc(o->findings, o->finding_cap, sizeof *o->findings);
    }
    o->findings[o->finding_count] = (struct td_quality_finding){.unit = (uint32_t)unit,
                                                                .rule = (int16_t)rule,
                                                                .field = -1,
                                                                .other_field = -1,
                                                                .record = (int64_t)record,
                                                                .other = -1};
    return &o->findings[o->finding_count++];
}

/* ---- record rules ------------------------------------------------------------------------------------------ */
static void
check_record(struct worker *w, enum td_quality_kind kind, size_t unit, size_t record)
{
    const struct quality_kind_rules *k = &w->q->kinds[kind];
    const struct td_quality_record *r = &w->data->records[kind].at[record];
    const uint8_t *states = w->states[kind] + record * (size_t)k->rule_count;
    bool failed = false;

    for (int i = 0; i < k->rule_count; i++) {
        count(w, (size_t)(k->rule_first + i), r->source, states[i]);
        failed = failed || states[i] == TD_UNMET;
    }
    for (size_t f = 0; f < k->own; f++)
        count(w, td_quality_fill_slot(w->q, kind, f), r->source, r->known >> f & 1 ? TD_MET : TD_UNKNOWN);
    if (!failed)
        return;
    uint32_t suspects = quality_suspects(w->q, w->data, kind, record, states);
    for (int i = 0; i < k->rule_count; i++)
        if (states[i] == TD_UNMET)
            find(w, unit, k->rule_first + i, record)->suspects = suspects & w->q->rules[k->rule_first + i].facts;
}

/* ---- pairs --------------------------------------------------------------------------------------------------- */
static bool
near(const struct compare *c, int64_t a, int64_t b)
{
    int128 gap = a > b ? (int128)a - b : (int128)b - a;
    int128 size_a = a < 0 ? -(int128)a : a, size_b = b < 0 ? -(int128)b : b;
    int128 larger = size_a > size_b ? size_a : size_b;

    return gap <= c->absolute || gap * c->relative_den <= larger * c->relative_num;
}

/* Of a record that has the field: does any other department's record of the year tell the same? */
static void
compare_record(struct worker *w, const struct compare *c, size_t unit, size_t record)
{
    const struct td_quality_rule *rule = &w->q->rules[c->rule];
    const struct td_quality_records *all = &w->data->records[rule->kind];
    size_t own = w->q->kinds[rule->kind].own;
    const struct td_quality_record *me = &all->at[record];
    bool mine = me->known >> c->field & 1, theirs = me->known >> c->other & 1, any = false, failed = false;

    if (!mine && !theirs) {
        count(w, (size_t)c->rule, me->source, TD_NA);
        return;
    }
    for (size_t i = all->first[unit]; i < all->first[unit + 1]; i++) {
        const struct td_quality_record *r = &all->at[i];
        bool there = mine && (r->known >> c->other & 1), back = theirs && (r->known >> c->field & 1);
        bool fine = true;

        if (r->year != me->year || (c->field == c->other && (i == record || r->source == me->source)) || (!there && !back))
            continue;
        if (there)
            fine = near(c, all->values[record * own + (size_t)c->field], all->values[i * own + (size_t)c->other]);
        if (back && c->field != c->other)
            fine = fine && near(c, all->values[i * own + (size_t)c->field], all->values[record * own + (size_t)c->other]);
        any = true;
        failed = failed || !fine;
        /* each pair once: of the same field by the first of the two, of two fields by the one that has `field` */
        if (fine || (c->field == c->other ? i < record : !there))
            continue;
        if (there && near(c, all->values[record * own + (size_t)c->field], all->values[i * own + (size_t)c->other]))
            continue;
        struct td_quality_finding *f = find(w, unit, c->rule, record);
        f->other = (int64_t)i;
        f->field = (int16_t)c->field;
        f->other_field = (int16_t)c->other;
    }
    count(w, (size_t)c->rule, me->source, !any ? TD_UNKNOWN : failed ? TD_UNMET : TD_MET);
}

static void
compare_unit(struct worker *w, size_t unit)
{
    for (int c = 0; c < w->q->compare_count; c++) {
        const struct td_quality_records *all = &w->data->records[w->q->rules[w->q->compares[c].rule].kind];

        for (size_t i = all->first ? all->first[unit] : 1; all->first && i < all->first[unit + 1]; i++)
            compare_record(w, &w->q->compares[c], unit, i);
    }
}

/* ---- units of money --------------------------------------------------------------------------------------------- */
static void
swap_unit(struct worker *w, size_t unit)
{
    const struct td_quality_records *all = &w->data->records[TD_Q_FINANCE];
    const struct swap *s = &w->q->swap;

    if (s->rule < 0 || !all->first || all->first[unit] == all->first[unit + 1])
        return;
    quality_swap_unit(w->q, w->data, unit, &w->swap);
    for (size_t i = all->first[unit]; i < all->first[unit + 1]; i++)
        count(w, (size_t)s->rule, all->at[i].source, w->swap.states[i - all->first[unit]]);
    for (size_t i = 0; i < w->swap.count; i++) {
        struct td_quality_finding *f = find(w, unit, s->rule, w->swap.flags[i].record);

        f->field = (int16_t)w->swap.flags[i].field;
        f->factor = (int16_t)s->powers[w->swap.flags[i].shift];
    }
    w->out->flagged += w->swap.count;
}

static int
by_finding(const void *a, const void *b)
{
    const struct td_quality_finding *x = a, *y = b;
    const int64_t left[] = {x->rule, x->record, x->field, x->other}, right[] = {y->rule, y->record, y->field, y->other};

    for (int i = 0; i < 4; i++)
        if (left[i] != right[i])
            return left[i] < right[i] ? -1 : 1;
    return 0;
}

static void
check_unit(struct worker *w, size_t unit)
{
    size_t first = w->out->finding_count;

    for (int kind = 0; kind < TD_Q_KINDS; kind++) {
        const struct td_quality_records *r = &w->data->records[kind];

        for (size_t i = r->first ? r->first[unit] : 1; r->first && i < r->first[unit + 1]; i++)
            check_record(w, (enum td_quality_kind)kind, unit, i);
    }
    compare_unit(w, unit);
    swap_unit(w, unit);
    close_counts(w);
    if (w->out->finding_count - first > 1)
        qsort(w->out->findings + first, w->out->finding_count - first, sizeof *w->out->findings, by_finding);
}

/* ---- all units --------------------------------------------------------------------------------------------------- */
static void
join(struct td_quality_result *result, struct chunk *chunks, size_t count)
{
    size_t findings = 0, entries = 0;

    for (size_t i = 0; i < count; i++) {
        findings += chunks[i].finding_count;
        entries += chunks[i].entry_count;
    }
    result->findings = td_alloc(findings + 1, sizeof *result->findings);
    result->entries = td_alloc(entries + 1, sizeof *result->entries);
    entries = 0;
    for (size_t i = 0; i < count; i++) {
        struct chunk *c = &chunks[i];

        if (c->finding_count)
            memcpy(result->findings + result->finding_count, c->findings, c->finding_count * sizeof *c->findings);
        if (c->entry_count)
            memcpy(result->entries + entries, c->entries, c->entry_count * sizeof *c->entries);
        result->finding_count += c->finding_count;
        entries += c->entry_count;
        result->figures += c->figures;
        result->flagged += c->flagged;
        free(c->findings);
        free(c->entries);
    }
}

static size_t
source_count(const struct td_quality_data *data)
{
    int32_t most = 0;

    for (int kind = 0; kind < TD_Q_KINDS; kind++)
        for (size_t i = 0; i < data->records[kind].count; i++)
            if (data->records[kind].at[i].source > most)
                most = data->records[kind].at[i].source;
    return (size_t)most + 1;
}

static void
work(const struct td_quality *q, const struct td_quality_data *data, uint8_t *const *states, struct chunk *chunks, size_t sources,
     struct td_quality_result *result)
{
    struct worker w = {.q = q, .data = data, .states = states, .sources = sources};
    long count = (long)((data->unit_count + CHUNK - 1) / CHUNK);

    w.counts = td_alloc(td_quality_slots(q) * sources * 4, sizeof *w.counts);
#pragma omp for schedule(dynamic, 1)
    for (long c = 0; c < count; c++) {
        size_t from = (size_t)c * CHUNK, to = from + CHUNK < data->unit_count ? from + CHUNK : data->unit_count;

        w.out = &chunks[c];
        for (size_t u = from; u < to; u++) {
            size_t before = w.out->entry_count;

            check_unit(&w, u);
            result->entry_first[u + 1] = w.out->entry_count - before; /* a length for now */
        }
        w.out->figures = w.swap.figures;
        w.swap.figures = 0;
    }
    free(w.counts);
    free(w.touched);
    quality_swap_free(&w.swap);
}

void
td_quality_check(const struct td_quality *q, const struct td_quality_data *data, int threads, struct td_quality_result *result)
{
    size_t chunk_count = (data->unit_count + CHUNK - 1) / CHUNK, sources = source_count(data);
    struct chunk *chunks = td_alloc(chunk_count + 1, sizeof *chunks);
    uint8_t *states[TD_Q_KINDS];

    *result = (struct td_quality_result){.entry_first = td_alloc(data->unit_count + 1, sizeof *result->entry_first)};
    threads = threads > 0 ? threads : omp_get_max_threads();
    for (int kind = 0; kind < TD_Q_KINDS; kind++)
        states[kind] = quality_states(q, data, (enum td_quality_kind)kind, threads);
#pragma omp parallel num_threads(threads)
    work(q, data, states, chunks, sources, result);
    join(result, chunks, chunk_count);
    for (size_t u = 0; u < data->unit_count; u++)
        result->entry_first[u + 1] += result->entry_first[u];
    for (int kind = 0; kind < TD_Q_KINDS; kind++)
        free(states[kind]);
    free(chunks);
}

void
td_quality_result_free(struct td_quality_result *r)
{
    free(r->findings);
    free(r->entries);
    free(r->entry_first);
    *r = (struct td_quality_result){0};
}
