/*
 * A second reading of the tiers that judge_reference.c leaves out, and of all that it leaves out of the others:
 * 科技型 115号, 专精特新 63号 附件2 (with 山东's 特色化), 小巨人 63号 附件3, 单项冠军 138号, 高企 32号, the negative
 * lists, the 划型, reviews and verdicts, each state and each interval of points, of 200,000 firms with holes,
 * with all lists complete and with none.
 */
#include "../support/by_hand.h"

/* A night; under a sanitizer, which looks at memory and not at the reading, fewer. */
#if defined(__SANITIZE_ADDRESS__)
enum { FIRMS = 10000 };
#else
enum { FIRMS = 50000 };
#endif

struct night {
    struct criteria criteria;
    struct td_rules *rules;
    struct firms firms;
    struct td_results results;
    bool complete, shandong;
    td_date as_of;
    int16_t *slots;
    size_t seen[4];
};

struct reading { /* of one firm by one tier */
    const struct night *night;
    const struct td_program *program;
    size_t at, row;
    enum answer subject, require;
    int data, decided; /* top-level conditions that data decide; of them, those that are not open */
};

/* ---- figures and lists ------------------------------------------------------------------------------------ */
static enum answer
below(struct number a, int64_t most)
{
    return a.known ? yes_if(a.v <= most) : OPEN;
}

static enum answer
more_than(struct number a, struct number b, int64_t num, int64_t den)
{
    if (!a.known || !b.known || b.v <= 0)
        return OPEN;
    return yes_if((int128)a.v * den > (int128)b.v * num);
}

/* A count: what is not delivered may raise it, unless the list is complete. */
static enum answer
counted(const struct night *n, struct number a, int64_t least)
{
    if (a.known && a.v >= least)
        return YES;
    return a.known && n->complete ? NO : OPEN;
}

/* Not on the list. */
static enum answer
absent(const struct night *n, struct number a)
{
    enum answer on = counted(n, a, 1);

    return on == YES ? NO : on == NO ? YES : OPEN;
}

static enum answer
rights(const struct night *n, const struct firm *f, const char *name, int64_t least)
{
    char lo[40], hi[40];
    struct number low, high;

    snprintf(lo, sizeof(lo), "%s_lo", name);
    snprintf(hi, sizeof(hi), "%s_hi", name);
    low = get(f, lo);
    high = get(f, hi);
    if (low.known && low.v >= least)
        return YES;
    return high.known && high.v < least && n->complete ? NO : OPEN;
}

/* Years since the last event: what is not delivered may be newer. */
static enum answer
quiet(const struct night *n, struct number age, int64_t years)
{
    if (age.known && age.v < years)
        return NO;
    return age.known && n->complete ? YES : OPEN;
}

static struct number
aged(const struct firm *f, const char *name, int age)
{
    char column[64];

    snprintf(column, sizeof(column), "%s_%d", name, age);
    return get(f, column);
}

static enum answer
ranked(const struct night *n, const struct firm *f, const char *name, int ages, int64_t most)
{
    bool all = n->complete;

    for (int i = 0; i < ages; i++) {
        struct number rank = aged(f, name, i);

        if (rank.known && rank.v <= most)
            return YES;
        all = all && rank.known;
    }
    return all ? NO : OPEN;
}

static enum answer
paid_in(const struct night *n, const struct firm *f, int ages, int64_t least)
{
    bool all = n->complete;
    int64_t sum = 0;

    for (int i = 0; i < ages; i++) {
        struct number amount = aged(f, "equity", i);

        sum += amount.known ? amount.v : 0;
        all = all && amount.known;
    }
    return sum >= least ? YES : all ? NO : OPEN;
}

static struct number
sum_of(const struct firm *f, const char *name, int years)
{
    struct number sum = {true, 0};

    for (int i = 0; i < years; i++) {
        struct number one = aged(f, name, i);

        sum.known = sum.known && one.known;
        sum.v += one.v;
    }
    return sum;
}

/* Mean of two yearly rates of at least t %: m0/m1 + m1/m2 >= 2 + 2t %. */
static enum answer
mean_growth(const struct firm *f, int64_t percent)
{
    struct number m0 = get(f, "main_revenue_0"), m1 = get(f, "main_revenue_1"), m2 = get(f, "main_revenue_2");

    if (!m0.known || !m1.known || !m2.known || m1.v <= 0 || m2.v <= 0)
        return OPEN;
    return yes_if(((int128)m0.v * m2.v + (int128)m1.v * m1.v) * 100 >= (int128)m1.v * m2.v * (200 + 2 * percent));
}

/* ---- 划型 -------------------------------------------------------------------------------------------------- */
/* Lower limits of 大型 by row of the table: persons, 万元 of revenue, 万元 of assets; -1 = not asked. */
static const struct large {
    int from, to; /* divisions, or groups of three digits where above 100 */
    int64_t x, y, z;
} larges[] = {{1, 5, -1, 20000, -1},         {6, 12, 1000, 40000, -1},  {13, 43, 1000, 40000, -1},
              {44, 46, 1000, 40000, -1},     {47, 50, -1, 80000, 80000}, {51, 51, 200, 40000, -1},
              {52, 52, 300, 20000, -1},      {54, 58, 1000, 30000, -1}, {59, 59, 200, 30000, -1},
              {60, 60, 1000, 30000, -1},     {61, 62, 300, 10000, -1},  {63, 64, 2000, 100000, -1},
              {65, 65, 300, 10000, -1},      {701, 701, -1, 200000, 10000}, {702, 702, 1000, 5000, -1},
              {71, 72, 300, -1, 120000},     {97, 97, 300, -1, -1}};

