/* Shares and rates in steps: exactly on an edge, just below it, without a base, and with a figure that is not known. */
#include "../support/one_firm.h"
#include "tidu/spread.h"

#define U INT64_MIN /* not known */
enum { SHARE, SHARE_3Y, GROWTH, CAGR };

struct spread_case {
    const char *of;
    int64_t revenue[3], research[3]; /* newest first */
    int metric, step;
};

static const struct spread_case cases[] = {
    {"3%: seven edges from 0% on", {1000, U, U}, {30, U, U}, SHARE, TD_SPREAD_FIRST + 7},
    {"below 3%", {1000000, U, U}, {29999, U, U}, SHARE, TD_SPREAD_FIRST + 6},
    {"below 3% by less than a double tells", {10000000000000000, U, U}, {299999999999999, U, U}, SHARE, TD_SPREAD_FIRST + 6},
    {"nothing spent is 0%", {1000, U, U}, {0, U, U}, SHARE, TD_SPREAD_FIRST + 1},
    {"below 0%", {1000, U, U}, {-1, U, U}, SHARE, TD_SPREAD_FIRST},
    {"15% and all above", {1000, U, U}, {900, U, U}, SHARE, TD_SPREAD_FIRST + 26},
    {"research is not known", {1000, U, U}, {U, U, U}, SHARE, TD_SPREAD_UNKNOWN},
    {"revenue is not known", {U, U, U}, {30, U, U}, SHARE, TD_SPREAD_UNKNOWN},
    {"revenue of 0 is no base", {0, U, U}, {30, U, U}, SHARE, TD_SPREAD_NO_BASE},
    {"totals of three years, not their mean", {1000, 1000, 8000}, {100, 100, 100}, SHARE_3Y, TD_SPREAD_FIRST + 7},
    {"a year is not known", {1000, 1000, U}, {100, 100, 100}, SHARE_3Y, TD_SPREAD_UNKNOWN},
    {"a total of 0", {1000, -1000, 0}, {100, 100, 100}, SHARE_3Y, TD_SPREAD_NO_BASE},
    {"no growth: eleven edges from -50% on", {1000, 1000, U}, {U, U, U}, GROWTH, TD_SPREAD_FIRST + 11},
    {"just short of the year before", {999, 1000, U}, {U, U, U}, GROWTH, TD_SPREAD_FIRST + 10},
    {"less than half", {499, 1000, U}, {U, U, U}, GROWTH, TD_SPREAD_FIRST},
    {"80% and all above", {1800, 1000, U}, {U, U, U}, GROWTH, TD_SPREAD_FIRST + 27},
    {"no year before", {1000, U, 1000}, {U, U, U}, GROWTH, TD_SPREAD_UNKNOWN},
    {"from a loss", {1000, -5, U}, {U, U, U}, GROWTH, TD_SPREAD_NO_BASE},
    {"1.21 in two years is 10%", {1210, U, 1000}, {U, U, U}, CAGR, TD_SPREAD_FIRST + 13},
    {"just short of 10%", {1209999, U, 1000000}, {U, U, U}, CAGR, TD_SPREAD_FIRST + 12},
    {"from 0", {1000, U, 0}, {U, U, U}, CAGR, TD_SPREAD_NO_BASE},
};

static void
set(struct one_firm *f, const char *name, const int64_t years[3])
{
    char column[32];

    for (int back = 0; back < 3; back++) {
        snprintf(column, sizeof column, "%s_%d", name, back);
        if (years[back] == U)
            one_unknown(f, column);
        else
            one_set(f, column, years[back]);
    }
}

Test(spread, cases)
{
    struct one_firm f;
    uint8_t steps[TD_SPREADS];

    one_open(&f, "371500", 2026, 11, 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct spread_case *c = &cases[i];
        set(&f, "revenue", c->revenue);
        set(&f, "rd_expense", c->research);
        td_spread_row(f.rules, &f.firm.columns, 0, steps);
        cr_expect_eq(steps[c->metric], c->step, "%s: step %d, not %d", c->of, steps[c->metric], c->step);
    }
    one_close(&f);
}

/* The histogram counts bytes: as many as there are edges, in their order. */
Test(spread, edges_ascend)
{
    for (int e = 0; e < 2; e++) {
        cr_expect(td_spread_edges[e].count <= TD_SPREAD_EDGES);
        for (int i = 1; i < td_spread_edges[e].count; i++)
            cr_expect_lt(td_spread_edges[e].at[i - 1], td_spread_edges[e].at[i], "edges %d, %d", e, i);
    }
}
