/*
 * `seats` of a profile: a tier's number, or a share of a larger one, with floors and ceilings of counties and
 * industries. What contradicts itself whatever the candidates are is refused here, with its place; what only a
 * night's candidates bring about gives way there (tidu/pool.h).
 */
#include "profile_read.h"

#include "tidu/industry.h"

#include <inttypes.h>

enum { SEATS_MAX = 10000000, AMONG_MAX = 100000 };
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct seats_reader {
    struct profile_reader *r;
    struct td_seats *s;
    struct td_pool_bounds *counties; /* and the one that is not known */
};

/* {floor, ceiling, seats}: seats is both at once. */
static bool
read_bounds(const struct td_yaml *map, struct td_pool_bounds *b, struct td_error *err)
{
    static const char *const keys[] = {"floor", "ceiling", "seats"};
    const struct td_yaml *floor = td_yaml_get(map, "floor"), *ceiling = td_yaml_get(map, "ceiling");
    const struct td_yaml *both = td_yaml_get(map, "seats");

    if (!td_yaml_expect(map, TD_YAML_MAP, "floor, ceiling", err) || !td_yaml_known(map, keys, COUNT(keys), err))
        return false;
    if (both && (floor || ceiling))
        return td_yaml_fail(td_yaml_key(map, "seats"), err,
                            TD_T("seats 与 floor、ceiling 不能同时给出", "seats stands for floor and ceiling: give it alone"));
    if (both && !td_yaml_int(both, "seats", 0, SEATS_MAX, &b->floor, err))
        return false;
    if (both)
        b->ceiling = b->floor;
    if (floor && !td_yaml_int(floor, "floor", 0, SEATS_MAX, &b->floor, err))
        return false;
    if (ceiling && !td_yaml_int(ceiling, "ceiling", 0, SEATS_MAX, &b->ceiling, err))
        return false;
    if (b->ceiling != TD_POOL_NO_LIMIT && b->floor > b->ceiling)
        return td_yaml_fail(map, err, TD_T("下限 %" PRId64 " 高于上限 %" PRId64, "the floor %" PRId64 " is above the ceiling %" PRId64),
                            b->floor, b->ceiling);
    return true;
}

static bool
read_county(struct seats_reader *x, const struct td_yaml *key, const struct td_yaml *value, struct td_error *err)
{
    const struct td_profile *p = x->r->profile;

    for (size_t i = 0; i < p->county_count; i++)
        if (td_str_equal(p->counties[i].code, key->text) || td_str_equal(p->counties[i].name, key->text))
            return read_bounds(value, &x->counties[i], err);
    td_yaml_fail(key, err, TD_T("“%s”不是 counties 中的区县", "\"%s\" is none of the counties"), key->text.at);
    return td_hint(err, "%s", TD_T("写代码或名称", "give its code or its name"));
}

static bool
read_counties(struct seats_reader *x, const struct td_yaml *map, struct td_error *err)
{
    const struct td_yaml *all = td_yaml_get(map, "county"), *own = td_yaml_get(map, "counties");
    size_t count = x->r->profile->county_count;

    x->counties = td_arena_alloc(x->r->arena, count + 1, sizeof *x->counties);
    x->s->rules.of_county = x->counties;
    for (size_t i = 0; i <= count; i++)
        x->counties[i].ceiling = TD_POOL_NO_LIMIT;
    for (size_t i = 0; all && i < count; i++)
        if (!read_bounds(all, &x->counties[i], err))
            return false;
    if (own && !td_yaml_expect(own, TD_YAML_MAP, "counties", err))
        return false;
    for (size_t i = 0; own && i < own->count; i++)
        if (!read_county(x, own->keys[i], own->items[i], err))
            return false;
    return true;
}

static bool
overlaps(struct td_str a, struct td_str b)
{
    return td_str_starts(a, b) || td_str_starts(b, a);
}

static bool
read_industries(struct seats_reader *x, const struct td_yaml *map, struct td_error *err)
{
    struct td_seats *s = x->s;
    struct td_pool_bounds *bounds;

    if (!map)
        return true;
    if (!td_yaml_expect(map, TD_YAML_MAP, "industry", err))
        return false;
    if (map->count > TD_POOL_GROUPS_MAX)
        return td_yaml_fail(map, err, TD_T("行业超过 %d 个", "more than %d industries"), TD_POOL_GROUPS_MAX);
    s->industries = td_arena_alloc(x->r->arena, map->count, sizeof *s->industries);
    bounds = td_arena_alloc(x->r->arena, map->count, sizeof *bounds);
    s->rules.of_group = bounds;
    for (size_t i = 0; i < map->count; i++) {
        const struct td_industry *entry = NULL;

        if (td_industry_parse(map->keys[i]->text, &entry) != TD_FAULT_NONE)
            return td_yaml_fail(map->keys[i], err, TD_T("“%s”不是 GB/T 4754 的代码", "\"%s\" is no code of GB/T 4754"),
                                map->keys[i]->text.at);
        s->industries[i] = td_str(entry->code);
        for (size_t k = 0; k < i; k++)
            if (overlaps(s->industries[i], s->industries[k]))
                return td_yaml_fail(map->keys[i], err, TD_T("行业 %s 与 %s 重叠，同一企业会算两次", "%s and %s overlap: a firm would count twice"),
                                    entry->code, s->industries[k].at);
        bounds[i].ceiling = TD_POOL_NO_LIMIT;
        if (!read_bounds(map->items[i], &bounds[i], err))
            return false;
        s->rules.groups++;
    }
    return true;
}