static enum answer
large_by(const struct firm *f, const struct large *l)
{
    enum answer all = YES;

    all = l->x < 0 ? all : both(all, at_least(get(f, "employees_0"), l->x));
    all = l->y < 0 ? all : both(all, at_least(get(f, "revenue_0"), l->y * WAN));
    return l->z < 0 ? all : both(all, at_least(get(f, "assets_0"), l->z * WAN));
}

/* 中小企业: not large, by every row that the industry may be of. */
static enum answer
is_sme(const struct firm *f)
{
    struct number industry = get(f, "industry");
    int from = industry.known ? (int)(industry.v / 10000) : 0, to = industry.known ? (int)(industry.v % 10000) : 9999;
    bool some_large = false, some_small = false, open = false;

    for (size_t i = 0; i < sizeof(larges) / sizeof(*larges); i++) {
        int scale = larges[i].from > 100 ? 10 : 100;
        enum answer large;

        if (larges[i].to * scale + scale - 1 < from || larges[i].from * scale > to)
            continue;
        large = large_by(f, &larges[i]);
        some_large = some_large || large == YES;
        some_small = some_small || large == NO;
        open = open || large == OPEN;
    }
    return open || (some_large && some_small) ? OPEN : yes_if(some_small);
}

/* ---- comparison ---------------------------------------------------------------------------------------------- */
static const enum td_state states[] = {[NO] = TD_UNMET, [OPEN] = TD_UNKNOWN, [PERSON] = TD_MANUAL, [YES] = TD_MET};

static void
same(struct reading *r, const char *id, enum answer expected)
{
    const struct night *n = r->night;
    size_t k = 0;

    while (k < r->program->condition_count && !td_str_equal(r->program->conditions[k].id, td_str(id)))
        k++;
    cr_assert(k < r->program->condition_count, "%.*s has no condition %s", (int)r->program->tier.len, r->program->tier.at, id);
    enum td_state got = n->results.states[r->row * td_rules_state_count(n->rules) + r->program->state_offset + k];
    cr_assert_eq(got, states[expected], "firm %zu (%s), %.*s %s: by hand %d, judged %d", r->row,
                 n->complete ? "complete" : "open", (int)r->program->tier.len, r->program->tier.at, id, states[expected], got);
    ((struct night *)n)->seen[expected]++;
}

/* A part. */
static enum answer
part(struct reading *r, const char *id, enum answer answer)
{
    same(r, id, answer);
    return answer;
}

/* A top-level condition; `data`: data decide some of it. */
static void
top(struct reading *r, const char *id, bool data, enum answer answer)
{
    same(r, id, answer);
    r->require = both(r->require, answer);
    r->data += data;
    r->decided += data && answer != OPEN;
}

static void
who(struct reading *r, const struct firm *f, bool sme)
{
    enum answer legal = at_least(get(f, "legal_person"), 1), active = at_least(get(f, "active"), 1);

    r->subject = both(part(r, "legal_person", legal), part(r, "active", active));
    if (sme)
        r->subject = both(r->subject, part(r, "sme", is_sme(f)));
}

static bool
begin(struct night *n, const char *tier, enum td_kind kind, size_t row, struct reading *r)
{
    *r = (struct reading){.night = n, .row = row, .subject = YES, .require = YES};
    for (r->at = 0; r->at < td_rules_program_count(n->rules); r->at++) {
        r->program = td_rules_program(n->rules, r->at);
        if (td_str_equal(r->program->tier, td_str(tier)) && r->program->kind == kind)
            return true;
    }
    return false;
}

static void
points(const struct reading *r, struct points total)
{
    size_t at = r->row * td_rules_program_count(r->night->rules) + r->at;
    const struct td_results *x = &r->night->results;

    cr_assert(x->points_lo[at] == total.lo && x->points_hi[at] == total.hi, "firm %zu, %.*s: %d..%d, by hand %d..%d", r->row,
              (int)r->program->tier.len, r->program->tier.at, x->points_lo[at], x->points_hi[at], total.lo, total.hi);
}

/* holds: kind new: has the title; kind review: its validity ends this year. `open`: the pass mark is open and so are
 * most of the points. */
static void
verdict(const struct reading *r, enum answer holds, bool open)
{
    enum answer worst = both(r->subject, r->require);
    int got = r->night->results.verdicts[r->row * td_rules_program_count(r->night->rules) + r->at];
    int expected = worst == OPEN     ? (2 * r->decided < r->data || open ? TD_INSUFFICIENT : TD_POSSIBLE)
                   : worst == PERSON ? TD_READY
                                     : TD_CONFIRMED;

    if (r->require == NO)
        expected = TD_NO;
    if (r->program->kind == TD_NEW && holds == YES)
        expected = TD_HOLDS;
    if (r->subject == NO)
        expected = TD_EXCLUDED;
    if (r->program->kind == TD_REVIEW && holds != YES)
        expected = TD_NOT_CONCERNED;
    got = got == TD_NEAR ? TD_NO : got; /* near: an unmet that can still be changed */
    cr_assert_eq(got, expected, "firm %zu, %.*s: verdict %d, by hand %d", r->row, (int)r->program->tier.len,
                 r->program->tier.at, got, expected);
}

/* ---- negative lists --------------------------------------------------------------------------------------------- */
static enum answer
listed(struct reading *r, const struct firm *f, const char *const *names, size_t count)
{
    enum answer all = YES;

    for (size_t i = 0; i < count; i++)
        all = both(all, part(r, names[i], absent(r->night, get(f, names[i]))));
    return all;
}

