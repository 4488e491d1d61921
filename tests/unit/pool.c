/* Seats: shares, apportioning, seating; properties over random cities. */
#include "tidu/pool.h"
#include "tidu/pool_policy.h"

#include <criterion/criterion.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t seed = 11;

static int64_t
draw(int64_t below)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (int64_t)(seed % (uint64_t)below);
}

/* ---- shares and apportioning ---------------------------------------------------------------------------- */
Test(pool, a_city_of_sixteen_has_187_of_3000_and_125_of_2000)
{
    static const struct {
        int64_t of, among, down, nearest, up;
        const char *text;
    } cases[] = {{3000, 16, 187, 188, 188, "187.5"}, {2000, 16, 125, 125, 125, "125"}, {1000, 3, 333, 333, 334, "333.333…"}};

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct td_buf text = {0};

        td_pool_share_text(cases[i].of, cases[i].among, &text);
        cr_expect_str_eq(text.at, cases[i].text);
        cr_expect_eq(td_pool_share(cases[i].of, cases[i].among, TD_POOL_DOWN), cases[i].down);
        cr_expect_eq(td_pool_share(cases[i].of, cases[i].among, TD_POOL_NEAREST), cases[i].nearest);
        cr_expect_eq(td_pool_share(cases[i].of, cases[i].among, TD_POOL_UP), cases[i].up);
        td_buf_free(&text);
    }
}

Test(pool, sixteen_cities_shares_of_3000_by_largest_remainder_are_3000)
{
    struct td_pool_claim claims[16];
    struct td_pool_given given[16];
    int64_t sum = 0;

    for (size_t i = 0; i < 16; i++)
        claims[i] = (struct td_pool_claim){1, 0, TD_POOL_NO_LIMIT};
    td_pool_apportion(3000, claims, 16, given);
    for (size_t i = 0; i < 16; i++) {
        cr_expect_eq(given[i].seats, i < 8 ? 188 : 187);
        cr_expect_eq(given[i].up, i < 8);
        sum += given[i].seats;
    }
    cr_expect_eq(sum, 3000);
}

Test(pool, apportioning_within_floors_and_ceilings)
{
    static const struct {
        const char *name;
        int64_t seats;
        struct td_pool_claim claims[4];
        int64_t given[4];
    } cases[] = {
        {"equal remainders: the larger, then the first", 5, {{7, 0, 7}, {7, 0, 7}, {1, 0, 1}, {0, 0, 0}}, {3, 2, 0, 0}},
        {"never more than there are", 100, {{7, 0, 7}, {7, 0, 7}, {1, 0, 1}, {0, 0, 0}}, {7, 7, 1, 0}},
        {"none", 0, {{7, 0, 7}, {7, 0, 7}, {1, 0, 1}, {0, 0, 0}}, {0, 0, 0, 0}},
        {"a floor takes from the others in proportion", 10, {{80, 0, -1}, {15, 0, -1}, {5, 3, -1}, {0, 0, -1}}, {6, 1, 3, 0}},
        {"a ceiling gives to the others in proportion", 10, {{80, 0, 4}, {10, 0, -1}, {10, 0, -1}, {0, 0, -1}}, {4, 3, 3, 0}},
        {"both at once", 20, {{90, 0, 8}, {6, 0, -1}, {2, 5, -1}, {2, 0, -1}}, {8, 5, 5, 2}},
        {"a floor without candidates", 10, {{50, 0, -1}, {50, 0, -1}, {0, 4, 4}, {0, 0, 0}}, {3, 3, 4, 0}},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct td_pool_given given[4];

        td_pool_apportion(cases[i].seats, cases[i].claims, 4, given);
        for (size_t k = 0; k < 4; k++)
            cr_expect_eq(given[k].seats, cases[i].given[k], "%s: %zu has %ld", cases[i].name, k, (long)given[k].seats);
    }
}

