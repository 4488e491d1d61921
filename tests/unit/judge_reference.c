/*
 * Three tiers written out by hand in plain C from the official texts, one firm at a time, against the judge:
 * 100,000 firms with holes, half of them of few different values so that many stand exactly on a border.
 * Nothing is shared with the judge but the columns.
 */
#include "../support/by_hand.h"

enum { FIRMS = 50000 };

/* Counted from a list that is not declared complete: more may exist, fewer cannot. */
static enum answer
more_may(struct number a, int64_t least)
{
    return a.known && a.v >= least ? YES : OPEN;
}

/* ---- 63号 附件1 -------------------------------------------------------------------------------------- */
static enum answer
count_from(const struct firm *f, const char *lo_name, const char *hi_name, int64_t least)
{
    struct number lo = get(f, lo_name), hi = get(f, hi_name);

    return lo.known && lo.v >= least ? YES : hi.known && hi.v < least ? NO : OPEN;
}

static void
innovative_points(const struct firm *f, struct points *innovation, struct points *growth,
                  struct points *special)
{
    struct number r0 = get(f, "revenue_0"), rd = get(f, "rd_expense_0");
    struct number m0 = get(f, "main_revenue_0"), m1 = get(f, "main_revenue_1");
    struct number debt = get(f, "liabilities_0"), assets = get(f, "assets_0"), emerging = get(f, "emerging");
    enum answer ip[] = {count_from(f, "ip1_high_2022_lo", "ip1_high_2022_hi", 1),
                        count_from(f, "ip1_own_2022_lo", "ip1_own_2022_hi", 1),
                        count_from(f, "ip1_2022_lo", "ip1_2022_hi", 1),
                        count_from(f, "ip2_2022_lo", "ip2_2022_hi", 1)};
    enum answer research[] = {share(rd, r0, 5, 100), share(rd, r0, 3, 100), share(rd, r0, 2, 100),
                              share(rd, r0, 1, 100)};
    enum answer rise[] = {share(m0, m1, 115, 100), share(m0, m1, 110, 100), share(m0, m1, 105, 100),
                          share(m0, m1, 100, 100)};
    enum answer owed[] = {not_above(debt, assets, 55, 100), not_above(debt, assets, 75, 100)};
    enum answer field[] = {at_least(emerging, 1)};
    enum answer main[] = {share(m0, r0, 70, 100), share(m0, r0, 60, 100), share(m0, r0, 55, 100),
                          share(m0, r0, 50, 100)};

    *innovation = plus(step(ip, (int[]){20, 15, 10, 5}, 4, 0), step(research, (int[]){20, 15, 10, 5}, 4, 0));
    *growth = plus(step(rise, (int[]){20, 15, 10, 5}, 4, 0), step(owed, (int[]){10, 5}, 2, 0));
    *special = plus(step(field, (int[]){10}, 1, 5), step(main, (int[]){20, 15, 10, 5}, 4, 0));
}

/* Sums of ages of a list that is open: what is not known adds nothing that is certain. */
static int64_t
certain_sum(const struct firm *f, const char *name, int ages)
{
    int64_t sum = 0;
    char column[64];

    for (int i = 0; i < ages; i++) {
        struct number n;

        snprintf(column, sizeof(column), "%s_%d", name, i);
        n = get(f, column);
        sum += n.known ? n.v : 0;
    }
    return sum;
}

static enum answer
innovative_route(const struct firm *f, struct points *total)
{
    struct points innovation, growth, special;
    enum answer scored, direct;

    innovative_points(f, &innovation, &growth, &special);
    *total = plus(plus(innovation, growth), special);
    scored = both(both(mark(*total, 60), mark(innovation, 20)), both(mark(growth, 15), mark(special, 15)));
    direct = either(certain_sum(f, "award_national_any", 3) >= 1 ? YES : OPEN,
                    certain_sum(f, "award_provincial_any", 3) >= 1 ? YES : OPEN);
    direct = either(direct, either(more_may(get(f, "holds_high_tech"), 1), more_may(get(f, "holds_model"), 1)));
    direct = either(direct, at_least(get(f, "rd_institution"), 3));
    direct = either(direct, certain_sum(f, "equity", 3) >= 500 * WAN ? YES : OPEN);
    return either(scored, direct);
}

/* ---- 2号 附件1, 附件2 ------------------------------------------------------------------------------------ */
static enum answer
best_rank(const struct firm *f, const char *name, int64_t most)
{
    char column[64];

    for (int i = 0; i < 3; i++) {
        struct number n;

        snprintf(column, sizeof(column), "%s_%d", name, i);
        n = get(f, column);
        if (n.known && n.v <= most)
            return YES;
    }
    return OPEN; /* the list is open: a better rank may exist */
}