/* events: "accident" is counted in accident_age. */
static enum answer
events(struct reading *r, const struct firm *f, const char *const *names, size_t count)
{
    enum answer all = YES;

    for (size_t i = 0; i < count; i++) {
        char column[64];

        snprintf(column, sizeof(column), "%s_age", names[i]);
        all = both(all, part(r, names[i], quiet(r->night, get(f, column), 3)));
    }
    return all;
}

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

static void
conduct(struct reading *r, const struct firm *f, bool measures_2026)
{
    static const char *const lists[] = {"abnormal", "dishonest", "banned"};
    static const char *const common[] = {"accident", "data_security", "environment", "quality"};
    static const char *const old[] = {"tax"}, *const new[] = {"fraud"};

    top(r, "conduct", true,
        both(both(listed(r, f, lists, COUNT(lists)), events(r, f, common, COUNT(common))),
             events(r, f, measures_2026 ? new : old, 1)));
}

/* ---- 115号 ----------------------------------------------------------------------------------------------------- */
static void
tech_sme(struct night *n, const struct firm *f)
{
    struct number rd = get(f, "rd_expense_0"), sales = get(f, "revenue_0"), cost = get(f, "cost_0");
    struct number staff = get(f, "sci_staff_0"), all = get(f, "employees_0"), standard = get(f, "standard_leading_age");
    enum answer people[] = {share(staff, all, 30, 100), share(staff, all, 25, 100), share(staff, all, 20, 100),
                            share(staff, all, 15, 100), share(staff, all, 10, 100)};
    enum answer by_sales[] = {share(rd, sales, 6, 100), share(rd, sales, 5, 100), share(rd, sales, 4, 100),
                              share(rd, sales, 3, 100), share(rd, sales, 2, 100)};
    enum answer by_cost[] = {share(rd, cost, 30, 100), share(rd, cost, 25, 100), share(rd, cost, 20, 100),
                             share(rd, cost, 15, 100), share(rd, cost, 10, 100)};
    enum answer results[] = {rights(n, f, "ip1_any", 1), rights(n, f, "ip2_any", 4), rights(n, f, "ip2_any", 3),
                             rights(n, f, "ip2_any", 2), rights(n, f, "ip2_any", 1)};
    static const int fifty[] = {50, 40, 30, 20, 10};
    struct points p = step(people, (int[]){20, 16, 12, 8, 4}, 5, 0), a = step(by_sales, fifty, 5, 0),
                  b = step(by_cost, fifty, 5, 0), input = {a.lo > b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi};
    struct points total = plus(plus(p, input), step(results, (int[]){30, 24, 18, 12, 6}, 5, 0));
    enum answer accident = either(quiet(n, get(f, "accident_age"), 2), PERSON);
    enum answer quality = either(quiet(n, get(f, "quality_age"), 2), PERSON);
    enum answer environment = either(quiet(n, get(f, "environment_age"), 2), both(quiet(n, get(f, "environment_age"), 1), PERSON));
    enum answer research = either(quiet(n, get(f, "research_misconduct_age"), 2),
                                  both(quiet(n, get(f, "research_misconduct_age"), 1), PERSON));
    enum answer scored, direct;
    struct reading r;

    cr_assert(begin(n, "tech_sme", TD_NEW, f->row, &r));
    who(&r, f, false);
    top(&r, "size", true,
        both(part(&r, "size_staff", below(all, 500)),
             both(part(&r, "size_sales", below(sales, 20000 * WAN)), part(&r, "size_assets", below(get(f, "assets_0"), 20000 * WAN)))));
    top(&r, "permitted", false, PERSON);
    top(&r, "conduct", true,
        both(both(both(part(&r, "accident", accident), part(&r, "quality", quality)),
                  both(part(&r, "environment", environment), part(&r, "research", research))),
             both(part(&r, "abnormal", absent(n, get(f, "abnormal"))), part(&r, "dishonest", absent(n, get(f, "dishonest"))))));
    points(&r, total);
    scored = part(&r, "scored", both(part(&r, "pass", mark(total, 60)), part(&r, "staff_not_zero", mark(p, 1))));
    direct = either(part(&r, "direct_high_tech", counted(n, get(f, "holds_high_tech"), 1)),
                    part(&r, "direct_award", ranked(n, f, "award_national_rank", 5, 3)));
    direct = either(direct, part(&r, "direct_institution", counted(n, get(f, "rd_institution"), 3)));
    direct = either(direct, part(&r, "direct_standard", standard.known && standard.v < 5 ? YES : standard.known && n->complete ? NO : OPEN));
    top(&r, "route", true, either(scored, part(&r, "direct", direct)));
    verdict(&r, counted(n, get(f, "holds_tech_sme"), 1), either(scored, direct) == OPEN && total.hi - total.lo > 50);
}

/* ---- 63号 附件2 --------------------------------------------------------------------------------------------------- */
static struct points
several(const enum answer *answers, int count, int each, int cap)
{
    struct points p = {0, 0};

    for (int i = 0; i < count; i++) {
        p.lo += answers[i] == YES ? each : 0;
        p.hi += answers[i] != NO ? each : 0;
    }
    return (struct points){p.lo < cap ? p.lo : cap, p.hi < cap ? p.hi : cap};
}