Test(pool, without_bounds_every_one_has_its_quota_or_one_more_and_all_is_given)
{
    for (int round = 0; round < 20000; round++) {
        struct td_pool_claim claims[12];
        struct td_pool_given given[12];
        int64_t total = 0, sum = 0, seats = draw(60);
        size_t n = 1 + (size_t)draw(12);

        for (size_t i = 0; i < n; i++) {
            int64_t weight = draw(9);
            claims[i] = (struct td_pool_claim){weight, 0, weight};
            total += weight;
        }
        td_pool_apportion(seats, claims, n, given);
        for (size_t i = 0; i < n; i++) {
            int64_t quota = total ? (seats < total ? seats : total) * claims[i].weight / total : 0;

            sum += given[i].seats;
            cr_assert(given[i].seats == quota || given[i].seats == quota + 1);
            cr_assert_leq(given[i].seats, claims[i].weight);
        }
        cr_assert_eq(sum, seats < total ? seats : total);
    }
}

Test(pool, within_bounds_all_seats_are_given_and_more_weight_never_has_less)
{
    for (int round = 0; round < 20000; round++) {
        struct td_pool_claim claims[8];
        struct td_pool_given given[8];
        int64_t floors = 0, ceilings = 0, sum = 0;
        size_t n = 2 + (size_t)draw(7);

        for (size_t i = 0; i < n; i++) {
            claims[i] = (struct td_pool_claim){.weight = 1 + draw(50), .floor = draw(4)};
            claims[i].ceiling = claims[i].floor + draw(30);
            floors += claims[i].floor;
            ceilings += claims[i].ceiling;
        }
        claims[1].floor = claims[0].floor; /* two that differ in weight only */
        claims[1].ceiling = claims[0].ceiling;
        floors = ceilings = 0;
        for (size_t i = 0; i < n; i++) {
            floors += claims[i].floor;
            ceilings += claims[i].ceiling;
        }
        int64_t seats = floors + draw(60);

        td_pool_apportion(seats, claims, n, given);
        for (size_t i = 0; i < n; i++) {
            cr_assert(given[i].seats >= claims[i].floor && given[i].seats <= claims[i].ceiling);
            sum += given[i].seats;
        }
        cr_assert_eq(sum, seats < ceilings ? seats : ceilings);
        cr_assert(claims[0].weight > claims[1].weight ? given[0].seats >= given[1].seats
                                                      : claims[0].weight == claims[1].weight || given[0].seats <= given[1].seats);
    }
}

/* ---- cities --------------------------------------------------------------------------------------------- */
enum { COUNTIES = 4, GROUPS = 2, ROWS_MAX = 400 };

struct city {
    struct td_pool_rules rules;
    struct td_pool_bounds counties[COUNTIES], groups[GROUPS];
    struct td_pool_candidate rows[ROWS_MAX];
    size_t count;
    struct td_pool_seating seating;
};

static void
city_start(struct city *c, int64_t seats)
{
    *c = (struct city){.rules = {.seats = seats, .counties = COUNTIES, .groups = GROUPS}};
    for (size_t i = 0; i < COUNTIES; i++)
        c->counties[i].ceiling = TD_POOL_NO_LIMIT;
    for (size_t i = 0; i < GROUPS; i++)
        c->groups[i].ceiling = TD_POOL_NO_LIMIT;
    c->rules.of_county = c->counties;
    c->rules.of_group = c->groups;
}

static struct td_pool_candidate *
city_add(struct city *c, int key, int county, int group)
{
    struct td_pool_candidate *row = &c->rows[c->count++];

    *row = (struct td_pool_candidate){.county = (int16_t)county, .group = (int16_t)group};
    snprintf(row->uscc, sizeof row->uscc, "91371500%010zu", c->count);
    row->key[0] = (uint8_t)(key >> 8);
    row->key[1] = (uint8_t)key;
    return row;
}

static void
city_seat(struct city *c)
{
    td_pool_seating_free(&c->seating);
    td_pool_seat(&c->rules, c->rows, c->count, &c->seating);
}

