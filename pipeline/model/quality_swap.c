/*
 * Figures that are off by a unit: 元 written where 万元 is meant, and the like.
 *
 * A figure is compared, as a logarithm, with what ought to be near it: the same figure from another
 * department (same_figure), other years (history), fields of its own record (pairs), persons (per head), the
 * firms of its industry. Each reference votes, with a weight: "fits as it is", or "fits once divided by
 * 10,000", or says nothing. Four kinds of mistakes are tried:
 *   a field     one figure; all references count
 *   a column    the figure in all years of a department; its other years say nothing
 *   a row       all figures of a record; its own fields move together, so that pairs say nothing
 *   a delivery  all records of a department; neither its pairs nor its other years say anything
 * The mistake with the largest lead (votes for the unit less votes for the figure as it is) is taken if the
 * lead reaches the margin; its figures are corrected in thought, and all is counted again, until nothing
 * leads. So a wrong figure does not drag its right neighbours along. Nine firms in ten have no reference
 * that disagrees, and are done after one pass.
 */
#include "quality.h"

#include <stdlib.h>
#include <string.h>

enum { RECORDS_MAX = 64, ROUNDS_MAX = 64, HYPOTHESES = SHIFTS + 1, AS_IS = SHIFTS };

struct votes {
    int by[HYPOTHESES]; /* by shift; AS_IS: fits as it is */
};

struct firm {
    const struct td_quality *q;
    const struct td_quality_data *data;
    const struct td_quality_record *records;
    size_t first, count; /* at most RECORDS_MAX; more are not looked at */
    int fields;
    const struct td_quality_unit *unit;
    int32_t logs[RECORDS_MAX][FIGURES_MAX];
    int64_t values[RECORDS_MAX][FIGURES_MAX]; /* corrected in thought, as the logarithms are */
    int32_t heads[RECORDS_MAX]; /* logarithm of persons of the year; NO_LOG */
    int32_t sizes[TD_Q_SIZES];
    bool disagrees; /* some reference does not fit */
};

struct mistake {
    int lead, shift;
    int record, field; /* field -1: all of the record */
    bool all;          /* in all records of the department, of which `record` is the first */
};

static bool
money(const struct swap *s, int field)
{
    return s->money >> field & 1;
}

/* ---- votes ------------------------------------------------------------------------------------------ */
/* Which hypothesis brings a difference of logarithms into a band: -1 none. `sign` -1: the figure is the
 * one below the line. */
static int
fits(const struct swap *s, int32_t difference, int32_t least, int32_t most, int sign)
{
    int best = -1;
    int32_t nearest = 0;

    if (difference >= least && difference <= most)
        return AS_IS;
    for (int k = 0; k < s->shift_count; k++) {
        int32_t then = difference - sign * s->shifts[k], off = 2 * then - least - most;

        off = off < 0 ? -off : off;
        if (then < least || then > most || (best >= 0 && off >= nearest))
            continue;
        best = k;
        nearest = off;
    }
    return best;
}

static void
vote(struct firm *f, struct votes *v, int which, int weight)
{
    if (which >= 0)
        v->by[which] += weight;
    if (which != AS_IS)
        f->disagrees = true;
}

static bool
same_file(const struct td_quality_record *a, const struct td_quality_record *b)
{
    return a->source == b->source && a->batch == b->batch && a->line >> 40 == b->line >> 40;
}

/* Other departments' figures of the year, and the figures of other years: of the same department if it
 * has any. `apart`: the same department's records say nothing. */
static int
vote_outside(struct firm *f, int record, int field, bool apart, struct votes *v)
{
    const struct swap *s = &f->q->swap;
    const struct td_quality_record *me = &f->records[record];
    int32_t mine = f->logs[record][field];
    int references = 0;
    bool own_years = false;

    for (size_t i = 0; !apart && i < f->count; i++)
        own_years = own_years || (f->records[i].source == me->source && f->records[i].year != me->year &&
                                  f->logs[i][field] != NO_LOG);
    for (size_t i = 0; i < f->count; i++) {
        const struct td_quality_record *r = &f->records[i];
        bool same = same_file(r, me), year = r->year == me->year;
        int32_t other = f->logs[i][field], band = year ? s->same_figure : s->history;

        if (!year && (s->volatile_fields >> field & 1))
            continue;

        if ((int)i == record || other == NO_LOG || (apart && r->source == me->source) || (year && r->source == me->source) ||
            (!year && own_years && r->source != me->source))
            continue;
        vote(f, v, fits(s, mine - other, -band, band, 1), year ? s->w_same_figure : same ? s->w_same_file : s->w_other_file);
        references++;
    }
    return references;
}

