/* Seats by largest remainder, in whole numbers. */
#include "tidu/judge.h"

#include <stdlib.h>

__extension__ typedef __int128 int128;

struct claim {
    size_t index;
    int64_t count, remainder;
};

static int
claim_order(const void *a, const void *b)
{
    const struct claim *x = a, *y = b;

    if (x->remainder != y->remainder)
        return x->remainder > y->remainder ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/*
 * One candidate more than seats never gives more than its candidates: with seats <= total the
 * quota seats·count/total is at most count, and a remainder above 0 means that it is below
 * count. So with the seats cut to the total, one round is enough.
 */
void
td_apportion(int64_t seats, const int64_t *candidates, size_t count, int64_t *given,
             int64_t *remainder_num)
{
    struct claim *claims = td_alloc(count + 1, sizeof(*claims));
    int64_t total = 0, left;

    for (size_t i = 0; i < count; i++)
        total += candidates[i];
    seats = seats < 0 ? 0 : seats > total ? total : seats;
    left = seats;
    for (size_t i = 0; i < count; i++) {
        int128 quota = (int128)seats * candidates[i];

        given[i] = total > 0 ? (int64_t)(quota / total) : 0;
        remainder_num[i] = total > 0 ? (int64_t)(quota % total) : 0;
        claims[i] = (struct claim){i, candidates[i], remainder_num[i]};
        left -= given[i];
    }
    qsort(claims, count, sizeof(*claims), claim_order);
    for (size_t i = 0; i < count && left > 0; i++) {
        given[claims[i].index]++;
        left--;
    }
    free(claims);
}