static const struct td_pool_candidate *
city_row(const struct city *c, size_t number)
{
    char uscc[24];

    snprintf(uscc, sizeof uscc, "91371500%010zu", number);
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->rows[i].uscc, uscc) == 0)
            return &c->rows[i];
    cr_assert_fail("no row %zu", number);
    return NULL;
}

#define EXPECT_REASON(city, number, is)                                                                        \
    cr_expect_str_eq(td_pool_reason_word(city_row(&(city), number)->reason), is, "row %d: %s", (int)(number),      \
                     td_pool_reason_word(city_row(&(city), number)->reason))

Test(pool, quota_remainder_and_the_cut_with_its_tie)
{
    struct city c;

    city_start(&c, 3);
    for (int i = 0; i < 4; i++)
        city_add(&c, i < 1 ? 0 : 5, 0, -1); /* rows 1 to 4: 2, 3, 4 alike */
    city_add(&c, 1, 1, -1);
    city_add(&c, 2, 1, -1);
    city_seat(&c); /* quotas 2 and 1 */
    EXPECT_REASON(c, 1, "quota");
    EXPECT_REASON(c, 2, "quota");
    EXPECT_REASON(c, 3, "behind_cut");
    cr_expect(!city_row(&c, 1)->tie && city_row(&c, 2)->tie && city_row(&c, 3)->tie && city_row(&c, 4)->tie);
    EXPECT_REASON(c, 5, "quota");
    EXPECT_REASON(c, 6, "behind_cut");
    cr_expect(!city_row(&c, 5)->tie && !city_row(&c, 6)->tie);
    c.rules.seats = 4; /* 2.67 and 1.33 */
    city_seat(&c);
    EXPECT_REASON(c, 3, "remainder");
    td_pool_seating_free(&c.seating);
}

Test(pool, a_floor_that_a_county_cannot_fill_is_handed_over_or_kept)
{
    struct city c;

    city_start(&c, 6);
    c.counties[0].floor = 4;
    city_add(&c, 1, 0, -1);
    for (int i = 0; i < 9; i++)
        city_add(&c, 2 + i, 1, -1);
    city_seat(&c);
    cr_expect_eq(c.seating.seated, 6);
    EXPECT_REASON(c, 1, "floor");
    EXPECT_REASON(c, 3, "quota");
    EXPECT_REASON(c, 4, "handed_over");
    EXPECT_REASON(c, 6, "handed_over");
    EXPECT_REASON(c, 7, "behind_cut");
    cr_expect_eq(c.seating.counties[1].handed, 3);
    cr_assert_eq(c.seating.way_count, 1);
    cr_expect(c.seating.ways[0].way == TD_POOL_WAY_UNFILLED && c.seating.ways[0].asked == 4 && c.seating.ways[0].got == 1);
    c.rules.keep = true;
    city_seat(&c);
    cr_expect_eq(c.seating.seated, 3);
    cr_expect_eq(c.seating.unfilled, 3);
    td_pool_seating_free(&c.seating);
}

Test(pool, ceilings_say_so)
{
    struct city c;

    city_start(&c, 6);
    c.counties[0].ceiling = 2;
    c.groups[1].ceiling = 1;
    for (int i = 0; i < 8; i++)
        city_add(&c, i, 0, -1);
    for (int i = 0; i < 4; i++)
        city_add(&c, 20 + i, 1, 1);
    for (int i = 0; i < 4; i++)
        city_add(&c, 30 + i, 2, -1);
    city_seat(&c);
    EXPECT_REASON(c, 2, "quota");
    EXPECT_REASON(c, 3, "county_ceiling");
    EXPECT_REASON(c, 8, "behind_cut"); /* its quota alone would not have reached it */
    EXPECT_REASON(c, 9, "quota");
    EXPECT_REASON(c, 10, "industry_ceiling");
    EXPECT_REASON(c, 15, "handed_over"); /* what the industry's ceiling kept from county 1 */
    cr_expect_eq(c.seating.seated, 6);
    td_pool_seating_free(&c.seating);
}