static enum answer
rd_each_year(const struct firm *f)
{
    return both(share(get(f, "rd_expense_0"), get(f, "revenue_0"), 3, 100),
                share(get(f, "rd_expense_1"), get(f, "revenue_1"), 3, 100));
}

static void
srdi(const struct firm *f, enum answer out[6])
{
    enum answer title = either(at_least(get(f, "holds_tech_sme"), 1), more_may(get(f, "holds_innovative"), 1));
    enum answer revenue = either(at_least(get(f, "revenue_0"), 1500 * WAN),
                                 certain_sum(f, "equity", 2) >= 2000 * WAN ? YES : OPEN);
    enum answer money = both(at_least(get(f, "rd_expense_0"), 100 * WAN), at_least(get(f, "rd_expense_1"), 100 * WAN));
    enum answer platform = at_least(get(f, "platform_this"), 5000);
    enum answer product = share(get(f, "product_revenue_0"), get(f, "revenue_0"), 1, 2);

    /* more than half: exactly half is not */
    if (product == YES && get(f, "product_revenue_0").v * 2 == get(f, "revenue_0").v)
        product = NO;
    out[0] = both(title, at_least(get(f, "niche_years"), 3));
    out[1] = both(revenue, both(share(get(f, "main_revenue_0"), get(f, "revenue_0"), 80, 100),
                                not_above(get(f, "liabilities_0"), get(f, "assets_0"), 80, 100)));
    out[2] = both(money, rd_each_year(f));
    out[3] = either(count_from(f, "ip1_2026_lo", "ip1_2026_hi", 1),
                    either(either(best_rank(f, "award_provincial_rank", 3), best_rank(f, "award_national_rank", 3)),
                           at_least(get(f, "rd_institution"), 3)));
    out[4] = both(product, PERSON);
    out[5] = platform == OPEN ? PERSON : platform;
}

static enum answer
compound_growth(const struct firm *f)
{
    struct number now = get(f, "revenue_0"), then = get(f, "revenue_2");

    if (!now.known || !then.known || then.v <= 0)
        return OPEN;
    return yes_if((int128)now.v * 10000 >= (int128)then.v * 11025);
}

static void
little_giant(const struct firm *f, enum answer out[6])
{
    struct number rd0 = get(f, "rd_expense_0"), rd1 = get(f, "rd_expense_1"), rank = get(f, "rank_domestic");
    enum answer sum = rd0.known && rd1.known ? yes_if(rd0.v + rd1.v >= 1200 * WAN) : OPEN;
    enum answer platform = at_least(get(f, "platform_this"), 6000);
    enum answer product = share(get(f, "product_revenue_0"), get(f, "revenue_0"), 1, 2);
    enum answer market = either(at_least(get(f, "share_domestic"), 100000), at_least(get(f, "share_global"), 100000));

    if (product == YES && get(f, "product_revenue_0").v * 2 == get(f, "revenue_0").v)
        product = NO;
    market = either(market, rank.known ? yes_if(rank.v <= 3) : OPEN);
    out[0] = both(at_least(get(f, "holds_srdi"), 1), at_least(get(f, "niche_years"), 3));
    out[1] = both(both(at_least(get(f, "revenue_0"), 5000 * WAN),
                       share(get(f, "main_revenue_0"), get(f, "revenue_0"), 90, 100)),
                  both(compound_growth(f), not_above(get(f, "liabilities_0"), get(f, "assets_0"), 75, 100)));
    out[2] = both(sum, rd_each_year(f));
    out[3] = either(count_from(f, "ip1_2026_lo", "ip1_2026_hi", 4), best_rank(f, "award_national_rank", 3));
    out[4] = both(both(product, market), PERSON);
    out[5] = platform == OPEN ? PERSON : platform;
}

/* ---- comparison ---------------------------------------------------------------------------------------- */
struct run {
    struct criteria criteria;
    struct td_rules *rules;
    struct firms firms;
    struct td_results results;
    const struct td_program *innovative, *srdi, *little_giant;
    size_t innovative_at;
};

