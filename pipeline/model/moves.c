#include "tidu/moves.h"

#include <stdlib.h>
#include <string.h>

const struct td_standing TD_NOWHERE = {.slot = -1};

const char *
td_cause_word(enum td_cause cause)
{
    static const char *const words[TD_CAUSES] = {"data", "link", "clock", "rule", "override"};

    return words[cause];
}

const char *
td_cause_title(enum td_cause cause)
{
    switch (cause) {
    case TD_BY_DATA:
        return TD_T("数据", "data");
    case TD_BY_LINK:
        return TD_T("匹配", "link");
    case TD_BY_CLOCK:
        return TD_T("日期", "clock");
    case TD_BY_RULE:
        return TD_T("规则", "rule");
    default:
        return TD_T("人工决定", "override");
    }
}

const char *
td_aspect_word(enum td_aspect aspect)
{
    static const char *const words[TD_ASPECTS] = {"tier", "seat", "verdict", "county", "place"};

    return words[aspect];
}

/* ---- the worlds -------------------------------------------------------------------------------- */
static bool
same_own(const struct td_own *a, const struct td_own *b)
{
    if (a == b)
        return true;
    if (!a || !b)
        return (a ? a : b)->slot < 0; /* two ways to be no candidate */
    return a->slot == b->slot && a->county == b->county && a->verdict == b->verdict && a->will == b->will &&
           a->held_place == b->held_place && memcmp(a->key, b->key, sizeof a->key) == 0 &&
           memcmp(a->group, b->group, sizeof a->group) == 0;
}

static bool
same_bounds(const struct td_pool_bounds *a, const struct td_pool_bounds *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct td_pool_bounds x = a ? a[i] : (struct td_pool_bounds){0, TD_POOL_NO_LIMIT};
        struct td_pool_bounds y = b ? b[i] : (struct td_pool_bounds){0, TD_POOL_NO_LIMIT};
        if (x.floor != y.floor || x.ceiling != y.ceiling)
            return false;
    }
    return true;
}

static bool
same_rules(const struct td_pool_rules *a, const struct td_pool_rules *b)
{
    return a->seats == b->seats && a->keep == b->keep && a->counties == b->counties && a->groups == b->groups &&
           same_bounds(a->of_county, b->of_county, a->counties) && same_bounds(a->of_group, b->of_group, a->groups);
}

static int
rules_of(int world)
{
    return world > TD_BY_RULE;
}

static bool
slot_differs(const struct td_moves *m, int world, size_t slot)
{
    if (world == 0 ||
        (rules_of(world) != rules_of(world - 1) && !same_rules(&m->rules[0][slot], &m->rules[1][slot])))
        return true;
    for (size_t i = 0; i < m->count; i++) {
        const struct td_own *a = m->firms[i].own[world - 1], *b = m->firms[i].own[world];
        if (((a && a->slot == (int)slot) || (b && b->slot == (int)slot)) && !same_own(a, b))
            return true;
    }
    return false;
}

static int
by_code(const void *a, const void *b)
{
    return strcmp(((const struct td_moves_firm *)a)->uscc, ((const struct td_moves_firm *)b)->uscc);
}

static void
set_standing(struct td_moves *m, int world, const struct td_pool_candidate *c)
{
    struct td_moves_firm wanted;

    memcpy(wanted.uscc, c->uscc, sizeof wanted.uscc);
    struct td_moves_firm *f = bsearch(&wanted, m->firms, m->count, sizeof *m->firms, by_code);
    if (c->place == 0)
        f->at[world] = TD_NOWHERE;
    else
        f->at[world] = (struct td_standing){.slot = f->own[world]->slot, .county = c->county,
                                            .verdict = f->own[world]->verdict, .seated = c->seated,
                                            .place = c->place, .county_place = c->county_place};
}

static size_t
gather(const struct td_moves *m, int world, size_t slot, struct td_pool_candidate *rows)
{
    size_t n = 0;

    for (size_t i = 0; i < m->count; i++) {
        const struct td_own *o = m->firms[i].own[world];
        if (!o || o->slot != (int)slot)
            continue;
        struct td_pool_candidate *c = &rows[n++];
        *c = (struct td_pool_candidate){.program = o->slot, .county = o->county, .group = o->group[rules_of(world)],
                                        .will = o->will, .held_place = o->held_place};
        memcpy(c->uscc, m->firms[i].uscc, sizeof c->uscc);
        memcpy(c->key, o->key, sizeof c->key);
    }
    return n;
}

/* Nobody's standing in a slot changes where nothing of it does. */
static void
keep_slot(struct td_moves *m, int world, size_t slot)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->firms[i].at[world - 1].slot == (int)slot)
            m->firms[i].at[world] = m->firms[i].at[world - 1];
}

void
td_moves_seat(struct td_moves *m)
{
    struct td_pool_candidate *rows = td_alloc(m->count + 1, sizeof *rows);

    qsort(m->firms, m->count, sizeof *m->firms, by_code);
    for (int world = 0; world < TD_WORLDS; world++) {
        for (size_t i = 0; i < m->count; i++)
            m->firms[i].at[world] = TD_NOWHERE;
        for (size_t slot = 0; slot < m->slots; slot++) {
            if (!slot_differs(m, world, slot)) {
                keep_slot(m, world, slot);
                continue;
            }
            size_t n = gather(m, world, slot, rows);
            if (n)
                td_pool_seat(&m->rules[rules_of(world)][slot], rows, n, NULL);
            for (size_t i = 0; i < n; i++)
                set_standing(m, world, &rows[i]);
        }
    }
    free(rows);
}

/* ---- moves ----------------------------------------------------------------------------------------- */
static int64_t
value_of(const struct td_standing *s, enum td_aspect aspect)
{
    switch (aspect) {
    case TD_MOVE_TIER:
        return s->slot;
    case TD_MOVE_SEAT:
        return s->seated ? s->slot : -1;
    case TD_MOVE_VERDICT:
        return s->slot < 0 ? -1 : s->verdict;
    case TD_MOVE_COUNTY:
        return s->slot < 0 ? -1 : s->county;
    default:
        return s->slot < 0 ? -1 : s->place;
    }
}

static bool
has_moved(const struct td_moves_firm *f, enum td_aspect aspect)
{
    bool one_list = f->was.slot >= 0 && f->was.slot == f->is.slot;

    return value_of(&f->was, aspect) != value_of(&f->is, aspect) &&
           (aspect == TD_MOVE_TIER || aspect == TD_MOVE_SEAT || one_list);
}

/* A place on another list is no place on this one. */
static bool
is_final(const struct td_moves_firm *f, int world, enum td_aspect aspect)
{
    return value_of(&f->at[world], aspect) == value_of(&f->is, aspect) &&
           (aspect != TD_MOVE_PLACE || f->at[world].slot == f->is.slot);
}

struct td_move
td_moves_of(const struct td_moves_firm *f, enum td_aspect aspect)
{
    struct td_move move = {.moved = has_moved(f, aspect)};
    int world = TD_WORLDS - 1;

    if (!move.moved)
        return move;
    while (world >= 0 && is_final(f, world, aspect))
        world--;
    /* Final in every world, and yet it stood otherwise: what ranked last night ranks otherwise today. And not
     * final tonight, as what is not among the firms takes part: nothing else is left to have changed. */
    if (world < 0 || world == TD_WORLDS - 1) {
        move.cause = TD_BY_RULE;
        return move;
    }
    move.cause = (enum td_cause)world;
    move.direct = !same_own(f->own[world], f->own[world + 1]);
    return move;
}
