/* Specialists for the firms of the pool: even, kept, in whatever order they come; follow.yaml; which version judges when. */
#include "tidu/follow.h"
#include "tidu/profile.h"

#include "../support/criteria_load.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct criteria all;
static struct td_follow follow;

static void
setup(void)
{
    struct td_error err = {0};

    criteria_read(&all, TIDU_SOURCE "/criteria");
    cr_assert(td_follow_parse(&follow, criteria_text(&all, "follow.yaml"), "follow.yaml", &err), "%s", err.text);
}

static void
teardown(void)
{
    td_follow_free(&follow);
    td_arena_free(&all.arena);
}

TestSuite(follow, .init = setup, .fini = teardown);

enum { PEOPLE = 9, FIRMS = 60, COUNTIES = 3 };

struct night {
    struct td_specialist people[PEOPLE];
    struct td_tended firms[FIRMS];
    size_t people_count, firm_count;
};

static char person_ids[PEOPLE][8], firm_ids[FIRMS][8];
static const char *const counties[COUNTIES] = {"371502", "371503", "371521"};

static unsigned
next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

/* People and firms that are there tonight, of all that there may be, in an order of the seed's. */
static void
make_night(struct night *n, unsigned *seed, unsigned stay)
{
    static const char *const fields[] = {"轴承设计", "知识产权", "电缆材料"}, *const industries[] = {"C3451", "I6513", "C3831", ""};

    *n = (struct night){0};
    for (int i = 0; i < PEOPLE; i++) {
        snprintf(person_ids[i], sizeof person_ids[i], "E:%02d", i);
        if (next(seed) % 100 < stay)
            n->people[n->people_count++] = (struct td_specialist){td_str(person_ids[i]), td_str(counties[i % COUNTIES]), td_str(fields[i % 3]), 0};
    }
    for (int i = 0; i < FIRMS; i++) {
        snprintf(firm_ids[i], sizeof firm_ids[i], "F%03d", i);
        if (next(seed) % 100 < stay)
            n->firms[n->firm_count++] =
                (struct td_tended){td_str(firm_ids[i]), td_str(counties[i * 7 % COUNTIES]), td_str(industries[i % 4]), -1, 0, -1, false};
    }
    for (size_t i = n->firm_count; i > 1; i--) {
        size_t k = next(seed) % i;
        struct td_tended t = n->firms[i - 1];
        n->firms[i - 1] = n->firms[k];
        n->firms[k] = t;
    }
}

static void
remember(struct night *now, const struct night *before, int64_t run)
{
    for (size_t i = 0; i < now->firm_count; i++)
        for (size_t k = 0; k < before->firm_count; k++) {
            const struct td_tended *was = &before->firms[k];
            if (was->now < 0 || !td_str_equal(was->uscc, now->firms[i].uscc))
                continue;
            now->firms[i].since = was->before == was->now ? was->since : run;
            for (size_t p = 0; p < now->people_count; p++)
                if (td_str_equal(now->people[p].id, before->people[was->now].id))
                    now->firms[i].before = (int)p;
        }
}

static int64_t
spread_of(const struct night *n, const char *county)
{
    int64_t least = INT64_MAX, most = 0;

    for (size_t i = 0; i < n->people_count; i++) {
        if (!td_str_equal(n->people[i].county, td_str(county)))
            continue;
        least = n->people[i].firms < least ? n->people[i].firms : least;
        most = n->people[i].firms > most ? n->people[i].firms : most;
    }
    return least == INT64_MAX ? -1 : most - least;
}

static void
check_night(const struct night *n)
{
    int64_t given = 0, counted = 0;

    for (size_t i = 0; i < n->firm_count; i++) {
        const struct td_tended *f = &n->firms[i];
        if (f->now < 0) {
            for (size_t p = 0; p < n->people_count; p++)
                cr_assert(!td_str_equal(n->people[p].county, f->county), "a firm is left out though its county has a specialist");
            continue;
        }
        given++;
        cr_assert(td_str_equal(n->people[f->now].county, f->county), "a specialist of another county");
    }
    for (size_t p = 0; p < n->people_count; p++)
        counted += n->people[p].firms;
    cr_assert_eq(given, counted);
    for (int c = 0; c < COUNTIES; c++)
        cr_assert_leq(spread_of(n, counties[c]), follow.spread);
}

Test(follow, a_first_night_is_even_to_one)
{
    for (unsigned seed = 1; seed < 200; seed++) {
        struct night n;
        unsigned s = seed;
        make_night(&n, &s, 90);
        td_assign(&follow, n.people, n.people_count, n.firms, n.firm_count);
        check_night(&n);
        for (int c = 0; c < COUNTIES; c++)
            cr_assert_leq(spread_of(&n, counties[c]), 1);
    }
}

Test(follow, a_quiet_night_moves_nobody)
{
    for (unsigned seed = 1; seed < 100; seed++) {
        struct night n, again;
        unsigned s = seed, t = seed;
        make_night(&n, &s, 80);
        make_night(&again, &t, 80);
        td_assign(&follow, n.people, n.people_count, n.firms, n.firm_count);
        remember(&again, &n, 2);
        td_assign(&follow, again.people, again.people_count, again.firms, again.firm_count);
        for (size_t i = 0; i < n.firm_count; i++)
            cr_assert_eq(n.firms[i].now, again.firms[i].now);
    }
}