static bool
read_number(struct seats_reader *x, const struct td_yaml *map, struct td_error *err)
{
    static const char *const rounds[] = {"down", "nearest", "up"};
    const struct td_yaml *of = td_yaml_get(map, "of"), *among = td_yaml_get(map, "among"), *round = td_yaml_get(map, "round");
    const struct td_yaml *seats = td_yaml_get(map, "seats");
    struct td_seats *s = x->s;
    size_t at = TD_POOL_DOWN;

    if (!of && !among && !round)
        return td_yaml_need(map, "seats", &seats, err) && td_yaml_int(seats, "seats", 0, SEATS_MAX, &s->rules.seats, err);
    if (seats)
        return td_yaml_fail(td_yaml_key(map, "seats"), err,
                            TD_T("seats 与 of、among 只能给出一种", "give either seats or of and among"));
    if (!td_yaml_need(map, "of", &of, err) || !td_yaml_need(map, "among", &among, err) ||
        !td_yaml_int(of, "of", 0, SEATS_MAX, &s->of, err) || !td_yaml_int(among, "among", 1, AMONG_MAX, &s->among, err) ||
        (round && !td_yaml_choice(round, "round", rounds, COUNT(rounds), &at, err)))
        return false;
    s->rules.seats = td_pool_share(s->of, s->among, (enum td_pool_round)at);
    return true;
}

/* Numbers that no candidates could make fit. */
static bool
check_sums(const struct seats_reader *x, const struct td_yaml *map, struct td_error *err)
{
    const struct td_pool_rules *rules = &x->s->rules;
    int64_t floors = 0, ceilings = 0, minima = 0;
    bool open = false;

    for (size_t i = 0; i + 1 < rules->counties; i++) {
        floors += x->counties[i].floor;
        open = open || x->counties[i].ceiling == TD_POOL_NO_LIMIT;
        ceilings += x->counties[i].ceiling;
    }
    for (size_t i = 0; i < rules->groups; i++)
        minima += rules->of_group[i].floor;
    if (floors > rules->seats || minima > rules->seats)
        return td_yaml_fail(map, err, TD_T("%s的下限合计 %" PRId64 "，名额只有 %" PRId64, "the floors of the %s add up to %" PRId64 "; there are %" PRId64 " seats"),
                            floors > rules->seats ? TD_T("区县", "counties") : TD_T("行业", "industries"),
                            floors > rules->seats ? floors : minima, rules->seats);
    if (!open && ceilings < rules->seats)
        return td_yaml_fail(map, err, TD_T("各区县的上限合计 %" PRId64 "，少于名额 %" PRId64, "the ceilings of all counties add up to %" PRId64 ", less than the %" PRId64 " seats"),
                            ceilings, rules->seats);
    return true;
}

static bool
read_tier(struct seats_reader *x, const struct td_yaml *node, struct td_error *err)
{
    static const char *const keys[] = {"seats", "of", "among", "round", "unfilled", "county", "counties", "industry"};
    static const char *const ways[] = {"hand_over", "keep"};
    const struct td_yaml *unfilled = td_yaml_get(node, "unfilled");
    size_t way = 0;

    if (node->kind != TD_YAML_MAP)
        return td_yaml_int(node, "seats", 0, SEATS_MAX, &x->s->rules.seats, err);
    bool ok = td_yaml_known(node, keys, COUNT(keys), err) && read_number(x, node, err) && read_counties(x, node, err) &&
              read_industries(x, td_yaml_get(node, "industry"), err) && check_sums(x, node, err) &&
              (!unfilled || td_yaml_choice(unfilled, "unfilled", ways, COUNT(ways), &way, err));
    x->s->rules.keep = way == 1;
    return ok;
}

bool
profile_read_seats(struct profile_reader *r, const struct td_yaml *map, struct td_error *err)
{
    struct td_profile *p = r->profile;

    if (!map)
        return true;
    if (!td_yaml_expect(map, TD_YAML_MAP, "seats", err))
        return false;
    p->seats = td_arena_alloc(r->arena, map->count, sizeof *p->seats);
    for (size_t i = 0; i < map->count; i++) {
        struct seats_reader x = {.r = r, .s = &p->seats[p->seat_count++]};

        x.s->tier = td_arena_str(r->arena, map->keys[i]->text);
        x.s->rules.counties = p->county_count + 1;
        if (!read_tier(&x, map->items[i], err))
            return false;
    }
    return true;
}

const struct td_seats *
td_profile_seats(const struct td_profile *profile, struct td_str tier)
{
    for (size_t i = 0; i < profile->seat_count; i++)
        if (td_str_equal(profile->seats[i].tier, tier))
            return &profile->seats[i];
    return NULL;
}

int16_t
td_seats_group(const struct td_seats *seats, struct td_str industry)
{
    for (size_t i = 0; seats && i < seats->rules.groups; i++)
        if (td_str_starts(industry, seats->industries[i]))
            return (int16_t)i;
    return -1;
}
