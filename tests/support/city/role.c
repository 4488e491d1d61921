#include "city.h"

/*
 * The ladder of the demo city. Roles lie one after another at the beginning of the places of
 * section C and of section I, so that their numbers are exact; everything behind them is
 * ordinary.
 */
struct role_block {
    char section;
    enum tier tier;
    enum role role;
    unsigned count;    /* in a city of 207,455 */
    unsigned expected; /* so many of them stand in expect.csv */
};

static const struct role_block blocks[] = {
    {'C', GIANT, PLAIN, 400, 40},        {'C', GIANT, SHORT, 242, 66},
    {'C', GIANT, MISSING, 150, 30},      {'C', GIANT, HOLDS, 120, 0},
    {'C', SRDI, PLAIN, 900, 40},         {'C', SRDI, SHORT, 200, 54},
    {'C', SRDI, MISSING, 150, 30},       {'C', SRDI, HOLDS, 500, 0},
    {'C', INNOVATIVE, PLAIN, 1200, 40},  {'C', INNOVATIVE, SHORT, 150, 30},
    {'C', INNOVATIVE, MISSING, 150, 20}, {'C', INNOVATIVE, HOLDS, 1000, 0},
    {'C', TECH, PLAIN, 900, 40},         {'C', TECH, SHORT, 150, 36},
    {'C', TECH, MISSING, 150, 20},       {'C', TECH, HOLDS, 600, 0},
    {'C', CHAMPION, PLAIN, 60, 20},      {'C', CHAMPION, SHORT, 40, 18},
    {'C', CHAMPION, MISSING, 20, 10},    {'C', CHAMPION, HOLDS, 6, 0},
    {'I', INNOVATIVE, PLAIN, 300, 10},   {'I', INNOVATIVE, HOLDS, 200, 0},
    {'I', TECH, PLAIN, 600, 10},         {'I', TECH, HOLDS, 300, 0},
};

/* SHORT: the one condition that lacks, by its id in criteria/tiers. */
static const char *const short_details[TIERS][12] = {
    [TECH] = {"staff_not_zero", "size_staff", "size_sales", "size_assets", "abnormal", "pass"},
    [INNOVATIVE] = {"pass_innovation", "pass_growth", "pass_special"},
    [SRDI] = {"prior_title", "niche", "revenue", "main_share", "debt", "rd_amount", "rd_share",
              "ip", "platform"},
    [GIANT] = {"prior_title", "niche", "revenue", "main_share", "growth", "debt", "rd_sum",
               "rd_share", "ip", "market_position", "platform"},
    [CHAMPION] = {"years", "revenue", "rank"},
};
/* MISSING: the fact that nobody delivers. */
static const char *const missing_details[TIERS][8] = {
    [TECH] = {"sci_staff", "assets", "rd_expense"},
    [INNOVATIVE] = {"rd_expense", "main_revenue", "liabilities"},
    [SRDI] = {"liabilities", "rd_expense", "niche_years", "main_revenue", "platform_this"},
    [GIANT] = {"liabilities", "rd_expense", "niche_years", "main_revenue", "platform_this",
               "share_domestic"},
    [CHAMPION] = {"rank_global", "main_revenue"},
};

const char *
role_detail(enum role role, enum tier tier, int variant)
{
    return role == SHORT     ? short_details[tier][variant]
           : role == MISSING ? missing_details[tier][variant]
                             : "";
}

const char *
tier_name(enum tier tier)
{
    static const char *const names[TIERS] = {"",     "tech_sme",     "innovative",
                                             "srdi", "little_giant", "champion"};
    return names[tier];
}

static int
variants(enum role role, enum tier tier)
{
    int n = 0;

    if (role != SHORT && role != MISSING)
        return 1;
    while (role_detail(role, tier, n) != NULL)
        n++;
    return n;
}

void
firm_role(const struct city *city, struct firm *f)
{
    uint64_t at = f->place_no;

    if (f->section != 'C' && f->section != 'I')
        return;
    if (f->section == 'I')
        at -= city->in_c;
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        const struct role_block *b = &blocks[i];
        uint64_t count = b->count * city->o.firms / 207455;

        if (b->section != f->section)
            continue;
        if (count < 4)
            count = 4; /* a small city has every kind of them */
        if (at < count) {
            f->role = b->role;
            f->tier = b->tier;
            f->variant = (int)(at % (uint64_t)variants(b->role, b->tier));
            f->expected = at < b->expected;
            return;
        }
        at -= count;
    }
}