static int
vote_firm(struct firm *f, int record, int field, struct votes *v)
{
    const struct swap *s = &f->q->swap;
    int32_t mine = f->logs[record][field];
    int references = 0;
    int32_t usual = s->size_of[field] >= 0 ? f->sizes[s->size_of[field]] : NO_LOG;

    if (field == f->q->revenue && f->heads[record] != NO_LOG) {
        vote(f, v, fits(s, mine - f->heads[record], s->head_least, s->head_most, 1), s->w_head);
        references++;
    }
    if (usual != NO_LOG) {
        vote(f, v, fits(s, mine - usual, -s->within, s->within, 1), s->w_industry);
        references++;
    }
    return references;
}

static int
vote_pairs(struct firm *f, int record, int field, struct votes *v)
{
    const struct swap *s = &f->q->swap;
    const int32_t *logs = f->logs[record];
    int references = 0;

    for (int p = 0; p < s->pair_count; p++) {
        const struct swap_pair *pair = &s->pairs[p];

        if ((pair->of != field && pair->to != field) || logs[pair->of] == NO_LOG || logs[pair->to] == NO_LOG)
            continue;
        vote(f, v, fits(s, logs[pair->of] - logs[pair->to], pair->least, pair->most, pair->of == field ? 1 : -1), s->w_pair);
        references++;
    }
    return references;
}

static int
vote_differences(struct firm *f, int record, int field, struct votes *v)
{
    const struct swap *s = &f->q->swap;
    const int32_t *logs = f->logs[record];
    int references = 0;

    for (int i = 0; i < s->difference_count; i++) {
        const struct swap_difference *d = &s->differences[i];

        if (d->of != field || logs[d->from] == NO_LOG || logs[d->less] == NO_LOG)
            continue;
        int32_t other = quality_log(f->values[record][d->from] - f->values[record][d->less]);
        if (other == NO_LOG || other < s->smallest)
            continue;
        vote(f, v, fits(s, logs[field] - other, -d->within, d->within, 1), s->w_difference);
        references++;
    }
    return references;
}

/* ---- mistakes ------------------------------------------------------------------------------------------ */
static void
consider(struct mistake *best, const struct votes *v, const struct swap *s, struct mistake m)
{
    for (int k = 0; k < s->shift_count; k++) {
        int lead = v->by[k] - v->by[AS_IS];

        if (v->by[k] == 0 || lead < s->margin || lead <= best->lead)
            continue;
        *best = m;
        best->lead = lead;
        best->shift = k;
    }
}

static void
try_fields(struct firm *f, struct mistake *best)
{
    for (int r = 0; r < (int)f->count; r++)
        for (int i = 0; i < f->fields; i++) {
            struct votes v = {{0}};

            if (!money(&f->q->swap, i) || f->logs[r][i] == NO_LOG)
                continue;
            vote_outside(f, r, i, false, &v);
            vote_firm(f, r, i, &v);
            vote_pairs(f, r, i, &v);
            vote_differences(f, r, i, &v);
            consider(best, &v, &f->q->swap, (struct mistake){.record = r, .field = i});
        }
}

/* What other departments say of the figures of a record. */
static void
vote_others(struct firm *f, int record, struct votes *v)
{
    for (int i = 0; i < f->fields; i++)
        if (money(&f->q->swap, i) && f->logs[record][i] != NO_LOG)
            vote_outside(f, record, i, true, v);
}

/* What persons and the industry say of the firm's size: once, by its revenue, else by another figure. */
static void
vote_size(struct firm *f, int record, struct votes *v)
{
    int field = f->q->revenue;

    for (int i = 0; i < f->fields && f->logs[record][field] == NO_LOG; i++)
        if (f->q->swap.size_of[i] >= 0 && f->logs[record][i] != NO_LOG)
            field = i;
    if (f->logs[record][field] != NO_LOG)
        vote_firm(f, record, field, v);
}

