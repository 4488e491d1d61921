/*
 * Seating one program's candidates, in this order:
 *
 *   1. The list: by the judge's key, then the credit code. Who is held by a person stands at the place where it
 *      stood; who is excluded or removed has no place and no seat.
 *   2. Seats of the counties: largest remainder over their candidates, between floors and ceilings. Seats that
 *      overrides take count as a floor of their county.
 *   3. Overrides sit; then the floors of industries; then everyone in the order of the list while the county has a
 *      seat and the industry is below its ceiling.
 *   4. What a county cannot fill is handed over to those with candidates left (or kept), by largest remainder again.
 *
 * Where rules contradict each other on the night, overrides come before the city's rules, the counties' seats before
 * the industries' floors, ceilings before floors; each rule that gave way is named in the result.
 */
#include "pool_seat.h"

#include <stdlib.h>
#include <string.h>

/* ---- 1. the list --------------------------------------------------------------------------- */
static int
rank_of(const struct td_pool_candidate *c)
{
    if (c->will == TD_POOL_EXCLUDED || c->will == TD_POOL_REMOVED)
        return 2;
    return c->will == TD_POOL_HELD_SEATED || c->will == TD_POOL_HELD_OUT;
}

static int
row_order(const void *pa, const void *pb)
{
    const struct td_pool_candidate *a = pa, *b = pb;
    int order = rank_of(a) - rank_of(b);

    if (order == 0 && rank_of(a) == 1 && a->held_place != b->held_place)
        return a->held_place < b->held_place ? -1 : 1;
    if (order == 0)
        order = memcmp(a->key, b->key, TD_POOL_KEY_BYTES);
    return order ? order : strcmp(a->uscc, b->uscc);
}

/* Held ones go where they stood, or to the end of a list that has become shorter. Returns how many have a place. */
static size_t
order_rows(struct td_pool_candidate *rows, size_t count)
{
    size_t plain = 0, held = 0, at = 0;

    if (count)
        qsort(rows, count, sizeof *rows, row_order);
    while (plain < count && rank_of(&rows[plain]) == 0)
        plain++;
    while (plain + held < count && rank_of(&rows[plain + held]) == 1)
        held++;
    if (held) {
        struct td_pool_candidate *copy = td_alloc(plain + held, sizeof *copy);
        memcpy(copy, rows, (plain + held) * sizeof *copy);
        for (size_t p = 0, h = 0; p + h < plain + held; at++) {
            bool next_held = h < held && (p == plain || copy[plain + h].held_place <= (int32_t)at + 1);
            rows[at] = next_held ? copy[plain + h++] : copy[p++];
        }
        free(copy);
    }
    return plain + held;
}

static bool
sits_by_override(const struct td_pool_candidate *c)
{
    return c->will == TD_POOL_ADDED || c->will == TD_POOL_HELD_SEATED;
}

static void
place_rows(struct seating *s, size_t all)
{
    int32_t *places = td_alloc(s->counties, sizeof *places);

    for (size_t i = 0; i < all; i++) {
        struct td_pool_candidate *c = &s->rows[i];
        c->place = c->county_place = 0;
        c->seated = c->tie = false;
        c->reason = c->will == TD_POOL_REMOVED ? TD_POOL_NO_REMOVED : TD_POOL_NO_EXCLUDED;
        if (i >= s->count)
            continue;
        c->place = (int32_t)(i + 1);
        c->county_place = ++places[c->county];
        c->reason = TD_POOL_NO_CUT;
        if (c->will == TD_POOL_ADDED_BESIDE)
            continue;
        s->by_county[c->county].eligible++;
        s->must[c->county] += sits_by_override(c);
        if (c->group >= 0)
            s->by_group[c->group].eligible++;
    }
    free(places);
}

/* ---- 2. the counties' seats ----------------------------------------------------------------- */
void
seating_way(struct seating *s, enum td_pool_way way, int32_t index, int64_t asked, int64_t got)
{
    if (s->way_count == s->way_capacity) {
        s->way_capacity = s->way_capacity ? 2 * s->way_capacity : 8;
        s->ways = td_realloc(s->ways, s->way_capacity, sizeof *s->ways);
    }
    s->ways[s->way_count++] = (struct td_pool_gave_way){way, index, asked, got};
}

struct td_pool_bounds
seating_county(const struct seating *s, size_t county)
{
    return s->rules->of_county ? s->rules->of_county[county] : (struct td_pool_bounds){0, TD_POOL_NO_LIMIT};
}