static struct points
shandong(const struct night *n, const struct firm *f)
{
    enum answer field[] = {PERSON, PERSON, PERSON, PERSON};
    enum answer creative[] = {PERSON, PERSON, PERSON, PERSON, either(counted(n, get(f, "overseas_certificate"), 1), PERSON), PERSON};
    struct number rank = get(f, "rank_domestic"), market = get(f, "share_domestic");
    enum answer place[] = {either(market.known ? yes_if(market.v > 100000) : OPEN, below(rank, 3)), either(below(rank, 10), PERSON), PERSON};

    return plus(plus(step(field, (int[]){4, 3, 2, 1}, 4, 0), several(creative, 6, 2, 4)),
                plus(step(place, (int[]){4, 3, 2}, 3, 0), (struct points){0, 3}));
}

static struct points
specialised(const struct firm *f)
{
    struct number m0 = get(f, "main_revenue_0"), r0 = get(f, "revenue_0"), years = get(f, "niche_years");
    enum answer main[] = {share(m0, r0, 80, 100), share(m0, r0, 70, 100), share(m0, r0, 60, 100)};
    enum answer rise[] = {mean_growth(f, 10), mean_growth(f, 8), mean_growth(f, 6), mean_growth(f, 4), mean_growth(f, 0)};
    enum answer field[] = {at_least(get(f, "chain_role"), 1),
                           either(either(at_least(get(f, "six_bases"), 1), at_least(get(f, "key_chain_customer"), 1)), PERSON)};
    int niche = years.v / 2 < 5 ? (int)(years.v / 2) : 5;

    return plus(plus(step(main, (int[]){5, 3, 1}, 3, 0), step(rise, (int[]){10, 8, 6, 4, 2}, 5, 0)),
                plus(years.known ? (struct points){niche, niche} : (struct points){0, 5}, step(field, (int[]){5, 3}, 2, 0)));
}

static struct points
refined(const struct night *n, const struct firm *f)
{
    struct number profit = get(f, "net_profit_0"), r0 = get(f, "revenue_0"), owed = get(f, "liabilities_0"), assets = get(f, "assets_0");
    enum answer digital[] = {counted(n, get(f, "digital_level"), 3), counted(n, get(f, "digital_level"), 2)};
    enum answer quality[] = {counted(n, get(f, "quality_award"), 1), counted(n, get(f, "management_system"), 1),
                             counted(n, get(f, "own_brand"), 1), counted(n, get(f, "standard_count"), 1)};
    enum answer margin[] = {share(profit, r0, 10, 100), share(profit, r0, 8, 100), share(profit, r0, 6, 100), share(profit, r0, 4, 100),
                            share(profit, r0, 2, 100)};
    enum answer debt[] = {not_above(owed, assets, 50, 100), not_above(owed, assets, 60, 100), not_above(owed, assets, 70, 100)};

    return plus(plus(step(digital, (int[]){5, 3}, 2, 0), several(quality, 4, 3, 5)),
                plus(step(margin, (int[]){10, 8, 6, 4, 2}, 5, 0), step(debt, (int[]){5, 3, 1}, 3, 0)));
}

static struct points
innovative(const struct night *n, const struct firm *f)
{
    struct number rd = get(f, "rd_expense_0"), r0 = get(f, "revenue_0"), staff = get(f, "rd_staff_0"), all = get(f, "employees_0");
    enum answer ip[] = {rights(n, f, "ip1_high_2022", 1), rights(n, f, "ip1_own_2022", 1), rights(n, f, "ip1_2022", 1), rights(n, f, "ip2_2022", 1)};
    enum answer by_sum[] = {at_least(rd, 500 * WAN), at_least(rd, 400 * WAN), at_least(rd, 300 * WAN), at_least(rd, 200 * WAN), at_least(rd, 100 * WAN)};
    enum answer by_share[] = {share(rd, r0, 10, 100), share(rd, r0, 8, 100), share(rd, r0, 6, 100), share(rd, r0, 4, 100), share(rd, r0, 3, 100)};
    enum answer people[] = {share(staff, all, 20, 100), share(staff, all, 10, 100), share(staff, all, 5, 100)};
    enum answer institution[4];
    static const int ten[] = {10, 8, 6, 4, 2};
    struct points a = step(by_sum, ten, 5, 0), b = step(by_share, ten, 5, 0);

    for (int i = 0; i < 4; i++)
        institution[i] = counted(n, get(f, "rd_institution"), 4 - i);
    return plus(plus(step(ip, (int[]){10, 8, 6, 2}, 4, 0), (struct points){a.lo > b.lo ? a.lo : b.lo, a.hi > b.hi ? a.hi : b.hi}),
                plus(step(people, (int[]){5, 3, 1}, 3, 0), step(institution, (int[]){10, 8, 4, 2}, 4, 0)));
}

static void
srdi_2022(struct night *n, const struct firm *f, enum td_kind kind)
{
    struct number rd = get(f, "rd_expense_0"), r0 = get(f, "revenue_0"), two = sum_of(f, "rd_expense", 2);
    struct points total = plus(plus(specialised(f), refined(n, f)), plus(n->shandong ? shandong(n, f) : (struct points){0, 15}, innovative(n, f)));
    enum answer direct, pass = mark(total, 60);
    struct reading r;

    cr_assert(begin(n, "srdi", kind, f->row, &r));
    who(&r, f, true);
    top(&r, "niche", true, at_least(get(f, "niche_years"), 2));
    top(&r, "rd_basic", true, both(part(&r, "rd_amount", at_least(rd, 100 * WAN)), part(&r, "rd_share", share(rd, r0, 3, 100))));
    top(&r, "revenue", true, either(part(&r, "revenue_amount", at_least(r0, 1000 * WAN)), part(&r, "revenue_equity", paid_in(n, f, 2, 2000 * WAN))));
    points(&r, total);
    direct = either(part(&r, "direct_award", either(ranked(n, f, "award_provincial_rank", 3, 3), ranked(n, f, "award_national_rank", 3, 5))),
                    part(&r, "direct_rd", two.known ? yes_if(two.v >= 2000 * WAN) : OPEN));
    direct = either(direct, part(&r, "direct_equity", paid_in(n, f, 2, 6000 * WAN)));
    direct = part(&r, "direct", either(direct, part(&r, "direct_chuangke", ranked(n, f, "chuangke_rank", 3, 500))));
    top(&r, "route", true, either(part(&r, "pass", pass), direct));
    bool open = either(pass, direct) == OPEN && total.hi - total.lo > 50;
    conduct(&r, f, false);
    verdict(&r, counted(n, get(f, kind == TD_NEW ? "holds_srdi" : "review_srdi"), 1), open);
}