Test(pool, an_industrys_floor_takes_the_seat_of_who_gives_way)
{
    struct city c;

    city_start(&c, 3);
    c.groups[0].floor = 2;
    for (int i = 0; i < 4; i++)
        city_add(&c, i, 0, -1);
    city_add(&c, 8, 0, 0);
    city_add(&c, 9, 1, 0);
    city_seat(&c); /* quotas 2.5 and 0.5 */
    EXPECT_REASON(c, 5, "industry_floor");
    EXPECT_REASON(c, 2, "quota");
    EXPECT_REASON(c, 3, "gave_way");
    EXPECT_REASON(c, 4, "behind_cut");
    cr_expect_eq(c.seating.groups[0].missing, 1, "county 1 has no seat: 2.5 goes first");
    cr_expect_eq(c.seating.ways[0].way, TD_POOL_WAY_MINIMUM);
    td_pool_seating_free(&c.seating);
}

Test(pool, floors_of_two_industries_are_kept_if_any_choice_of_counties_keeps_them)
{
    struct city c;

    city_start(&c, 2);
    c.groups[0].floor = c.groups[1].floor = 1;
    city_add(&c, 1, 0, 0); /* the best of group 0 stands where group 1 has its only one */
    city_add(&c, 2, 0, 1);
    city_add(&c, 3, 1, 0);
    city_add(&c, 4, 1, -1);
    city_seat(&c);
    cr_expect_eq(c.seating.way_count, 0);
    cr_expect(city_row(&c, 2)->seated && city_row(&c, 3)->seated);
    td_pool_seating_free(&c.seating);
}

Test(pool, overrides)
{
    struct city c;

    city_start(&c, 3);
    for (int i = 0; i < 8; i++)
        city_add(&c, i, 0, -1);
    c.rows[0].will = TD_POOL_REMOVED;
    c.rows[1].will = TD_POOL_EXCLUDED;
    c.rows[6].will = TD_POOL_ADDED;
    c.rows[7].will = TD_POOL_ADDED_BESIDE;
    city_seat(&c);
    EXPECT_REASON(c, 1, "removed");
    EXPECT_REASON(c, 2, "excluded");
    cr_expect_eq(city_row(&c, 2)->place, 0);
    EXPECT_REASON(c, 3, "quota");
    EXPECT_REASON(c, 4, "quota");
    EXPECT_REASON(c, 5, "gave_way");
    EXPECT_REASON(c, 6, "behind_cut");
    EXPECT_REASON(c, 7, "added");
    EXPECT_REASON(c, 8, "added_beside");
    cr_expect_eq(c.seating.seated, 3);
    cr_expect_eq(c.seating.counties[0].beside, 1);
    td_pool_seating_free(&c.seating);
}

Test(pool, who_is_held_keeps_place_and_seat)
{
    struct city c;

    city_start(&c, 2);
    for (int i = 0; i < 6; i++)
        city_add(&c, i, 0, -1);
    for (size_t i = 0; i < c.count; i++) {
        if (i == 4)
            c.rows[i].will = TD_POOL_HELD_SEATED, c.rows[i].held_place = 2;
        if (i == 0)
            c.rows[i].will = TD_POOL_HELD_OUT, c.rows[i].held_place = 4;
        if (i == 5)
            c.rows[i].will = TD_POOL_HELD_OUT, c.rows[i].held_place = 99;
    }
    city_seat(&c);
    cr_expect_eq(city_row(&c, 5)->place, 2);
    EXPECT_REASON(c, 5, "held");
    cr_expect_eq(city_row(&c, 1)->place, 4);
    EXPECT_REASON(c, 1, "held_out");
    cr_expect_eq(city_row(&c, 6)->place, 6);
    EXPECT_REASON(c, 2, "quota");
    EXPECT_REASON(c, 3, "behind_cut");
    cr_expect_eq(c.seating.seated, 2);
    td_pool_seating_free(&c.seating);
}