/* More is asked for by floors and overrides than there is: overrides first, then floors in proportion. */
static void
cut_floors(struct seating *s, struct td_pool_claim *claims, int64_t floors, int64_t must)
{
    struct td_pool_claim *cut = td_alloc(s->counties, sizeof *cut);
    struct td_pool_given *given = td_alloc(s->counties, sizeof *given);

    if (must > s->seats) {
        seating_way(s, TD_POOL_WAY_SEATS, -1, s->seats, must);
        s->seats = must;
    }
    for (size_t c = 0; c < s->counties; c++)
        cut[c] = (struct td_pool_claim){claims[c].floor, s->must[c], claims[c].floor};
    td_pool_apportion(s->seats, cut, s->counties, given);
    for (size_t c = 0; c < s->counties; c++)
        claims[c].floor = given[c].seats;
    if (floors > s->seats)
        seating_way(s, TD_POOL_WAY_FLOORS, -1, floors, s->seats);
    free(given);
    free(cut);
}

static void
apportion_counties(struct seating *s)
{
    struct td_pool_claim *claims = td_alloc(s->counties, sizeof *claims);
    struct td_pool_given *given = td_alloc(s->counties, sizeof *given);
    int64_t floors = 0, must = 0;

    for (size_t c = 0; c < s->counties; c++) {
        struct td_pool_bounds b = seating_county(s, c);
        int64_t least = b.floor > s->must[c] ? b.floor : s->must[c], most = s->by_county[c].eligible;

        if (b.ceiling != TD_POOL_NO_LIMIT && s->must[c] > b.ceiling)
            seating_way(s, TD_POOL_WAY_CEILING, (int32_t)c, b.ceiling, s->must[c]);
        if (b.ceiling != TD_POOL_NO_LIMIT && most > b.ceiling)
            most = b.ceiling;
        claims[c] = (struct td_pool_claim){s->by_county[c].eligible, least, most > least ? most : least};
        floors += least;
        must += s->must[c];
    }
    if (floors > s->seats)
        cut_floors(s, claims, floors, must);
    td_pool_apportion(s->seats, claims, s->counties, given);
    for (size_t c = 0; c < s->counties; c++) {
        s->by_county[c].given = given[c];
        s->room[c] = given[c].seats;
    }
    free(given);
    free(claims);
}

/* ---- 3. who sits ------------------------------------------------------------------------------ */
bool
seating_open_group(const struct seating *s, int16_t group)
{
    return group < 0 || s->rules->of_group[group].ceiling == TD_POOL_NO_LIMIT ||
           s->by_group[group].seated < s->rules->of_group[group].ceiling;
}

void
seating_take(struct seating *s, size_t row)
{
    struct td_pool_candidate *c = &s->rows[row];

    c->seated = true;
    s->seated++;
    s->room[c->county]--;
    s->by_county[c->county].seated++;
    if (c->group >= 0)
        s->by_group[c->group].seated++;
}

static void
seat_overrides(struct seating *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct td_pool_candidate *c = &s->rows[i];
        if (sits_by_override(c)) {
            seating_take(s, i);
            c->reason = c->will == TD_POOL_ADDED ? TD_POOL_BY_ADD : TD_POOL_BY_HOLD;
        } else if (c->will == TD_POOL_ADDED_BESIDE) {
            c->seated = true;
            c->reason = TD_POOL_BY_BESIDE;
            s->by_county[c->county].beside++;
        } else if (c->will == TD_POOL_HELD_OUT) {
            c->reason = TD_POOL_NO_HOLD;
        }
    }
    for (size_t g = 0; g < s->groups; g++)
        if (s->rules->of_group[g].ceiling != TD_POOL_NO_LIMIT && s->by_group[g].seated > s->rules->of_group[g].ceiling)
            seating_way(s, TD_POOL_WAY_SECTOR, (int32_t)g, s->rules->of_group[g].ceiling, s->by_group[g].seated);
}

static void
seat_everyone(struct seating *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->rows[i].will == TD_POOL_PLAIN) {
            seating_take(s, i);
            s->rows[i].reason = TD_POOL_OPEN;
        }
    s->seats = s->seated;
}

/* ---- 5. reasons --------------------------------------------------------------------------------- */
/* `before`: those of the county ahead on the list that seats are counted for; `taken`: its seats of theirs. */
static uint8_t
why_seated(const struct seating *s, size_t row, int64_t before, int64_t taken)
{
    const struct td_pool_given *g = &s->by_county[s->rows[row].county].given;

    if (s->rows[row].reason == TD_POOL_HANDED)
        return TD_POOL_HANDED;
    if (s->floored[row] && before >= g->seats)
        return TD_POOL_INDUSTRY;
    if (g->bound == TD_POOL_AT_FLOOR && taken >= g->whole)
        return TD_POOL_FLOOR;
    return g->up && taken == g->seats - 1 ? TD_POOL_REMAINDER : TD_POOL_QUOTA;
}

