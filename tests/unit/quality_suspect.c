/*
 * Which field of a record that fails rules is wrong: the fewest that could mend it (Fellegi and Holt). Cases by hand, and
 * every set of fields tried with every value, by rules written here a second time.
 */
#include "../support/quality_world.h"

/* "revenue", "assets+liabilities": the fields of all findings of the only record, in the order of the facts. */
static const char *
suspects(const struct world *w, enum td_quality_kind kind, char out[200])
{
    uint32_t all = 0;

    for (size_t i = 0; i < w->result.finding_count; i++)
        all |= w->result.findings[i].suspects;
    out[0] = '\0';
    for (size_t f = 0; f < td_quality_own(kind); f++)
        if (all >> f & 1)
            sprintf(out + strlen(out), "%s%s", out[0] ? "+" : "", td_quality_fact(kind, f));
    return out;
}

struct wrong {
    const char *facts, *fields;
    enum td_quality_kind kind;
    int year;
};
static const struct wrong wrongs[] = {
    /* three rules fail that have nothing but revenue in common */
    {"revenue=100万 main_revenue=900万 product_revenue=800万 hightech_revenue=700万 cost=900万", "revenue", TD_Q_FINANCE, 2025},
    /* a sign: only its own value can mend that */
    {"revenue=100万 cost=-90万 net_profit=8万", "cost", TD_Q_FINANCE, 2025},
    /* the balance, and more than twice the assets owed: assets or liabilities, but not net assets; open */
    {"assets=1000万 liabilities=9000万 net_assets=700万", "", TD_Q_FINANCE, 2025},
    /* two mistakes that share no field: one of each; of revenue and main_revenue the one that fewer rules hold in place */
    {"revenue=1000万 main_revenue=1200万 cost=900万 rd_expense=50万 liabilities=-5万", "main_revenue+liabilities", TD_Q_FINANCE, 2025},
    /* rd_domestic > rd_expense: rd_expense alone could not be raised, since it is a part of the cost, which it would pass */
    {"revenue=1000万 cost=90万 net_profit=880万 rd_expense=80万 rd_domestic=95万", "rd_domestic", TD_Q_FINANCE, 2025},
    /* on the border: rd_expense = revenue is the only value that is left; for less revenue there is none */
    {"revenue=1000万 cost=2000万 net_profit=-1000万 rd_expense=-3 rd_domestic=1005万", "rd_expense", TD_Q_FINANCE, 2025},
    {"revenue=999万 cost=2000万 net_profit=-1000万 rd_expense=-3 rd_domestic=1005万", "rd_expense+rd_domestic", TD_Q_FINANCE, 2025},
    /* either of two, with nothing to tell them apart: open */
    {"employees=10 college_staff=12", "", TD_Q_STAFF, 2025},
    /* employees mends both */
    {"employees=1 rd_staff=7 college_staff=12", "employees", TD_Q_STAFF, 2025},
    /* before the firm was founded: the year may be wrong, or the date that the registry has; open */
    {"employees=3", "", TD_Q_STAFF, 1990},
    /* no rule fails: nothing is suspected */
    {"employees=10 rd_staff=7", "", TD_Q_STAFF, 2025},
};

Test(quality_suspect, the_fewest_fields_that_could_mend_a_record_are_named)
{
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        struct world w;
        char got[200];

        world_open(&w, 1);
        w.units[0].has_established = true;
        w.units[0].established = 0; /* 2000-01-01 */
        put(&w, wrongs[i].kind, 0, 1, wrongs[i].year, wrongs[i].facts);
        check_world(&w, 1);
        cr_expect(wrongs[i].year != 1990 || w.result.finding_count == 1, "before the firm was founded");
        cr_expect_str_eq(suspects(&w, wrongs[i].kind, got), wrongs[i].fields, "%s: %s", wrongs[i].facts, got);
        world_close(&w);
    }
}

/* ---- the staff rules a second time, and every value tried ---------------------------------------------------------- */
enum { EMPLOYEES, RD, SCI, COLLEGE, FIELDS, REVENUE = FIELDS, VALUES = 10, RULES = 5 };
static const char *const field_names[FIELDS] = {"employees", "rd_staff", "sci_staff", "college_staff"};
static const int speaks[RULES][2] = {{RD, EMPLOYEES}, {SCI, EMPLOYEES}, {COLLEGE, EMPLOYEES}, {RD, SCI}, {EMPLOYEES, EMPLOYEES}};

/* 1 holds, 0 fails, -1 cannot be checked or does not concern */
static int
holds(const int v[FIELDS], int rule, bool sells)
{
    int a = v[speaks[rule][0]], b = v[speaks[rule][1]];

    if (a < 0 || b < 0)
        return -1;
    if (rule == 4)
        return sells ? a >= 1 : -1;
    return rule == 3 ? 10 * a <= 11 * b : a <= b;
}