Test(pool, without_a_number_everyone_is_on_the_list)
{
    struct city c;

    city_start(&c, TD_POOL_NO_LIMIT);
    city_add(&c, 1, 0, -1);
    city_add(&c, 1, 3, -1)->will = TD_POOL_REMOVED;
    city_add(&c, 1, 3, -1);
    city_seat(&c);
    EXPECT_REASON(c, 1, "open");
    EXPECT_REASON(c, 2, "removed");
    EXPECT_REASON(c, 3, "open");
    cr_expect_eq(c.seating.seated, 2);
    td_pool_seating_free(&c.seating);
}

/* ---- properties ------------------------------------------------------------------------------------------- */
static void
random_city(struct city *c)
{
    int64_t floors = 0;

    city_start(c, 1 + draw(80));
    c->rules.keep = draw(3) == 0;
    for (size_t i = 0; i < COUNTIES; i++) {
        c->counties[i].floor = draw(3) ? 0 : draw(6);
        floors += c->counties[i].floor;
        c->counties[i].ceiling = draw(3) ? TD_POOL_NO_LIMIT : c->counties[i].floor + draw(10);
    }
    if (floors > c->rules.seats)
        c->rules.seats = floors;
    for (size_t i = 0; i < GROUPS; i++) {
        c->groups[i].floor = draw(2) ? 0 : draw(8);
        c->groups[i].ceiling = draw(2) ? TD_POOL_NO_LIMIT : c->groups[i].floor + draw(8);
    }
    for (int64_t n = draw(120); n > 0; n--) {
        struct td_pool_candidate *row = city_add(c, (int)draw(30), (int)draw(COUNTIES), (int)draw(GROUPS + 1) - 1);
        int64_t will = draw(40);
        row->will = (uint8_t)(will < 7 ? will : TD_POOL_PLAIN);
        row->held_place = (int32_t)(1 + draw(100));
    }
}

static void
check_seats(const struct city *c)
{
    const struct td_pool_seating *s = &c->seating;
    int64_t eligible = 0, counted = 0, by_group[GROUPS] = {0}, by_county[COUNTIES] = {0};
    bool way[8] = {0};

    for (size_t i = 0; i < s->way_count; i++)
        way[s->ways[i].way] = true;
    for (size_t i = 0; i < c->count; i++) {
        const struct td_pool_candidate *row = &c->rows[i];
        bool out = row->will == TD_POOL_EXCLUDED || row->will == TD_POOL_REMOVED;

        cr_assert_eq(row->seated, row->reason < TD_POOL_NO_CUT, "a seat has a reason for it, none one against");
        cr_assert_eq(out, row->place == 0);
        cr_assert(!out || !row->seated);
        cr_assert(row->place == 0 || row->place == (int32_t)i + 1);
        eligible += !out && row->will != TD_POOL_HELD_OUT && row->will != TD_POOL_ADDED_BESIDE;
        if (!row->seated || row->will == TD_POOL_ADDED_BESIDE)
            continue;
        counted++;
        by_county[row->county]++;
        if (row->group >= 0)
            by_group[row->group]++;
    }
    cr_assert_eq(counted, s->seated);
    cr_assert_leq(s->seated, s->seats);
    cr_assert(s->seats == c->rules.seats || way[TD_POOL_WAY_SEATS]);
    bool bounded = false;
    for (size_t k = 0; k < COUNTIES; k++) {
        bounded = bounded || c->counties[k].ceiling != TD_POOL_NO_LIMIT;
        cr_assert_eq(by_county[k], s->counties[k].seated);
        cr_assert(by_county[k] >= c->counties[k].floor || way[TD_POOL_WAY_FLOORS] || way[TD_POOL_WAY_UNFILLED]);
        cr_assert(c->counties[k].ceiling < 0 || by_county[k] <= c->counties[k].ceiling || way[TD_POOL_WAY_CEILING]);
    }
    for (size_t g = 0; g < GROUPS; g++) {
        bounded = bounded || c->groups[g].ceiling != TD_POOL_NO_LIMIT;
        cr_assert_eq(by_group[g], s->groups[g].seated);
        cr_assert(by_group[g] >= c->groups[g].floor || way[TD_POOL_WAY_MINIMUM]);
        cr_assert(c->groups[g].ceiling < 0 || by_group[g] <= c->groups[g].ceiling || way[TD_POOL_WAY_SECTOR]);
    }
    if (!c->rules.keep && !bounded)
        cr_assert_eq(s->seated, s->seats < eligible ? s->seats : eligible, "handed over: none is left empty");
}