static uint8_t
why_not(const struct seating *s, size_t row, int64_t before)
{
    const struct td_pool_candidate *c = &s->rows[row];
    const struct td_pool_county_seats *k = &s->by_county[c->county];
    int64_t ceiling = seating_county(s, (size_t)c->county).ceiling;
    bool left = s->seated < s->seats, passed = before < k->seated;

    if (!seating_open_group(s, c->group) && (passed || left || before < k->given.seats))
        return TD_POOL_NO_SECTOR;
    if (passed)
        return TD_POOL_NO_GAVE_WAY;
    if (ceiling != TD_POOL_NO_LIMIT && k->seated >= ceiling && (left || before < k->given.whole))
        return TD_POOL_NO_COUNTY;
    return TD_POOL_NO_CUT;
}

static void
give_reasons(struct seating *s)
{
    int64_t *before = td_alloc(2 * s->counties, sizeof *before), *taken = before + s->counties;

    for (size_t i = 0; i < s->count; i++) {
        struct td_pool_candidate *c = &s->rows[i];
        if (c->will == TD_POOL_PLAIN)
            c->reason = c->seated ? why_seated(s, i, before[c->county], taken[c->county]) : why_not(s, i, before[c->county]);
        if (c->will == TD_POOL_PLAIN || sits_by_override(c))
            before[c->county]++;
        taken[c->county] += c->seated && c->will != TD_POOL_ADDED_BESIDE && c->reason != TD_POOL_HANDED;
    }
    free(before);
}

/* Both sides of a cut that the keys do not tell apart are marked: the officer must see that the credit code alone
 * decided. Runs of equal keys within a county, found from its last row of the run seen so far. */
struct run {
    size_t first; /* row */
    bool in, out, any;
};

static void
mark_run(struct seating *s, const struct run *r, int16_t county)
{
    if (!r->any || !r->in || !r->out)
        return;
    for (size_t i = r->first; i < s->count; i++) {
        struct td_pool_candidate *c = &s->rows[i];
        if (c->county != county || c->will != TD_POOL_PLAIN)
            continue;
        if (memcmp(c->key, s->rows[r->first].key, TD_POOL_KEY_BYTES) != 0)
            return;
        c->tie = true;
    }
}

static void
mark_ties(struct seating *s)
{
    struct run *runs = td_alloc(s->counties, sizeof *runs);

    for (size_t i = 0; i < s->count; i++) {
        const struct td_pool_candidate *c = &s->rows[i];
        struct run *r = &runs[c->county];
        if (c->will != TD_POOL_PLAIN)
            continue;
        if (!r->any || memcmp(c->key, s->rows[r->first].key, TD_POOL_KEY_BYTES) != 0) {
            mark_run(s, r, c->county);
            *r = (struct run){.first = i, .any = true};
        }
        r->in = r->in || c->seated;
        r->out = r->out || !c->seated;
    }
    for (size_t c = 0; c < s->counties; c++)
        mark_run(s, &runs[c], (int16_t)c);
    free(runs);
}

/* ---- the whole -------------------------------------------------------------------------------- */
static void
seat_within(struct seating *s)
{
    apportion_counties(s);
    seat_overrides(s);
    seating_floors(s);
    seating_in_order(s, false);
    if (!s->rules->keep)
        seating_hand_over(s);
    give_reasons(s);
    mark_ties(s);
    for (size_t c = 0; c < s->counties; c++)
        if (s->by_county[c].seated < seating_county(s, c).floor && s->by_county[c].seated < s->by_county[c].given.seats)
            seating_way(s, TD_POOL_WAY_UNFILLED, (int32_t)c, seating_county(s, c).floor, s->by_county[c].seated);
}

void
td_pool_seat(const struct td_pool_rules *rules, struct td_pool_candidate *rows, size_t count,
             struct td_pool_seating *result)
{
    struct seating s = {.rules = rules, .rows = rows, .counties = rules->counties, .groups = rules->groups,
                        .seats = rules->seats};

    s.by_county = td_alloc(s.counties + 1, sizeof *s.by_county);
    s.by_group = td_alloc(s.groups + 1, sizeof *s.by_group);
    s.must = td_alloc(2 * s.counties + 1, sizeof *s.must);
    s.room = s.must + s.counties;
    s.floored = td_alloc(count + 1, sizeof *s.floored);
    s.count = order_rows(rows, count);
    place_rows(&s, count);
    if (rules->seats == TD_POOL_NO_LIMIT) {
        seat_overrides(&s);
        seat_everyone(&s);
    } else {
        seat_within(&s);
    }
    free(s.must);
    free(s.floored);
    struct td_pool_seating out = {s.by_county, s.by_group, s.ways, s.way_count, s.seats, s.seated, s.seats - s.seated};
    if (result)
        *result = out;
    else
        td_pool_seating_free(&out);
}

void
td_pool_seating_free(struct td_pool_seating *result)
{
    free(result->counties);
    free(result->groups);
    free(result->ways);
    *result = (struct td_pool_seating){0};
}
