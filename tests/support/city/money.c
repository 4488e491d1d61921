#include "city.h"
#include "unknown.h"

#include <string.h>

static int64_t
share(int64_t of, int64_t ppm)
{
    return of * ppm / 1000000;
}

/* Is this firm short of exactly this, or is exactly this fact missing? */
static bool
lacks(const struct firm *f, enum role role, const char *what)
{
    return f->role == role && strcmp(role_detail(role, f->tier, f->variant), what) == 0;
}

/* What the rungs differ in. Money in 千元, shares in millionths. */
struct rung {
    int64_t revenue_low, revenue_high, rd_floor, rd_low, rd_high, sci_low, sci_high;
};
static const struct rung rungs[TIERS] = {
    [TECH] = {2000, 12000, 0, 65000, 90000, 310000, 420000},
    [INNOVATIVE] = {5000, 14000, 0, 38000, 48000, 120000, 220000},
    [SRDI] = {18000, 48000, 1100, 35000, 70000, 120000, 260000},
    [GIANT] = {60000, 300000, 6600, 35000, 75000, 120000, 260000},
    [CHAMPION] = {480000, 1500000, 12000, 32000, 50000, 100000, 200000},
};

static void
role_year(const struct firm *f, struct rnd *r, struct figures *y)
{
    const struct rung *g = &rungs[f->tier];

    /* the same share every year, so that main revenue grows as revenue does */
    y->main_revenue = share(y->revenue, 930000 + (int64_t)(f->id % 60) * 1000);
    y->product_revenue = share(y->revenue, rnd_between(r, 620000, 900000));
    y->hightech_revenue = share(y->revenue, rnd_between(r, 500000, 850000));
    y->profit = share(y->revenue, rnd_between(r, 40000, 130000));
    y->cost = y->revenue - share(y->profit, 1100000);
    y->assets = share(y->revenue, rnd_between(r, 800000, 1400000));
    y->liabilities = share(y->assets, rnd_between(r, 300000, 520000));
    y->rd = share(y->revenue, rnd_between(r, g->rd_low, g->rd_high));
    if (y->rd < g->rd_floor)
        y->rd = g->rd_floor + rnd_between(r, 0, 400);
    y->employees = (int)(y->revenue / rnd_between(r, 600, 900)) + 12;
    if (y->employees > 900)
        y->employees = 900 - (int)rnd_below(r, 80);
    y->sci_staff = (int)share(y->employees, rnd_between(r, g->sci_low, g->sci_high)) + 1;
    y->rd_staff = (int)share(y->sci_staff, rnd_between(r, 700000, 950000)) + 1;
}

/* Exactly one condition below its threshold, all others as in a plain firm. */
static void
role_short_year(const struct firm *f, struct figures *y)
{
    if (lacks(f, SHORT, "main_share"))
        y->main_revenue = share(y->revenue, f->tier == SRDI ? 760000 : 850000);
    if (lacks(f, SHORT, "debt"))
        y->liabilities = share(y->assets, f->tier == SRDI ? 830000 : 790000);
    if (lacks(f, SHORT, "rd_share"))
        y->rd = share(y->revenue, 26000);
    if (lacks(f, SHORT, "rd_amount"))
        y->rd = 900;
    if (lacks(f, SHORT, "rd_sum"))
        y->rd = 5500;
    if (lacks(f, SHORT, "pass"))
        y->rd = share(y->revenue, 12000);
    if (lacks(f, SHORT, "staff_not_zero"))
        y->sci_staff = y->employees / 20, y->rd_staff = y->sci_staff;
    if (lacks(f, SHORT, "size_staff"))
        y->employees = 620, y->sci_staff = 215, y->rd_staff = 180;
    if (lacks(f, SHORT, "size_sales"))
        y->assets = 150000, y->liabilities = 60000;
    if (lacks(f, SHORT, "size_assets"))
        y->assets = 260000 + y->revenue, y->liabilities = y->assets / 2;
    if (lacks(f, SHORT, "pass_special"))
        y->main_revenue = share(y->revenue, 520000);
}

static void
role_missing_year(const struct firm *f, struct figures *y)
{
    if (lacks(f, MISSING, "liabilities"))
        y->liabilities = UNKNOWN;
    if (lacks(f, MISSING, "assets"))
        y->assets = UNKNOWN;
    if (lacks(f, MISSING, "rd_expense"))
        y->rd = UNKNOWN;
    if (lacks(f, MISSING, "main_revenue"))
        y->main_revenue = UNKNOWN;
    if (lacks(f, MISSING, "sci_staff"))
        y->sci_staff = -1;
}

