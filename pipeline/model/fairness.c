/* Chances of hypergeometric draws, place by place. */
#include "tidu/fairness.h"

#include "tidu/text.h"

#include <stdlib.h>
#include <string.h>

/* What lies beyond is below every chance that is told: it is left away, so that a step costs the spread of chance only. */
static const double TRIFLE = 1e-40;
/* Chances that differ by less are one and the same, reached by other sums. */
static const double SAME = 1 + 1e-9;

/* Of `of` candidates `members` are of the group, `drawn` of all are drawn: the probability of each number of members among them. */
struct draws {
    int64_t of, members, drawn;
    int64_t low, high; /* at[low .. high] may be above zero */
    double *at;
};

static void
draws_open(struct draws *d, int64_t of, int64_t members)
{
    *d = (struct draws){.of = of, .members = members, .at = td_alloc((size_t)members + 2, sizeof *d->at)};
    memset(d->at, 0, ((size_t)members + 2) * sizeof *d->at);
    d->at[0] = 1;
}

/* One more is drawn. */
static void
draws_step(struct draws *d)
{
    double left = (double)(d->of - d->drawn);
    int64_t high = d->high < d->members ? d->high + 1 : d->high;

    for (int64_t j = high; j >= d->low; j--) {
        double other = left - (double)(d->members - j); /* that are not of the group and not drawn yet, after j members */
        double stays = other > 0 ? d->at[j] * other / left : 0;
        d->at[j] = stays + (j > d->low ? d->at[j - 1] * (double)(d->members - j + 1) / left : 0);
    }
    d->high = high;
    d->drawn++;
    while (d->low < d->high && d->at[d->low] < TRIFLE)
        d->at[d->low++] = 0;
    while (d->high > d->low && d->at[d->high] < TRIFLE)
        d->at[d->high--] = 0;
}

/* So many members or fewer. */
static double
draws_upto(const struct draws *d, int64_t members)
{
    double sum = 0;

    if (members >= d->high)
        return 1;
    for (int64_t j = d->low; j <= members; j++)
        sum += d->at[j];
    return sum;
}

/*
 * How often would some place down to `places` have a number of members whose chance is `rarest` or less? `free` takes the
 * draws as they come, `good` only those that have not met such a place yet.
 */
static double
order_chance(int64_t of, int64_t members, int64_t places, double rarest)
{
    struct draws free_draws, good;
    double met = 0;

    draws_open(&free_draws, of, members);
    draws_open(&good, of, members);
    for (int64_t i = 0; i < places; i++) {
        double upto = 0;
        draws_step(&free_draws);
        draws_step(&good);
        for (int64_t j = free_draws.low; j < free_draws.high; j++) { /* all the members there can be are never too few */
            upto += free_draws.at[j];
            if (upto > rarest * SAME)
                break;
            met += good.at[j];
            good.at[j] = 0;
        }
    }
    free(free_draws.at);
    free(good.at);
    return met < 1 ? met : 1;
}

void
td_fair_group(const bool *member, const bool *seated, int64_t count, struct td_fair_group *group)
{
    struct draws d;
    int64_t places = 0, above = 0;
    double rarest = 1;

    *group = (struct td_fair_group){.seats_chance = 1, .order_chance = 1};
    for (int64_t i = 0; i < count; i++) {
        group->candidates += member[i];
        group->seated += member[i] && seated[i];
        places += seated[i];
    }
    draws_open(&d, count, group->candidates);
    for (int64_t i = 0; i < places; i++) {
        draws_step(&d);
        above += member[i];
        double chance = draws_upto(&d, above);
        if (chance * SAME < rarest) {
            rarest = chance;
            group->worst = i + 1;
        }
    }
    group->seats_chance = draws_upto(&d, group->seated);
    free(d.at);
    if (group->worst > 0)
        group->order_chance = order_chance(count, group->candidates, places, rarest);
}

void
td_fair_holm(const double *chances, size_t count, int64_t percent, bool *significant)
{
    memset(significant, 0, count * sizeof *significant);
    for (size_t done = 0; done < count; done++) {
        size_t next = count;
        for (size_t i = 0; i < count; i++)
            if (!significant[i] && (next == count || chances[i] < chances[next]))
                next = i;
        if (chances[next] * (double)(count - done) * 100 > (double)percent)
            return;
        significant[next] = true;
    }
}