/* ---- 63号 附件3 --------------------------------------------------------------------------------------------------- */
static enum answer
rd_years(const struct firm *f, int64_t percent)
{
    return both(share(get(f, "rd_expense_0"), get(f, "revenue_0"), percent, 100), share(get(f, "rd_expense_1"), get(f, "revenue_1"), percent, 100));
}

static enum answer
rd_by_size(struct reading *r, const struct firm *f)
{
    const struct night *n = r->night;
    struct number r0 = get(f, "revenue_0"), rd = get(f, "rd_expense_0"), two = sum_of(f, "rd_expense", 2);
    enum answer ten = at_least(r0, 10000 * WAN), five = at_least(r0, 5000 * WAN);
    enum answer not_ten = r0.known ? yes_if(r0.v < 10000 * WAN) : OPEN, not_five = r0.known ? yes_if(r0.v < 5000 * WAN) : OPEN;
    enum answer total = either(at_least(rd, 3000 * WAN), both(two.known ? yes_if(two.v >= 3000 * WAN) : OPEN, PERSON));
    enum answer small = both(both(not_five, paid_in(n, f, 2, 8000 * WAN)),
                             both(part(r, "rd_small_total", total), share(get(f, "rd_staff_0"), get(f, "employees_0"), 50, 100)));

    return either(part(r, "rd_large", both(ten, rd_years(f, 3))),
                  either(part(r, "rd_medium", both(both(five, not_ten), rd_years(f, 6))), part(r, "rd_small", small)));
}

static void
little_giant_2022(struct night *n, const struct firm *f, enum td_kind kind)
{
    struct number r0 = get(f, "revenue_0");
    enum answer certificate, general, direct;
    struct reading r;

    if (!begin(n, "little_giant", kind, f->row, &r) || !td_str_equal(r.program->version, TD_STR("2022")))
        return;
    who(&r, f, true);
    top(&r, "specialised", true,
        both(part(&r, "niche", at_least(get(f, "niche_years"), 3)),
             both(part(&r, "main_share", share(get(f, "main_revenue_0"), r0, 70, 100)), part(&r, "growth", mean_growth(f, 5)))));
    certificate = either(counted(n, get(f, "management_system"), 1), counted(n, get(f, "overseas_certificate"), 1));
    top(&r, "refined", true,
        both(part(&r, "system", PERSON), both(part(&r, "certificate", certificate),
                                              part(&r, "debt", not_above(get(f, "liabilities_0"), get(f, "assets_0"), 70, 100)))));
    top(&r, "distinctive", true,
        both(both(part(&r, "product_share", more_than(get(f, "product_revenue_0"), r0, 1, 2)), part(&r, "share", at_least(get(f, "share_domestic"), 100000))),
             both(part(&r, "fame", PERSON), part(&r, "brand", counted(n, get(f, "own_brand"), 1)))));
    general = both(part(&r, "rd", rd_by_size(&r, f)),
                   both(part(&r, "institution", counted(n, get(f, "rd_institution"), 1)), part(&r, "ip", rights(n, f, "ip1_used_2022", 2))));
    direct = either(part(&r, "direct_award", ranked(n, f, "award_national_rank", 3, 3)), part(&r, "direct_chuangke", ranked(n, f, "chuangke_rank", 3, 50)));
    top(&r, "innovation", true, either(part(&r, "general", general), part(&r, "direct", direct)));
    top(&r, "chain", true, both(part(&r, "chain_role", at_least(get(f, "chain_role"), 1)), part(&r, "chain_position", PERSON)));
    top(&r, "product", true, either(part(&r, "product_bases", at_least(get(f, "six_bases"), 1)), part(&r, "product_field", PERSON)));
    conduct(&r, f, false);
    verdict(&r, counted(n, get(f, kind == TD_NEW ? "holds_little_giant" : "review_little_giant"), 1), false);
}

/* ---- 2号 附件1, 附件2: all of it --------------------------------------------------------------------------------------- */
static enum answer
platform(struct reading *r, const struct firm *f, int64_t least)
{
    enum answer now = at_least(get(f, "platform_this"), least), then = at_least(get(f, "platform_last"), least);

    now = part(r, "platform_this", now == OPEN ? PERSON : now);
    return r->program->kind == TD_NEW ? now : either(now, part(r, "platform_last", then == OPEN ? PERSON : then));
}