/* Sixty nights of comings and goings: even within the tolerance, and nobody is moved who need not be. */
Test(follow, nights_keep_what_they_can)
{
    unsigned seed = 7;
    struct night last = {0};
    int moved = 0, kept = 0;

    for (int64_t run = 1; run <= 60; run++) {
        struct night n;
        make_night(&n, &seed, 95);
        remember(&n, &last, run);
        td_assign(&follow, n.people, n.people_count, n.firms, n.firm_count);
        check_night(&n);
        for (size_t i = 0; i < n.firm_count; i++) {
            moved += n.firms[i].before >= 0 && n.firms[i].now != n.firms[i].before;
            kept += n.firms[i].before >= 0 && n.firms[i].now == n.firms[i].before;
        }
        last = n;
    }
    cr_expect_lt(moved * 10, kept, "moved %d, kept %d", moved, kept);
}

Test(follow, the_order_of_the_rows_does_not_matter)
{
    for (unsigned seed = 1; seed < 60; seed++) {
        struct night n, other;
        unsigned s = seed;
        make_night(&n, &s, 85);
        other = n;
        for (size_t i = 0; i < n.firm_count; i++)
            other.firms[i] = n.firms[n.firm_count - 1 - i];
        for (size_t i = 0; i < n.people_count; i++)
            other.people[i] = n.people[n.people_count - 1 - i];
        td_assign(&follow, n.people, n.people_count, n.firms, n.firm_count);
        td_assign(&follow, other.people, other.people_count, other.firms, other.firm_count);
        for (size_t i = 0; i < n.firm_count; i++) {
            const struct td_tended *a = &n.firms[i], *b = &other.firms[n.firm_count - 1 - i];
            cr_assert(a->now < 0 ? b->now < 0 : td_str_equal(n.people[a->now].id, other.people[b->now].id));
        }
    }
}

Test(follow, a_field_that_fits_goes_first_among_the_emptiest)
{
    struct td_specialist people[] = {{TD_STR("E:1"), TD_STR("371502"), TD_STR("知识产权"), 0},
                                     {TD_STR("E:2"), TD_STR("371502"), TD_STR("轴承设计与制造"), 0}};
    struct td_tended firms[] = {{TD_STR("A"), TD_STR("371502"), TD_STR("C3451"), -1, 0, 0, false},
                                {TD_STR("B"), TD_STR("371502"), TD_STR("C3452"), -1, 0, 0, false},
                                {TD_STR("C"), TD_STR(""), TD_STR("C3452"), -1, 0, 0, false}};

    td_assign(&follow, people, 2, firms, 3);
    cr_expect_eq(firms[0].now, 1);
    cr_expect(firms[0].fits);
    cr_expect_eq(firms[1].now, 0, "even before fitting");
    cr_expect_eq(firms[2].now, -1, "a county that is not known has no specialist");
}

Test(follow, nobody_and_nothing_are_legal)
{
    struct td_tended firm = {TD_STR("A"), TD_STR("371502"), TD_STR("C3451"), -1, 0, 0, false};

    td_assign(&follow, NULL, 0, &firm, 1);
    cr_expect_eq(firm.now, -1);
    td_assign(&follow, NULL, 0, NULL, 0);
}

/* ---- which version judges the review of a title that ends on a day --------------------------------------- */
Test(follow, the_version_of_the_day_on_which_a_title_ends)
{
    static const struct {
        const char *tier, *day, *version;
        enum td_kind kind;
    } cases[] = {{"little_giant", "2026-12-31", "2022", TD_REVIEW}, {"little_giant", "2027-01-01", "2026", TD_REVIEW},
                 {"srdi", "2026-12-31", "2026", TD_REVIEW},         {"srdi", "2026-03-31", "2022", TD_REVIEW},
                 {"high_tech", "2027-06-30", "2016", TD_NEW},       {"gazelle", "2027-06-30", "", TD_NEW},
                 {"provincial_little_giant", "2027-06-30", "", TD_NEW}, {"little_giant", "2010-01-01", "", TD_REVIEW}};
    struct td_versions *versions = NULL;
    struct td_error err = {0};

    cr_assert(td_versions_read(&versions, all.files, all.count, &err), "%s", err.text);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        td_date day;
        enum td_kind kind;
        cr_assert_eq(td_date_parse(td_str(cases[i].day), TD_DATE_ISO, &day), TD_FAULT_NONE);
        struct td_str version = td_version_on(versions, td_str(cases[i].tier), TD_STR("371500"), day, &kind);
        cr_expect(td_str_equal(version, td_str(cases[i].version)), "%s on %s: %.*s", cases[i].tier, cases[i].day, (int)version.len,
                  version.at ? version.at : "");
        cr_expect_eq(kind, cases[i].kind, "%s", cases[i].tier);
    }
    td_versions_free(versions);
}

/* ---- mistakes have a place --------------------------------------------------------------------------------- */
Test(follow, mistakes_in_follow_yaml_have_a_place)
{
    static const struct {
        const char *text;
        size_t line;
    } cases[] = {{"tracks: {ladder: {srdi: a}, second: {srdi: b}}\n", 1},
                 {"tracks:\n  ladder: {srdi: a}\n  second: {high_tech: b}\nhorizons:\n  365: a\n  90: b\n", 6},
                 {"tracks:\n  ladder: {srdi: a}\n  second: {high_tech: b}\nhorizons: {90: b}\nspecialists:\n  role_unknown: perhaps\n", 6},
                 {"tracks:\n  ladder: {srdi: a}\n  second: {high_tech: b}\nhorizons: {90: b}\nspecialists:\n  role_unknown: none\n"
                  "  spread: 2\n  fields: {轴承: [X99]}\n", 8}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct td_follow f;
        struct td_error err = {0};
        cr_expect_not(td_follow_parse(&f, td_str(cases[i].text), "follow.yaml", &err), "case %zu", i);
        cr_expect_eq(err.code, TD_E_CRITERIA);
        cr_expect_eq(err.line, cases[i].line, "case %zu: line %zu: %s", i, (size_t)err.line, err.text);
        td_follow_free(&f);
    }
}
