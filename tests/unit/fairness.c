/* Chances of groups on a list: against every order there is; Holm; fairness.yaml. */
#include "tidu/fairness.h"

#include "../support/criteria_load.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 12 };

static double
least(double a, double b)
{
    return a < b ? a : b;
}

static double
apart(double a, double b)
{
    return a < b ? b - a : a - b;
}

/* Of `count` taken from `of`, how many ways? */
static double
ways(int of, int count)
{
    double w = 1;

    if (count < 0 || count > of)
        return 0;
    for (int i = 0; i < count; i++)
        w = w * (of - i) / (i + 1);
    return w;
}

/* The chance of `most` members or fewer among the first `drawn`. */
static double
drawn_chance(int of, int members, int drawn, int most)
{
    double sum = 0;

    for (int j = 0; j <= most; j++)
        sum += ways(members, j) * ways(of - members, drawn - j);
    return sum / ways(of, drawn);
}

static double
rarest_place(unsigned order, int of, int members, int places)
{
    double rarest = 1;
    int above = 0;

    for (int i = 0; i < places; i++) {
        above += order >> i & 1;
        rarest = least(rarest, drawn_chance(of, members, i + 1, above));
    }
    return rarest;
}

static void
spread(unsigned bits, int count, bool *out)
{
    for (int i = 0; i < count; i++)
        out[i] = bits >> i & 1;
}

/* Every order of small cities, with the first `places` seated and with others seated. */
Test(fairness, every_order_of_small_cities)
{
    bool member[MOST], seated[MOST];

    for (int of = 1; of <= 10; of++)
        for (int members = 0; members <= of; members++)
            for (int places = 0; places <= of; places++) {
                double all = 0, rare[1 << 10];
                unsigned orders = 0;
                for (unsigned order = 0; order < 1u << of; order++)
                    if (__builtin_popcount(order) == members)
                        rare[orders++] = rarest_place(order, of, members, places);
                for (unsigned order = 0, at = 0; order < 1u << of; order++) {
                    struct td_fair_group group;
                    if (__builtin_popcount(order) != members)
                        continue;
                    all = 0;
                    for (unsigned o = 0; o < orders; o++)
                        all += rare[o] <= rare[at] * (1 + 1e-12);
                    at++;
                    spread(order, of, member);
                    unsigned seats = ((1u << places) - 1) << (order % (unsigned)(of - places + 1));
                    spread(seats, of, seated);
                    td_fair_group(member, seated, of, &group);
                    cr_assert_eq(group.candidates, members);
                    cr_assert_eq(group.seated, __builtin_popcount(order & seats));
                    cr_assert(apart(group.seats_chance, drawn_chance(of, members, places, (int)group.seated)) < 1e-12);
                    cr_assert(apart(group.order_chance, all / orders) < 1e-12, "%d of %d, %d places, order %x: %g, %g", members, of,
                              places, order, group.order_chance, all / orders);
                }
            }
}

static unsigned
next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16 & 0x7fff;
}

/* A random order is called unfair no more often than the risk says; one that puts the group behind, always. */
Test(fairness, random_orders_and_a_biased_one)
{
    enum { N = 400, PLACES = 60, TIMES = 2000 };
    bool member[N] = {false}, seated[N];
    unsigned seed = 7, orders = 0, seats = 0;
    struct td_fair_group group;

    for (int i = 0; i < N; i++)
        seated[i] = i < PLACES;
    for (int i = 0; i < N / 4; i++)
        member[i] = true;
    for (int t = 0; t < TIMES; t++) {
        for (int i = N - 1; i > 0; i--) {
            int j = (int)(next(&seed) % (unsigned)(i + 1));
            bool m = member[i];
            member[i] = member[j];
            member[j] = m;
        }
        td_fair_group(member, seated, N, &group);
        orders += group.order_chance <= 0.05;
        seats += group.seats_chance <= 0.05;
    }
    cr_assert(orders <= TIMES * 6 / 100 && orders >= TIMES * 2 / 100, "%u", orders);
    cr_assert(seats <= TIMES * 6 / 100 && seats >= TIMES * 1 / 100, "%u", seats);
    for (int i = 0; i < N; i++)
        member[i] = i >= N - N / 4;
    td_fair_group(member, seated, N, &group);
    cr_assert(group.order_chance < 1e-6 && group.worst == PLACES, "%g %lld", group.order_chance, (long long)group.worst);
}

/* A list of a province: chances stay chances. */
Test(fairness, a_long_list)
{
    enum { N = 60000, PLACES = 3000 };
    static bool member[N], seated[N];
    struct td_fair_group group;
    unsigned seed = 3;

    for (int i = 0; i < N; i++) {
        member[i] = next(&seed) % 10 == 0;
        seated[i] = i % 20 == 0;
    }
    td_fair_group(member, seated, N, &group);
    cr_assert(group.seats_chance > 0 && group.seats_chance <= 1 && group.order_chance > 0 && group.order_chance <= 1);
    cr_assert(group.order_chance >= 0.001, "%g", group.order_chance);
}

Test(fairness, holm)
{
    bool significant[4];

    td_fair_holm((double[]){0.02, 0.01, 0.0124, 0.3}, 4, 5, significant); /* 0.01 * 4, 0.0124 * 3, 0.02 * 2, 0.3 * 1 */
    cr_assert(significant[0] && significant[1] && significant[2] && !significant[3]);
    td_fair_holm((double[]){0.03, 0.0125, 0.04}, 3, 5, significant); /* 0.0375 holds, 0.03 * 2 does not: nor does any behind */
    cr_assert(!significant[0] && significant[1] && !significant[2]);
    td_fair_holm(NULL, 0, 5, significant);
}

static void
mistake(const char *text, size_t line, size_t column)
{
    struct td_fair_rules rules;
    struct td_error err = {0};

    cr_assert(!td_fair_read(&rules, td_str(text), &err), "%s", text);
    cr_assert(strcmp(err.file, "fairness.yaml") == 0 && err.line == line && err.column == column, "%s:%zu:%zu: %s", err.file,
              err.line, err.column, err.text);
}

Test(fairness, the_file_and_its_mistakes)
{
    struct criteria all = {0};
    struct td_fair_rules rules;
    struct td_error err = {0};

    criteria_read(&all, TIDU_SOURCE "/criteria");
    cr_assert(td_fair_read(&rules, criteria_text(&all, "fairness.yaml"), &err), "%s", err.text);
    cr_assert(rules.significance == 5 && rules.least == 10 && rules.age_count == 4 && rules.ages[3] == 20);
    td_arena_free(&all.arena);
    mistake("significance: 5\nleast: 10\nages: [3, 3]\n", 3, 11);
    mistake("significance: 0\nleast: 10\nages: []\n", 1, 15);
    mistake("significance: 5\nleast: 10\n", 1, 1);
    mistake("significance: 5\nleast: 10\nages: []\nage: 1\n", 4, 1);
}