/* Adds up a record's votes; returns how many of its figures are known. */
static int
vote_row(struct firm *f, int record, struct votes *v)
{
    int figures = 0;

    for (int i = 0; i < f->fields; i++) {
        if (!money(&f->q->swap, i) || f->logs[record][i] == NO_LOG)
            continue;
        vote_outside(f, record, i, false, v);
        vote_firm(f, record, i, v);
        figures++;
    }
    return figures;
}

static void
try_rows(struct firm *f, struct mistake *best)
{
    for (int r = 0; r < (int)f->count; r++) {
        struct votes v = {{0}};

        if (vote_row(f, r, &v) > 1)
            consider(best, &v, &f->q->swap, (struct mistake){.record = r, .field = -1});
    }
}

/* The first record of its department, which has several. */
static bool
leads(const struct firm *f, int record)
{
    int records = 0;

    for (int i = 0; i < (int)f->count; i++) {
        if (f->records[i].source != f->records[record].source)
            continue;
        if (i < record)
            return false;
        records++;
    }
    return records > 1;
}

static void
try_columns(struct firm *f, int record, struct mistake *best)
{
    for (int i = 0; i < f->fields; i++) {
        struct votes v = {{0}};
        int figures = 0, last = record;

        for (int r = record; r < (int)f->count; r++) {
            if (f->records[r].source != f->records[record].source || !money(&f->q->swap, i) || f->logs[r][i] == NO_LOG)
                continue;
            vote_outside(f, r, i, true, &v);
            vote_pairs(f, r, i, &v);
            vote_differences(f, r, i, &v);
            last = r;
            figures++;
        }
        if (figures > 1) /* persons and industry say the same every year: they count once */
            vote_firm(f, last, i, &v);
        if (figures > 1)
            consider(best, &v, &f->q->swap, (struct mistake){.record = record, .field = i, .all = true});
    }
}

static void
try_deliveries(struct firm *f, struct mistake *best)
{
    for (int r = 0; r < (int)f->count; r++) {
        struct votes v = {{0}};

        if (!leads(f, r))
            continue;
        try_columns(f, r, best);
        int last = r;
        for (int i = r; i < (int)f->count; i++) {
            if (f->records[i].source != f->records[r].source)
                continue;
            vote_others(f, i, &v);
            last = i;
        }
        vote_size(f, last, &v);
        consider(best, &v, &f->q->swap, (struct mistake){.record = r, .field = -1, .all = true});
    }
}

/* ---- what is taken ------------------------------------------------------------------------------------- */
static int64_t
without(int64_t value, int power)
{
    for (; power > 0; power--)
        value /= 10;
    for (; power < 0; power++)
        value = value > INT64_MAX / 40 || value < -INT64_MAX / 40 ? value : value * 10;
    return value;
}

static void
flag(struct firm *f, int record, int field, int shift, struct swap_found *found)
{
    if (!money(&f->q->swap, field) || f->logs[record][field] == NO_LOG)
        return;
    f->logs[record][field] -= f->q->swap.shifts[shift];
    f->values[record][field] = without(f->values[record][field], f->q->swap.powers[shift]);
    if (found->count == found->cap) {
        found->cap = found->cap ? 2 * found->cap : 64;
        found->flags = td_realloc(found->flags, found->cap, sizeof *found->flags);
    }
    found->flags[found->count++] = (struct swap_flag){f->first + (size_t)record, field, shift};
    found->states[record] = TD_UNMET;
}

static void
take(struct firm *f, const struct mistake *m, struct swap_found *found)
{
    for (int r = 0; r < (int)f->count; r++) {
        if (r != m->record && !(m->all && f->records[r].source == f->records[m->record].source))
            continue;
        for (int i = 0; i < f->fields; i++)
            if (m->field < 0 || i == m->field)
                flag(f, r, i, m->shift, found);
    }
}

/* Figures that several mistakes have moved (there and back again, or twice) are no finding of a unit. */
static void
settle(struct swap_found *found)
{
    size_t kept = 0;

    for (size_t i = 0; i < found->count; i++) {
        bool twice = false;

        for (size_t k = 0; k < found->count; k++)
            twice = twice || (k != i && found->flags[k].record == found->flags[i].record &&
                              found->flags[k].field == found->flags[i].field);
        if (!twice)
            found->flags[kept++] = found->flags[i];
    }
    found->count = kept;
}