/* Revenue of the last year such that the condition in question decides. */
static int64_t
role_revenue(const struct firm *f, struct rnd *r)
{
    const struct rung *g = &rungs[f->tier];

    if (lacks(f, SHORT, "revenue"))
        return f->tier == GIANT ? 47000 : f->tier == SRDI ? 14200 : 330000;
    if (lacks(f, SHORT, "size_sales"))
        return 230000;
    if (lacks(f, SHORT, "rd_amount"))
        return 22000; /* 900 of 22,000 is more than 3 % */
    if (lacks(f, SHORT, "rd_sum"))
        return 80000;
    if (lacks(f, SHORT, "rd_share"))
        return f->tier == GIANT ? 270000
                                : 46000; /* 2.6 % of it is above the amount asked for */
    return rnd_between(r, g->revenue_low, g->revenue_high);
}

static void
role_figures(struct firm *f, struct rnd *r)
{
    int64_t revenue = role_revenue(f, r);

    for (int i = 0; i < YEARS; i++) {
        struct figures *y = &f->figures[i];
        int64_t growth = rnd_between(r, 90000, 180000);

        y->revenue = revenue;
        role_year(f, r, y);
        role_short_year(f, y);
        y->rd_domestic = share(y->rd, rnd_between(r, 900000, 1000000));
        y->college = (int)share(y->employees, rnd_between(r, 250000, 500000));
        y->insured = (int)share(y->employees, rnd_between(r, 880000, 1000000));
        role_missing_year(f, y);
        if (y->rd == UNKNOWN)
            y->rd_domestic = UNKNOWN;
        if (lacks(f, SHORT, "growth"))
            growth = 25000;
        else if (f->tier == INNOVATIVE && lacks(f, MISSING, "liabilities"))
            growth = 70000; /* ten points: the debt ratio decides */
        else if (lacks(f, SHORT, "pass_growth"))
            growth = -60000;
        else if (lacks(f, SHORT, "revenue") && f->tier == CHAMPION)
            growth = 120000;
        else if (lacks(f, SHORT, "pass_special"))
            growth = 170000;
        else if (f->tier == CHAMPION)
            growth = rnd_between(r, 30000, 60000); /* 480,000 falls to no less than 427,000 */
        revenue = revenue * 1000000 / (1000000 + growth);
    }
}

static void
role_products(struct firm *f, struct rnd *r)
{
    bool top = f->tier == GIANT || f->tier == CHAMPION;

    f->has_product = true;
    f->rights = f->tier == GIANT ? 5 + (int)rnd_below(r, 4) : 1 + (int)rnd_below(r, 3);
    f->related_rights = f->rights;
    if (lacks(f, SHORT, "ip"))
        f->related_rights = f->tier == GIANT ? 3 : 0;
    if (lacks(f, SHORT, "pass_innovation"))
        f->rights = f->related_rights = 0;
    f->niche_years = f->tier == CHAMPION ? 11 + (int)rnd_below(r, 2) : 4 + (int)rnd_below(r, 8);
    if (lacks(f, SHORT, "niche"))
        f->niche_years = 2;
    /* from five years on, whether the product is new is a question for a person */
    if (lacks(f, SHORT, "years"))
        f->niche_years = 4;
    if (lacks(f, MISSING, "niche_years"))
        f->niche_years = -1;
    f->share_domestic_bp =
        top ? (int)rnd_between(r, 1200, 4000) : (int)rnd_between(r, 100, 800);
    f->rank_domestic = top ? 1 + (int)rnd_below(r, 3) : 4 + (int)rnd_below(r, 20);
    f->rank_global = f->tier == CHAMPION ? 1 + (int)rnd_below(r, 3) : -1;
    if (lacks(f, SHORT, "market_position"))
        f->share_domestic_bp = 800, f->rank_domestic = 5;
    if (lacks(f, SHORT, "rank"))
        f->rank_global = 5;
    if (lacks(f, MISSING, "rank_global"))
        f->rank_global = -1;
    if (lacks(f, MISSING, "share_domestic"))
        f->share_domestic_bp = f->rank_domestic = -1;
    f->share_global_bp = f->share_domestic_bp < 0 ? -1 : f->share_domestic_bp / 4;
    f->emerging = !lacks(f, SHORT, "pass_special");
    f->six_bases = top;
    f->platform_this = f->tier >= SRDI ? (int)rnd_between(r, 6200, 8900) : -1;
    f->platform_last = f->tier >= SRDI ? (int)rnd_between(r, 5600, 8600) : -1;
    if (lacks(f, SHORT, "platform"))
        f->platform_this = f->tier == GIANT ? 5800 : 4700;
    if (lacks(f, MISSING, "platform_this"))
        f->platform_this = -1;
}

