/* The facts and figures behind conditions, for pages that show them beside a firm's values. */
#include "tidu/show.h"

#include "explain.h"
#include "figures.h"

#include <stdlib.h>

/* Of the shown columns of a leaf, those that were not among the ones before. */
static int
nth_shown(const struct td_rules *r, const int range[2], size_t k)
{
    for (int i = range[0]; i < range[0] + range[1]; i++)
        if (!shown_before(r, range[0], i) && k-- == 0)
            return i;
    return -1;
}

size_t
td_shown_count(const struct td_rules *r, size_t program, size_t condition)
{
    const int *range = r->programs[program].shown[condition];
    size_t count = 0;

    for (int i = range[0]; i < range[0] + range[1]; i++)
        count += !shown_before(r, range[0], i);
    return count;
}

static enum td_shown_unit
unit_of(enum unit unit)
{
    switch (unit) {
    case UNIT_MONEY:
        return TD_SHOWN_MONEY;
    case UNIT_SHARE:
        return TD_SHOWN_SHARE;
    case UNIT_SCORE:
        return TD_SHOWN_SCORE;
    case UNIT_YEARS:
        return TD_SHOWN_YEARS;
    case UNIT_BOOL:
        return TD_SHOWN_BOOL;
    case UNIT_CODE:
        return TD_SHOWN_CODE;
    case UNIT_DATE:
        return TD_SHOWN_DATE;
    default:
        return TD_SHOWN_NUMBER;
    }
}

struct td_shown
td_shown_at(const struct td_rules *r, size_t program, size_t condition, size_t k)
{
    int at = nth_shown(r, r->programs[program].shown[condition], k);
    const struct shown *shown = &r->shown[at];
    struct td_shown out = {.slot = -1, .fact = TD_STR("size"), .title = shown_title(r, shown)};

    if (shown->fact < 0)
        return out;
    const struct fact *f = &r->facts[shown->fact];
    out.fact = f->name;
    out.unit = unit_of(f->unit);
    out.index = shown->index;
    out.none = f->lowers;
    out.of = f->years ? TD_SHOWN_YEAR : f->ages ? TD_SHOWN_AGE : f->range ? TD_SHOWN_RANGE : TD_SHOWN_NOW;
    if (shown->index < f->slot_count)
        out.slot = f->slots[shown->index];
    return out;
}

/* ---- thresholds ---------------------------------------------------------------------------------------- */
static bool
is_metric(const struct td_rules *r, struct td_str name)
{
    for (int i = 0; i < r->metric_count; i++)
        if (td_str_equal(r->metrics[i].name, name))
            return true;
    return false;
}

static void
take_figures(struct td_thresholds *out, const struct td_rules *r, size_t program, const struct figures *figures)
{
    for (int i = 0; i < figures->count; i++) {
        const struct figure *f = &figures->list[i];

        if (f->condition < 0 || f->measure != MEASURE_SHARE || !f->about || f->about->kind != EX_NAME ||
            !is_metric(r, f->about->name))
            continue;
        GROW(out->list, out->count, out->cap)[out->count] = (struct td_threshold){
            program, (size_t)f->condition, td_arena_str(&out->arena, f->about->name), td_arena_str(&out->arena, f->text),
            r->programs[program].conditions[f->condition].unconfirmed};
        out->count++;
    }
}

bool
td_thresholds_read(struct td_thresholds *out, const struct td_rules *r, const struct td_file_text *files, size_t count,
                   struct td_error *err)
{
    bool ok = true;

    for (int p = 0; ok && p < r->program_count; p++) {
        struct figures figures = {0};
        ok = figures_read(&figures, r, &r->programs[p], files, count, err);
        if (ok)
            take_figures(out, r, (size_t)p, &figures);
        figures_free(&figures);
    }
    return ok;
}

void
td_thresholds_free(struct td_thresholds *t)
{
    free(t->list);
    td_arena_free(&t->arena);
    *t = (struct td_thresholds){0};
}