static void
srdi_2026(struct night *n, const struct firm *f, enum td_kind kind)
{
    struct number r0 = get(f, "revenue_0");
    enum answer title, money, award;
    struct reading r;

    if (!begin(n, "srdi", kind, f->row, &r) || !td_str_equal(r.program->version, TD_STR("2026")))
        return;
    who(&r, f, true);
    title = either(counted(n, get(f, "holds_tech_sme"), 1), counted(n, get(f, "holds_innovative"), 1));
    top(&r, "prior", true, both(part(&r, "prior_title", title), part(&r, "niche", at_least(get(f, "niche_years"), 3))));
    money = part(&r, "revenue", either(at_least(r0, 1500 * WAN), paid_in(n, f, 2, 2000 * WAN)));
    top(&r, "operation", true,
        both(money, both(part(&r, "main_share", share(get(f, "main_revenue_0"), r0, 80, 100)),
                         part(&r, "debt", not_above(get(f, "liabilities_0"), get(f, "assets_0"), 80, 100)))));
    top(&r, "rd", true,
        both(part(&r, "rd_amount", both(at_least(get(f, "rd_expense_0"), 100 * WAN), at_least(get(f, "rd_expense_1"), 100 * WAN))),
             part(&r, "rd_share", rd_years(f, 3))));
    award = part(&r, "ip_award", either(ranked(n, f, "award_provincial_rank", 3, 3), ranked(n, f, "award_national_rank", 3, 3)));
    top(&r, "ip", true, either(part(&r, "ip_count", rights(n, f, "ip1_2026", 1)), either(award, part(&r, "ip_institution", counted(n, get(f, "rd_institution"), 3)))));
    top(&r, "market", true, both(part(&r, "product_share", more_than(get(f, "product_revenue_0"), r0, 1, 2)), part(&r, "market_position", PERSON)));
    top(&r, "platform", false, platform(&r, f, 5000));
    conduct(&r, f, true);
    verdict(&r, counted(n, get(f, kind == TD_NEW ? "holds_srdi" : "review_srdi"), 1), false);
}

static void
little_giant_2026(struct night *n, const struct firm *f, enum td_kind kind)
{
    struct number r0 = get(f, "revenue_0"), r2 = get(f, "revenue_2"), two = sum_of(f, "rd_expense", 2);
    enum answer growth, position, field, all;
    struct reading r;

    if (!begin(n, "little_giant", kind, f->row, &r) || !td_str_equal(r.program->version, TD_STR("2026")))
        return;
    who(&r, f, true);
    top(&r, "prior", true, both(part(&r, "prior_title", counted(n, get(f, "holds_srdi"), 1)), part(&r, "niche", at_least(get(f, "niche_years"), 3))));
    growth = !r0.known || !r2.known || r2.v <= 0 ? OPEN : yes_if((int128)r0.v * 10000 >= (int128)r2.v * 11025);
    all = both(both(part(&r, "revenue", at_least(r0, 5000 * WAN)), part(&r, "main_share", share(get(f, "main_revenue_0"), r0, 90, 100))),
               part(&r, "debt", not_above(get(f, "liabilities_0"), get(f, "assets_0"), 75, 100)));
    top(&r, "operation", true, kind == TD_REVIEW ? all : both(all, part(&r, "growth", growth)));
    top(&r, "rd", true, both(part(&r, "rd_sum", two.known ? yes_if(two.v >= 1200 * WAN) : OPEN), part(&r, "rd_share", rd_years(f, 3))));
    top(&r, "ip", true, either(part(&r, "ip_count", rights(n, f, "ip1_2026", 4)), part(&r, "ip_award", ranked(n, f, "award_national_rank", 3, 3))));
    position = either(either(at_least(get(f, "share_domestic"), 100000), at_least(get(f, "share_global"), 100000)), below(get(f, "rank_domestic"), 3));
    top(&r, "market", true,
        both(part(&r, "product_share", more_than(get(f, "product_revenue_0"), r0, 1, 2)), both(part(&r, "market_position", position), part(&r, "fame", PERSON))));
    field = part(&r, "chain_field", either(at_least(get(f, "six_bases"), 1), PERSON));
    top(&r, "chain", true, both(field, part(&r, "chain_position", PERSON)));
    top(&r, "platform", false, platform(&r, f, 6000));
    conduct(&r, f, true);
    if (kind == TD_NEW)
        top(&r, "exclusions", true, both(part(&r, "not_champion", absent(n, get(f, "holds_champion"))), part(&r, "affiliates", PERSON)));
    else
        r.data++, r.decided++; /* not asked of a review: nothing of it is open */
    verdict(&r, counted(n, get(f, kind == TD_NEW ? "holds_little_giant" : "review_little_giant"), 1), false);
}

/* ---- 138号, 32号 -------------------------------------------------------------------------------------------------------- */
static void
champion(struct night *n, const struct firm *f)
{
    static const char *const lists[] = {"dishonest", "banned"}, *const three[] = {"accident", "tax", "fraud"};
    struct number years = get(f, "niche_years"), mean = sum_of(f, "main_revenue", 3);
    struct reading r;

    cr_assert(begin(n, "champion", TD_NEW, f->row, &r));
    who(&r, f, false);
    top(&r, "years", true,
        either(part(&r, "years_10", at_least(years, 10)), part(&r, "years_new", both(at_least(years, 5), PERSON))));
    top(&r, "revenue", true, mean.known ? yes_if(mean.v >= 120000 * WAN) : OPEN);
    top(&r, "rank", true, below(get(f, "rank_global"), 3));
    top(&r, "quality_level", false, PERSON);
    top(&r, "conduct", true, both(listed(&r, f, lists, 2), events(&r, f, three, 3)));
    verdict(&r, counted(n, get(f, "holds_champion"), 1), false);
}