static void
shuffle(struct city *c)
{
    for (size_t i = c->count; i > 1; i--) {
        size_t k = (size_t)draw((int64_t)i);
        struct td_pool_candidate held = c->rows[i - 1];
        c->rows[i - 1] = c->rows[k];
        c->rows[k] = held;
    }
}

Test(pool, properties_of_random_cities)
{
    static struct city c, other;

    for (int round = 0; round < 4000; round++) {
        random_city(&c);
        city_seat(&c);
        check_seats(&c);
        other = c;
        other.rules.of_county = other.counties;
        other.rules.of_group = other.groups;
        other.seating = (struct td_pool_seating){0};
        shuffle(&other);
        city_seat(&other);
        cr_assert_arr_eq(other.rows, c.rows, c.count * sizeof c.rows[0], "the order of the rows decides nothing");
        td_pool_seating_free(&other.seating);
        td_pool_seating_free(&c.seating);
    }
}

/* ---- criteria/pool.yaml ----------------------------------------------------------------------------------- */
#define RULE "  - {id: a, title: t, clause: c, source: s, confirmed: M, "

Test(pool, the_policy_is_read_and_its_mistakes_are_placed)
{
    static const struct {
        const char *text, *says;
        size_t line, column;
    } cases[] = {
        {"exclusions:\n" RULE "holds: [srdi], conduct: [ban]}\nstages: []\n", "give one of", 2, 5},
        {"exclusions:\n" RULE "tiers: [srdi]}\nstages: []\n", "give one of", 2, 5},
        {"exclusions:\n" RULE "holds: [\"a,b\"]}\nstages: []\n", "small letters", 2, 67},
        {"exclusions:\n" RULE "holds: [srdi], years: 3}\nstages: []\n", "belong to conduct", 2, 81},
        {"exclusions:\n" RULE "conduct: [ban]}\n" RULE "conduct: [ban]}\nstages: []\n", "given twice", 3, 10},
        {"exclusions: []\nstages:\n  - {stage: reserved, title: t}\n", "reserved", 3, 13},
        {"exclusions: []\nstages:\n  - {stage: reserve, title: t, verdict: [met]}\n", "met", 3, 42},
    };
    struct td_pool_policy policy;

    td_lang_set(TD_EN);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct td_error err = {0};

        cr_expect(!td_pool_policy_read(&policy, td_str(cases[i].text), "pool.yaml", &err), "%s", cases[i].text);
        cr_expect(strstr(err.text, cases[i].says), "%s: %s", cases[i].text, err.text);
        cr_expect(err.line == cases[i].line && err.column == cases[i].column, "%s: %zu:%zu", cases[i].text, err.line, err.column);
    }
    struct td_error err = {0};
    cr_assert(td_pool_policy_read(&policy,
                                  TD_STR("exclusions:\n" RULE "tiers: [srdi, innovative], conduct: [accident], years: 3, grade: larger}\n"
                                         "stages:\n  - {stage: promote, title: 提升, verdict: [confirmed, ready], seated: true}\n"),
                                  "pool.yaml", &err),
              "%s", err.text);
    cr_expect_str_eq(policy.exclusions[0].tiers.at, "{srdi,innovative}");
    cr_expect_str_eq(policy.exclusions[0].kind.at, "conduct");
    cr_expect_str_eq(policy.exclusions[0].grade.at, "2");
    cr_expect_str_eq(policy.stages[0].verdicts.at, "{0,1}");
    cr_expect(!policy.stages[0].member.at);
    td_pool_policy_free(&policy);
    td_pool_policy_free(&policy);
}
