/*
 * Filling the seats of the counties. The floors of industries come first: which seats of which county they take is a
 * flow (industry -> county, at most the industry's candidates there, at most the county's seats), begun in the order
 * of the list and then augmented, so that floors are missed only where no choice of counties could keep them. Within
 * an industry and county the better candidates always come first, so numbers are all that has to be found.
 */
#include "pool_seat.h"

#include <stdlib.h>
#include <string.h>

struct flow {
    size_t counties, groups;
    int64_t *want;  /* by group: still lacking */
    int64_t *there; /* group × county: candidates without a seat */
    int64_t *take;  /* group × county: of them, to be seated */
    int64_t *free;  /* by county: seats that the floors have not taken */
    int16_t *from;  /* by county: the group that reached it on the path, -1 = not reached */
    int16_t *back;  /* by group: the county that led to it, -1 = the start */
    bool *seen;     /* by group */
};

static bool
waits(const struct td_pool_candidate *c)
{
    return !c->seated && c->will == TD_POOL_PLAIN;
}

static void
flow_open(struct flow *f, const struct seating *s)
{
    size_t cells = s->groups * s->counties;

    *f = (struct flow){.counties = s->counties, .groups = s->groups};
    f->want = td_alloc(s->groups + 2 * cells + s->counties, sizeof *f->want);
    f->there = f->want + s->groups;
    f->take = f->there + cells;
    f->free = f->take + cells;
    f->from = td_alloc(s->counties + s->groups, sizeof *f->from);
    f->back = f->from + s->counties;
    f->seen = td_alloc(s->groups, sizeof *f->seen);
    for (size_t g = 0; g < s->groups; g++) {
        int64_t lacking = s->rules->of_group[g].floor - s->by_group[g].seated;
        f->want[g] = lacking > 0 ? lacking : 0;
    }
    memcpy(f->free, s->room, s->counties * sizeof *f->free);
}

static void
flow_close(struct flow *f)
{
    free(f->want);
    free(f->from);
    free(f->seen);
}

static void
flow_begin(struct flow *f, const struct seating *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct td_pool_candidate *c = &s->rows[i];
        if (!waits(c) || c->group < 0)
            continue;
        size_t cell = (size_t)c->group * f->counties + (size_t)c->county;
        f->there[cell]++;
        if (f->want[c->group] > 0 && f->free[c->county] > 0) {
            f->take[cell]++;
            f->want[c->group]--;
            f->free[c->county]--;
        }
    }
}

/* Groups reached from `group`, breadth first by repetition: there are few. The county with a free seat, or none. */
static int
find_path(struct flow *f, size_t group)
{
    bool grew = true;

    for (size_t c = 0; c < f->counties; c++)
        f->from[c] = -1;
    memset(f->seen, 0, f->groups * sizeof *f->seen);
    f->seen[group] = true;
    f->back[group] = -1;
    while (grew) {
        grew = false;
        for (size_t g = 0; g < f->groups; g++)
            for (size_t c = 0; f->seen[g] && c < f->counties; c++) {
                size_t cell = g * f->counties + c;
                if (f->from[c] >= 0 || f->take[cell] >= f->there[cell])
                    continue;
                f->from[c] = (int16_t)g;
                if (f->free[c] > 0)
                    return (int)c;
                grew = true;
                for (size_t other = 0; other < f->groups; other++)
                    if (!f->seen[other] && f->take[other * f->counties + c] > 0) {
                        f->seen[other] = true;
                        f->back[other] = (int16_t)c;
                    }
            }
    }
    return -1;
}

static void
augment(struct flow *f, size_t group, int county)
{
    f->free[county]--;
    f->want[group]--;
    for (int c = county;;) {
        int g = f->from[c];
        f->take[(size_t)g * f->counties + (size_t)c]++;
        if (f->back[g] < 0)
            return;
        c = f->back[g]; /* there the group gives a seat to whoever came from before */
        f->take[(size_t)g * f->counties + (size_t)c]--;
    }
}

void
seating_floors(struct seating *s)
{
    struct flow f;
    int county;

    if (s->groups == 0)
        return;
    flow_open(&f, s);
    flow_begin(&f, s);
    for (size_t g = 0; g < f.groups; g++)
        while (f.want[g] > 0 && (county = find_path(&f, g)) >= 0)
            augment(&f, g, county);
    for (size_t i = 0; i < s->count; i++) {
        const struct td_pool_candidate *c = &s->rows[i];
        if (!waits(c) || c->group < 0)
            continue;
        int64_t *take = &f.take[(size_t)c->group * f.counties + (size_t)c->county];
        if (*take == 0)
            continue;
        (*take)--;
        s->floored[i] = true;
        seating_take(s, i);
    }
    for (size_t g = 0; g < f.groups; g++) {
        s->by_group[g].missing = f.want[g];
        if (f.want[g] > 0)
            seating_way(s, TD_POOL_WAY_MINIMUM, (int32_t)g, s->rules->of_group[g].floor, s->by_group[g].seated);
    }
    flow_close(&f);
}

void
seating_in_order(struct seating *s, bool handed)
{
    for (size_t i = 0; i < s->count; i++) {
        struct td_pool_candidate *c = &s->rows[i];
        if (!waits(c) || s->room[c->county] <= 0 || !seating_open_group(s, c->group))
            continue;
        seating_take(s, i);
        if (handed) {
            c->reason = TD_POOL_HANDED;
            s->by_county[c->county].handed++;
        }
    }
}

/* By county: who could still be seated there. An industry's ceiling is shared, so this may be too many. */
static int64_t
count_claims(const struct seating *s, struct td_pool_claim *claims)
{
    int64_t all = 0;

    for (size_t c = 0; c < s->counties; c++)
        claims[c] = (struct td_pool_claim){.ceiling = 0};
    for (size_t i = 0; i < s->count; i++)
        if (waits(&s->rows[i]) && seating_open_group(s, s->rows[i].group))
            claims[s->rows[i].county].weight++;
    for (size_t c = 0; c < s->counties; c++) {
        struct td_pool_bounds b = seating_county(s, c);
        int64_t more = claims[c].weight;

        if (b.ceiling != TD_POOL_NO_LIMIT && b.ceiling - s->by_county[c].seated < more)
            more = b.ceiling - s->by_county[c].seated;
        claims[c].ceiling = more > 0 ? more : 0;
        if (claims[c].ceiling == 0)
            claims[c].weight = 0;
        all += claims[c].ceiling;
    }
    return all;
}

/* In rounds, as ceilings of industries may keep a county from using what it was handed. Each round seats somebody. */
void
seating_hand_over(struct seating *s)
{
    struct td_pool_claim *claims = td_alloc(s->counties, sizeof *claims);
    struct td_pool_given *given = td_alloc(s->counties, sizeof *given);

    while (s->seated < s->seats && count_claims(s, claims) > 0) {
        int64_t before = s->seated;

        td_pool_apportion(s->seats - s->seated, claims, s->counties, given);
        for (size_t c = 0; c < s->counties; c++)
            s->room[c] = given[c].seats;
        seating_in_order(s, true);
        if (s->seated == before)
            break;
    }
    free(given);
    free(claims);
}