static void
start(struct run *run, bool coarse, bool wild)
{
    struct td_complete_list complete[] = {{TD_STR("ip"), {0}},
                                          {TD_STR("conduct"), {0}},
                                          {TD_STR("title"), TD_STR("tech_sme")},
                                          {TD_STR("title"), TD_STR("srdi")},
                                          {TD_STR("title"), TD_STR("rd_institution")}};
    struct td_rules_options options = {.region = TD_STR("371500"), .complete = complete, .complete_count = 5};
    struct td_error err = {0};

    td_lang_set(TD_EN);
    options.as_of = td_date_from((struct td_civil){2026, 6, 1});
    criteria_read(&run->criteria, TIDU_SOURCE "/criteria");
    cr_assert(td_rules_compile(&run->rules, run->criteria.files, run->criteria.count, &options, &err),
              "%s:%zu:%zu %s", err.file, err.line, err.column, err.text);
    firms_new(&run->firms, run->rules, FIRMS, coarse ? 7 : 11, 15, coarse);
    if (wild)
        firms_make_wild(&run->firms, run->rules, 13);
    td_results_init(&run->results, run->rules, FIRMS);
    td_judge_all(run->rules, &run->firms.columns, 2, &run->results);
    for (size_t p = 0; p < td_rules_program_count(run->rules); p++) {
        const struct td_program *t = td_rules_program(run->rules, p);

        if (t->kind == TD_REVIEW)
            continue;
        if (td_str_equal(t->tier, TD_STR("innovative"))) {
            run->innovative = t;
            run->innovative_at = p;
        } else if (td_str_equal(t->tier, TD_STR("srdi"))) {
            run->srdi = t;
        } else if (td_str_equal(t->tier, TD_STR("little_giant"))) {
            run->little_giant = t;
        }
    }
    cr_assert(run->innovative && run->srdi && run->little_giant);
}

static void
stop(struct run *run)
{
    td_results_free(&run->results);
    firms_free(&run->firms);
    td_rules_free(run->rules);
    criteria_free(&run->criteria);
}

static enum td_state
judged(const struct run *run, const struct td_program *t, const char *id, size_t row)
{
    for (size_t k = 0; k < t->condition_count; k++)
        if (td_str_equal(t->conditions[k].id, td_str(id)))
            return run->results.states[row * td_rules_state_count(run->rules) + t->state_offset + k];
    cr_assert(false, "no condition %s", id);
    return TD_NA;
}

static void
same(const struct run *run, const struct td_program *t, const char *id, size_t row, enum answer expected)
{
    static const enum td_state states[] = {[NO] = TD_UNMET, [OPEN] = TD_UNKNOWN, [PERSON] = TD_MANUAL, [YES] = TD_MET};
    enum td_state got = judged(run, t, id, row);

    cr_assert_eq(got, states[expected], "firm %zu, %.*s %s: by hand %d, judged %d", row, (int)t->tier.len,
                 t->tier.at, id, states[expected], got);
}

static void
compare(bool coarse, bool wild)
{
    static const char *const ids[] = {"prior", "operation", "rd", "ip", "market", "platform"};
    static int16_t slots[NAMES];
    struct run run = {0};
    size_t counts[13][4] = {{0}};

    start(&run, coarse, wild);
    for (size_t row = 0; row < FIRMS; row++) {
        struct firm f = {run.rules, &run.firms.columns, row, slots};
        size_t at = row * td_rules_program_count(run.rules) + run.innovative_at;
        struct points total;
        enum answer out[6], route = innovative_route(&f, &total);

        same(&run, run.innovative, "route", row, route);
        counts[12][route]++;
        cr_assert_eq(run.results.points_lo[at], total.lo, "firm %zu: low %d, by hand %d", row,
                     run.results.points_lo[at], total.lo);
        cr_assert_eq(run.results.points_hi[at], total.hi, "firm %zu: high %d, by hand %d", row,
                     run.results.points_hi[at], total.hi);
        srdi(&f, out);
        for (int i = 0; i < 6; i++)
            same(&run, run.srdi, ids[i], row, out[i]), counts[i][out[i]]++;
        little_giant(&f, out);
        for (int i = 0; i < 6; i++)
            same(&run, run.little_giant, ids[i], row, out[i]), counts[6 + i][out[i]]++;
    }
    for (int i = 0; i < 13; i++) { /* or else the firms are too much alike to prove anything */
        int different = 0;

        for (int k = 0; k < 4; k++)
            different += counts[i][k] > 0;
        cr_assert(different >= 2, "condition %d has one answer only", i);
    }
    stop(&run);
}

Test(judge_reference, firms_on_borders_come_out_as_by_hand)
{
    compare(true, false);
}

Test(judge_reference, firms_of_any_figures_come_out_as_by_hand)
{
    compare(false, false);
}

Test(judge_reference, figures_far_out_of_the_ordinary_come_out_as_by_hand)
{
    compare(true, true);
}