static void
high_tech(struct night *n, const struct firm *f)
{
    struct number r0 = get(f, "revenue_0"), rd = sum_of(f, "rd_expense", 3), sales = sum_of(f, "revenue", 3), home = sum_of(f, "rd_domestic", 3);
    struct number born = get(f, "established");
    enum answer small, medium, large, over5 = r0.known ? yes_if(r0.v > 5000 * WAN) : OPEN, over20 = r0.known ? yes_if(r0.v > 20000 * WAN) : OPEN;
    struct reading r;

    cr_assert(begin(n, "high_tech", TD_NEW, f->row, &r));
    who(&r, f, false);
    top(&r, "registered", true, born.known ? yes_if(n->as_of - born.v >= 365) : OPEN);
    top(&r, "core_ip", false, PERSON);
    top(&r, "field", false, PERSON);
    top(&r, "sci_staff", true, share(get(f, "sci_staff_0"), get(f, "employees_0"), 10, 100));
    small = part(&r, "rd_small", both(below(r0, 5000 * WAN), share(rd, sales, 5, 100)));
    medium = part(&r, "rd_medium", both(both(over5, below(r0, 20000 * WAN)), share(rd, sales, 4, 100)));
    large = part(&r, "rd_large", both(over20, share(rd, sales, 3, 100)));
    top(&r, "rd", true, both(part(&r, "rd_share", either(small, either(medium, large))), part(&r, "rd_domestic", share(home, rd, 60, 100))));
    top(&r, "hightech_share", true, share(get(f, "hightech_revenue_0"), r0, 60, 100));
    top(&r, "innovation_score", false, PERSON);
    top(&r, "conduct", true,
        both(both(part(&r, "accident", either(quiet(n, get(f, "accident_age"), 1), PERSON)), part(&r, "quality", either(quiet(n, get(f, "quality_age"), 1), PERSON))),
             part(&r, "environment", quiet(n, get(f, "environment_age"), 1))));
    verdict(&r, counted(n, get(f, "holds_high_tech"), 1), false);
}

/* ---- local tiers: 芦台 (plan of the zone), 辽宁 (辽科创办发〔2021〕2号) ------------------------------------------------------------- */
static bool
lutai(struct night *n, const struct firm *f, const char *tier, struct reading *r)
{
    struct number county;

    if (!begin(n, tier, TD_NEW, f->row, r))
        return false;
    county = get(f, "county_code");
    who(r, f, false);
    r->subject = both(r->subject, part(r, "seat", county.known ? yes_if(county.v == 130271) : OPEN));
    return true;
}

static void
lutai_tiers(struct night *n, const struct firm *f)
{
    struct number r0 = get(f, "revenue_0"), rd = get(f, "rd_expense_0"), staff = get(f, "employees_0");
    enum answer any = either(rights(n, f, "ip1_any", 1), rights(n, f, "ip2_any", 1)), line;
    struct reading r;

    if (!lutai(n, f, "lutai_tech_sme", &r))
        return;
    top(&r, "college", true, share(get(f, "college_staff_0"), staff, 20, 100));
    top(&r, "rd", true, share(rd, r0, 2, 100));
    top(&r, "ip", true, either(any, PERSON));
    verdict(&r, counted(n, get(f, "holds_tech_sme"), 1), false);
    cr_assert(lutai(n, f, "lutai_high_tech", &r));
    line = !r0.known                ? both(OPEN, OPEN)
           : r0.v <= 5000 * WAN     ? share(rd, r0, 5, 100)
           : r0.v <= 20000 * WAN    ? share(rd, r0, 4, 100)
                                    : share(rd, r0, 3, 100);
    line = both(part(&r, "staff", share(get(f, "sci_staff_0"), staff, 10, 100)), part(&r, "rd", line));
    top(&r, "route", true, either(part(&r, "thresholds", line), part(&r, "direct", OPEN)));
    top(&r, "core_ip", true, both(part(&r, "some_ip", any), PERSON));
    verdict(&r, counted(n, get(f, "holds_high_tech"), 1), false);
    cr_assert(lutai(n, f, "lutai_srdi", &r));
    top(&r, "product", true, share(get(f, "product_revenue_0"), r0, 60, 100));
    top(&r, "quality", true, either(counted(n, get(f, "management_system"), 1), PERSON));
    top(&r, "ip", true, either(rights(n, f, "ip1_used_2022", 1), both(either(any, PERSON), PERSON)));
    top(&r, "rd", true, more_than(rd, r0, 2, 100));
    verdict(&r, counted(n, get(f, "holds_srdi"), 1), false);
}

/* Whole years from a day to another. */
static int
whole_years(td_date from, td_date to)
{
    struct td_civil a = td_date_civil(from), b = td_date_civil(to);

    return b.year - a.year - (b.month < a.month || (b.month == a.month && b.day < a.day));
}

static enum answer
rises(struct number now, struct number before)
{
    return now.known && before.known && before.v > 0 ? yes_if(now.v > before.v) : OPEN;
}

static void
liaoning(struct night *n, const struct firm *f)
{
    struct number born = get(f, "established"), r0 = get(f, "revenue_0");
    int age = born.known ? whole_years((td_date)born.v, n->as_of) : -1;
    enum answer five = born.known ? yes_if(age < 5) : OPEN, ten = born.known ? yes_if(age < 10) : OPEN, twenty = born.known ? yes_if(age < 20) : OPEN;
    enum answer growth;
    struct reading r;

    if (!begin(n, "gazelle", TD_NEW, f->row, &r))
        return;
    who(&r, f, false);
    top(&r, "rd_4y", true, OPEN);
    growth = either(part(&r, "revenue_growth", both(rises(r0, get(f, "revenue_1")), OPEN)),
                    either(part(&r, "staff_growth", both(rises(get(f, "employees_0"), get(f, "employees_1")), OPEN)),
                           part(&r, "venture", both(paid_in(n, f, 5, 1000 * WAN), PERSON))));
    top(&r, "size_route", true,
        either(part(&r, "five", both(five, at_least(r0, 50000 * WAN))),
               either(part(&r, "ten", both(ten, at_least(r0, 100000 * WAN))), part(&r, "twenty", both(twenty, growth)))));
    verdict(&r, counted(n, get(f, "holds_gazelle"), 1), false);
    cr_assert(begin(n, "young_eagle", TD_NEW, f->row, &r));
    who(&r, f, false);
    top(&r, "age", true, ten);
    top(&r, "innovation", true, OPEN);
    verdict(&r, counted(n, get(f, "holds_young_eagle"), 1), false);
}