static bool
can_mend(const int v[FIELDS], unsigned set, bool sells)
{
    int tried[FIELDS], count = 1;

    for (int f = 0; f < FIELDS; f++)
        count *= set >> f & 1 ? VALUES : 1;
    for (int n = 0; n < count; n++) {
        bool all = true;

        for (int f = 0, rest = n; f < FIELDS; f++) {
            tried[f] = set >> f & 1 ? rest % VALUES : v[f];
            rest /= set >> f & 1 ? VALUES : 1;
        }
        for (int r = 0; r < RULES; r++)
            all = all && holds(tried, r, sells && !(set >> REVENUE & 1)) != 0;
        if (all)
            return true;
    }
    return false;
}

/* 0 = open: two sets are equal, or the year's revenue, which another record says, could be what is wrong. */
static unsigned
by_trying(const int v[FIELDS], bool sells)
{
    unsigned best = 0;
    int best_size = 9, best_held = 0, ties = 0;
    bool elsewhere = false;

    for (unsigned set = 1; set < 2 << FIELDS; set++) {
        int size = 0, held = 0;
        bool known = sells || !(set >> REVENUE & 1);

        for (int f = 0; f <= FIELDS; f++)
            size += set >> f & 1;
        for (int f = 0; f < FIELDS; f++) {
            known = known && (!(set >> f & 1) || v[f] >= 0);
            for (int r = 0; r < RULES; r++)
                held += (set >> f & 1) && (speaks[r][0] == f || speaks[r][1] == f) && holds(v, r, sells) == 1;
        }
        if (!known || size > 3 || size > best_size || !can_mend(v, set, sells))
            continue;
        elsewhere = (size == best_size && elsewhere) || (set >> REVENUE & 1);
        ties = size == best_size && held == best_held ? ties + 1 : size == best_size && held > best_held ? ties : 0;
        if (size < best_size || held < best_held) {
            best = set;
            best_held = held;
        }
        best_size = size;
    }
    return ties || elsewhere ? 0 : best;
}

static uint32_t mix_state = 7;

static int
mix(int below)
{
    mix_state = mix_state * 1664525u + 1013904223u;
    return (int)((mix_state >> 8) % (unsigned)below);
}

struct random_record {
    int v[FIELDS];
    bool sells, fails;
};

static void
put_random(struct world *w, struct random_record *r, uint32_t unit, int year)
{
    char text[160] = "";

    for (int f = 0; f < FIELDS; f++) {
        r->v[f] = mix(6) ? mix(8) : -1;
        if (r->v[f] >= 0)
            sprintf(text + strlen(text), "%s%s=%d", text[0] ? " " : "", field_names[f], r->v[f]);
    }
    r->sells = mix(3) == 0;
    if (r->sells)
        put(w, TD_Q_FINANCE, unit, 1, year, "revenue=600万");
    put(w, TD_Q_STAFF, unit, 1, year, text);
    for (int rule = 0; rule < RULES; rule++)
        r->fails = r->fails || holds(r->v, rule, r->sells) == 0;
}

Test(quality_suspect, no_smaller_set_of_fields_mends_it_with_any_values)
{
    enum { UNITS = 60, YEARS = 40, FIRST = 1980 };
    static struct random_record records[UNITS][YEARS];
    static unsigned got[UNITS][YEARS];
    struct world w;
    int named = 0, several = 0, open = 0;

    world_open(&w, UNITS);
    for (uint32_t u = 0; u < UNITS; u++)
        for (int y = 0; y < YEARS; y++)
            put_random(&w, &records[u][y], u, FIRST + y);
    check_world(&w, 2);
    for (size_t i = 0; i < w.result.finding_count; i++) {
        const struct td_quality_finding *f = &w.result.findings[i];
        const struct td_quality_rule *rule = td_quality_rule_at(w.rules, (size_t)f->rule);

        for (int k = 0; k < FIELDS && rule->kind == TD_Q_STAFF && rule->form == TD_Q_RECORD; k++)
            if (f->suspects >> fact(TD_Q_STAFF, field_names[k]) & 1)
                got[f->unit][w.data.records[TD_Q_STAFF].at[f->record].year - FIRST] |= 1u << k;
    }
    for (int u = 0; u < UNITS; u++)
        for (int y = 0; y < YEARS; y++) {
            const struct random_record *r = &records[u][y];
            unsigned wanted = r->fails ? by_trying(r->v, r->sells) : 0;

            cr_expect_eq(got[u][y], wanted, "%d %d %d %d %s: %u, tried %u", r->v[0], r->v[1], r->v[2], r->v[3],
                         r->sells ? "sells" : "", got[u][y], wanted);
            named += wanted != 0;
            several += (wanted & (wanted - 1)) != 0;
            open += r->fails && !wanted;
        }
    cr_expect(named > 300 && several > 30 && open > 100, "%d named, %d of several fields, %d open", named, several, open);
    world_close(&w);
}
