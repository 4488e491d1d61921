/* Seats by largest remainder within floors and ceilings, in whole numbers. */
#include "tidu/pool.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

__extension__ typedef __int128 int128;

struct share { /* a claim that is neither at its floor nor at its ceiling */
    size_t index;
    int64_t weight, remainder;
};

static int
share_order(const void *a, const void *b)
{
    const struct share *x = a, *y = b;

    if (x->remainder != y->remainder)
        return x->remainder > y->remainder ? -1 : 1;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static bool
above(const struct td_pool_claim *c, int64_t left, int64_t weights)
{
    return c->ceiling != TD_POOL_NO_LIMIT && (int128)left * c->weight > (int128)c->ceiling * weights;
}

static bool
below(const struct td_pool_claim *c, int64_t left, int64_t weights)
{
    return (int128)left * c->weight < (int128)c->floor * weights;
}

/*
 * Which stand at a bound. At the multiplier that the free ones would have, some lie above their ceilings (together
 * by `excess`) and some below their floors (by `lack`). If the excess is the larger, the true multiplier is higher, so
 * those above stay at their ceilings; else those below stay at their floors. What is settled is taken out, and again.
 */
static bool
settle(const struct td_pool_claim *claims, size_t count, struct td_pool_given *given, bool *done, int64_t *left,
       int64_t *weights)
{
    int128 excess = 0, lack = 0;
    int64_t was_left = *left, was_weights = *weights;
    bool any = false;

    for (size_t i = 0; i < count; i++) {
        if (done[i])
            continue;
        if (above(&claims[i], *left, *weights))
            excess += (int128)*left * claims[i].weight - (int128)claims[i].ceiling * *weights;
        else if (below(&claims[i], *left, *weights))
            lack += (int128)claims[i].floor * *weights - (int128)*left * claims[i].weight;
    }
    for (size_t i = 0; i < count; i++) {
        bool high = !done[i] && excess >= lack && above(&claims[i], was_left, was_weights);
        bool low = !done[i] && !high && lack >= excess && below(&claims[i], was_left, was_weights);

        if (!high && !low)
            continue;
        done[i] = any = true;
        given[i].seats = high ? claims[i].ceiling : claims[i].floor;
        given[i].bound = high ? TD_POOL_AT_CEILING : TD_POOL_AT_FLOOR;
        *left -= given[i].seats;
        *weights -= claims[i].weight;
    }
    return any;
}

/* The free ones: whole parts, then one more for the largest remainders. */
static void
round_off(const struct td_pool_claim *claims, size_t count, struct td_pool_given *given, const bool *done, int64_t left,
          int64_t weights)
{
    struct share *shares = td_alloc(count + 1, sizeof *shares);
    int64_t rest = left;
    size_t n = 0;

    for (size_t i = 0; i < count; i++) {
        if (done[i] || claims[i].weight == 0 || left <= 0)
            continue;
        int128 quota = (int128)left * claims[i].weight;

        given[i].seats = (int64_t)(quota / weights);
        rest -= given[i].seats;
        shares[n++] = (struct share){i, claims[i].weight, (int64_t)(quota % weights)};
    }
    qsort(shares, n, sizeof *shares, share_order);
    for (size_t i = 0; i < n && rest > 0; i++, rest--) {
        given[shares[i].index].seats++;
        given[shares[i].index].up = true;
    }
    free(shares);
}

void
td_pool_apportion(int64_t seats, const struct td_pool_claim *claims, size_t count, struct td_pool_given *given)
{
    bool *done = td_alloc(count + 1, sizeof *done);
    int64_t left = seats < 0 ? 0 : seats, total = 0, weights;

    memset(given, 0, count * sizeof *given);
    for (size_t i = 0; i < count; i++)
        total += claims[i].weight;
    for (size_t i = 0; i < count; i++) {
        int128 quota = (int128)left * claims[i].weight;

        given[i].of = total;
        given[i].whole = total ? (int64_t)(quota / total) : 0;
        given[i].remainder = total ? (int64_t)(quota % total) : 0;
        if (claims[i].weight == 0) { /* no quota: its floor is all it gets */
            done[i] = true;
            given[i].seats = claims[i].floor;
            given[i].bound = claims[i].floor ? TD_POOL_AT_FLOOR : TD_POOL_FREE;
        }
    }
    for (size_t i = 0; i < count; i++)
        left -= given[i].seats;
    for (weights = total; weights > 0 && settle(claims, count, given, done, &left, &weights);)
        ;
    if (weights > 0)
        round_off(claims, count, given, done, left, weights);
    free(done);
}

int64_t
td_pool_share(int64_t of, int64_t among, enum td_pool_round round)
{
    int64_t whole = of / among, rest = of % among;

    if (round == TD_POOL_UP)
        return whole + (rest > 0);
    return round == TD_POOL_NEAREST ? whole + (2 * rest >= among) : whole;
}

void
td_pool_share_text(int64_t of, int64_t among, struct td_buf *out)
{
    int64_t rest = of % among;

    td_buf_printf(out, "%" PRId64, of / among);
    if (rest)
        td_buf_text(out, ".");
    for (int places = 0; rest && places < 3; places++) {
        td_buf_printf(out, "%" PRId64, rest * 10 / among);
        rest = rest * 10 % among;
    }
    if (rest)
        td_buf_text(out, "…");
}