/* ---- nights ---------------------------------------------------------------------------------------------------------------- */
static void
read_firm(struct night *n, const struct firm *f, bool old)
{
    tech_sme(n, f);
    if (old)
        srdi_2022(n, f, TD_NEW), srdi_2022(n, f, TD_REVIEW);
    for (int kind = TD_NEW; kind <= TD_REVIEW; kind++) { /* whichever version judges that night */
        srdi_2026(n, f, (enum td_kind)kind);
        little_giant_2022(n, f, (enum td_kind)kind);
        little_giant_2026(n, f, (enum td_kind)kind);
    }
    champion(n, f);
    high_tech(n, f);
    lutai_tiers(n, f); /* where they judge */
    liaoning(n, f);
}

/* Values on both sides of borders that random figures seldom meet. */
static void
sharpen(struct night *n, uint64_t seed)
{
    static const int64_t places[] = {1, 3, 4, 5, 6, 49, 50, 51, 500, 501, 999};
    static const int64_t persons[] = {100, 200, 299, 300, 500, 501, 999, 1000, 2000};

    for (size_t s = 0; s < n->firms.slots; s++) {
        struct td_str name = td_rules_slot(n->rules, s).column;

        for (size_t row = 0; row < n->firms.rows; row++) {
            uint64_t r = firms_random(&seed);

            if (td_str_has(name, TD_STR("chuangke_rank")) || td_str_has(name, TD_STR("_rank_")))
                n->firms.values[s][row] = r % 4 ? 999 : places[r / 4 % 11];
            else if (td_str_equal(name, TD_STR("employees_0")) && r % 2)
                n->firms.values[s][row] = persons[r / 2 % 9];
            else if (td_str_equal(name, TD_STR("established")) && r % 2)
                n->firms.values[s][row] = n->as_of - 364 - (int64_t)(r / 2 % 3);
            else if (td_str_equal(name, TD_STR("niche_years")))
                n->firms.values[s][row] = (int64_t)(r % 13);
            else if (td_str_equal(name, TD_STR("county_code")))
                n->firms.values[s][row] = 130270 + (int64_t)(r % 3);
            else if (td_str_starts(name, TD_STR("share_")))
                n->firms.values[s][row] = 99999 + (int64_t)(r % 3);
        }
    }
}

static void
read_night(struct td_civil day, const char *region, bool complete, bool coarse, uint64_t seed)
{
    static const struct td_complete_list lists[] = {{{"ip", 2}, {NULL, 0}}, {{"conduct", 7}, {NULL, 0}}, {{"title", 5}, {NULL, 0}}, {{"equity", 6}, {NULL, 0}}};
    struct td_rules_options options = {.as_of = td_date_from(day), .region = td_str(region), .complete = lists, .complete_count = complete ? 4 : 0};
    struct night n = {.complete = complete, .shandong = strncmp(region, "37", 2) == 0, .as_of = options.as_of};
    struct td_error err = {0};
    bool old = options.as_of <= td_date_from((struct td_civil){2026, 3, 31});

    td_lang_set(TD_EN);
    criteria_read(&n.criteria, TIDU_SOURCE "/criteria");
    cr_assert(td_rules_compile(&n.rules, n.criteria.files, n.criteria.count, &options, &err), "%s:%zu:%zu %s", err.file, err.line, err.column, err.text);
    firms_new(&n.firms, n.rules, FIRMS, seed, 15, coarse);
    sharpen(&n, seed);
    td_results_init(&n.results, n.rules, FIRMS);
    td_judge_all(n.rules, &n.firms.columns, 2, &n.results);
    n.slots = td_alloc(NAMES, sizeof(*n.slots));
    for (size_t row = 0; row < FIRMS; row++) {
        struct firm f = {n.rules, &n.firms.columns, row, n.slots};

        read_firm(&n, &f, old);
    }
    for (int i = 0; i < 4; i++)
        cr_assert_gt(n.seen[i], FIRMS, "answer %d is too rare to prove anything", i);
    free(n.slots);
    td_results_free(&n.results);
    firms_free(&n.firms);
    td_rules_free(n.rules);
    criteria_free(&n.criteria);
}

Test(judge_reading, rules_of_2022_in_shandong_all_lists_complete)
{
    read_night((struct td_civil){2026, 3, 31}, "371500", true, true, 21);
}

Test(judge_reading, rules_of_2022_elsewhere_no_list_complete)
{
    read_night((struct td_civil){2025, 6, 1}, "110000", false, true, 22);
}

Test(judge_reading, both_rules_on_one_night_all_lists_complete)
{
    read_night((struct td_civil){2026, 6, 1}, "130200", true, false, 23); /* 唐山 with 芦台 */
}

Test(judge_reading, rules_of_2026_no_list_complete)
{
    read_night((struct td_civil){2027, 3, 1}, "211400", false, true, 24); /* 葫芦岛 */
}