/* ---- the firm ------------------------------------------------------------------------------------------- */
/* Employees, else those insured; of several departments the most. */
static int32_t
head_log(const struct firm *f, size_t unit, int32_t year)
{
    const struct td_quality_records *staff = &f->data->records[TD_Q_STAFF];
    const int fields[] = {f->q->employees, f->q->insured};
    size_t own = f->q->kinds[TD_Q_STAFF].own;

    for (int k = 0; k < 2; k++) {
        int64_t most = 0;

        for (size_t i = staff->first ? staff->first[unit] : 1; staff->first && i < staff->first[unit + 1]; i++) {
            int64_t v = staff->values[i * own + (size_t)fields[k]];

            if (staff->at[i].year == year && (staff->at[i].known >> fields[k] & 1) && v > most)
                most = v;
        }
        if (most > 0)
            return quality_log(most);
    }
    return NO_LOG;
}

static void
open_firm(struct firm *f, size_t unit, struct swap_found *found)
{
    const struct td_quality_records *r = &f->data->records[TD_Q_FINANCE];
    const struct swap *s = &f->q->swap;
    size_t own = (size_t)f->fields;

    f->first = r->first[unit];
    f->count = r->first[unit + 1] - f->first;
    f->records = r->at + f->first;
    f->unit = &f->data->units[unit];
    if (f->count > found->state_cap) {
        found->state_cap = f->count;
        found->states = td_realloc(found->states, found->state_cap, 1);
    }
    memset(found->states, TD_UNKNOWN, f->count);
    f->count = f->count < RECORDS_MAX ? f->count : RECORDS_MAX;
    for (size_t i = 0; i < f->count; i++) {
        f->heads[i] = head_log(f, unit, f->records[i].year);
        for (int k = 0; k < f->fields && k < FIGURES_MAX; k++) {
            int32_t log = money(s, k) && (f->records[i].known >> k & 1) ? quality_log(r->values[(f->first + i) * own + (size_t)k]) : NO_LOG;
            f->logs[i][k] = log != NO_LOG && log >= s->smallest ? log : NO_LOG;
            f->values[i][k] = r->values[(f->first + i) * own + (size_t)k];
        }
    }
    for (int k = 0; k < TD_Q_SIZES; k++)
        f->sizes[k] = quality_size_log(f->data->sizes, f->unit, k);
}

/* One pass over all references: does any disagree, and which records have figures that any can speak for? */
static void
look(struct firm *f, struct swap_found *found)
{
    f->disagrees = false;
    for (int r = 0; r < (int)f->count; r++)
        for (int i = 0; i < f->fields; i++) {
            struct votes v = {{0}};

            if (!money(&f->q->swap, i) || f->logs[r][i] == NO_LOG)
                continue;
            found->figures++;
            if (vote_outside(f, r, i, false, &v) + vote_firm(f, r, i, &v) + vote_pairs(f, r, i, &v) +
                    vote_differences(f, r, i, &v) > 0)
                found->states[r] = TD_MET;
        }
}

void
quality_swap_unit(const struct td_quality *q, const struct td_quality_data *data, size_t unit, struct swap_found *found)
{
    struct firm f = {.q = q, .data = data, .fields = (int)q->kinds[TD_Q_FINANCE].own};

    found->count = 0;
    open_firm(&f, unit, found);
    look(&f, found);
    for (int round = 0; f.disagrees && round < ROUNDS_MAX; round++) {
        struct mistake best = {0};

        try_fields(&f, &best);
        try_rows(&f, &best);
        try_deliveries(&f, &best);
        if (best.lead == 0)
            break;
        take(&f, &best, found);
    }
    settle(found);
    for (size_t r = 0; r < f.count; r++)
        if (found->states[r] == TD_UNMET)
            found->states[r] = TD_MET;
    for (size_t i = 0; i < found->count; i++)
        found->states[found->flags[i].record - f.first] = TD_UNMET;
}

void
quality_swap_free(struct swap_found *found)
{
    free(found->flags);
    free(found->states);
    *found = (struct swap_found){0};
}