static void
ordinary_year(struct firm *f, struct rnd *r, bool research, struct figures *y)
{
    y->main_revenue = share(y->revenue, rnd_between(r, 550000, 1000000));
    y->product_revenue = share(y->revenue, rnd_between(r, 300000, 900000));
    y->hightech_revenue = research ? share(y->revenue, rnd_between(r, 0, 700000)) : 0;
    y->profit = share(y->revenue, rnd_between(r, -90000, 140000));
    y->cost = y->revenue - y->profit;
    y->assets = share(y->revenue, rnd_between(r, 400000, 2400000)) + 40;
    y->liabilities = share(y->assets, rnd_between(r, 150000, 950000));
    y->rd = research ? share(y->revenue, rnd_between(r, 4000, 60000)) : 0;
    y->rd_domestic = y->rd;
    y->employees = (int)(y->revenue / rnd_between(r, 250, 900)) + 1;
    if (y->employees > 9000)
        y->employees = 9000;
    y->sci_staff = research ? (int)share(y->employees, rnd_between(r, 30000, 250000)) : 0;
    y->rd_staff = (int)share(y->sci_staff, 800000);
    y->college = (int)share(y->employees, rnd_between(r, 100000, 500000));
    y->insured = (int)share(y->employees, rnd_between(r, 400000, 1000000));
    (void)f;
}

static void
ordinary_figures(const struct city *city, struct firm *f, struct rnd *r)
{
    bool research = f->kind == COMPANY && f->status == ACTIVE &&
                    rnd_chance(r, f->section == 'C'   ? 80000
                                  : f->section == 'I' ? 150000
                                                      : 4000);
    int64_t revenue = rnd_lognormal(r, f->industry->revenue, 1350);

    if (f->kind == INDIVIDUAL)
        revenue = revenue / 8 + 10;
    for (int i = 0; i < YEARS; i++) {
        f->figures[i].revenue = f->established.year > city->last_year - i ? UNKNOWN : revenue;
        if (f->figures[i].revenue != UNKNOWN)
            ordinary_year(f, r, research, &f->figures[i]);
        revenue = revenue * 1000000 / (1000000 + rnd_between(r, -150000, 300000)) + 1;
    }
    if (research || rnd_chance(r, f->section == 'C'   ? 60000
                                  : f->section == 'I' ? 90000
                                                      : 3000)) {
        f->utility_rights = (int)rnd_below(r, 6);
        f->rights = rnd_chance(r, 200000) ? 1 : 0;
        f->softwares = f->section == 'I' ? 1 + (int)rnd_below(r, 8) : 0;
    }
    f->rank_global = f->platform_this = f->platform_last = -1;
    f->niche_years = f->share_domestic_bp = f->share_global_bp = f->rank_domestic = -1;
    f->in_audit = research && rnd_chance(r, 300000);
    f->has_product = f->in_audit && rnd_chance(r, 500000);
}

void
firm_figures(const struct city *city, struct firm *f)
{
    struct rnd r = rnd_of(city->o.seed, f->id, 4);
    bool alive = f->status == ACTIVE && f->kind != BRANCH && !f->pilot;

    if (f->role != ORDINARY) {
        role_figures(f, &r);
        role_products(f, &r);
        f->utility_rights = lacks(f, SHORT, "pass_innovation") ? 0 : (int)rnd_below(&r, 8);
        f->softwares = f->section == 'I' ? 2 + (int)rnd_below(&r, 6) : 0;
        f->in_audit = f->in_declared = f->in_insured = f->in_tax = true;
        f->in_stats = f->figures[0].revenue >= 20000;
        return;
    }
    ordinary_figures(city, f, &r);
    f->in_tax = alive && rnd_chance(&r, 700000);
    f->in_stats = alive && f->kind == COMPANY && f->figures[0].revenue >= 20000 &&
                  rnd_chance(&r, f->section == 'C' ? 300000 : 60000);
    f->in_insured = alive && rnd_chance(&r, 600000);
    f->in_audit = f->in_audit && alive;
    f->in_declared = f->has_product = f->has_product && f->in_audit;
}
