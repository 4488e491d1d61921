/* Inner loops over states, verdicts and points; see kernels.h. */
#include "kernels.h"

#include <string.h>

/* ---- states
 * ----------------------------------------------------------------------------------------------
 */
WIDE void
worst_of(const uint8_t *restrict in, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = in[i] > out[i] ? in[i] : out[i];
}

static inline uint8_t
swapped(uint8_t s)
{
    uint8_t t = s == S_MET ? S_UNMET : s;

    return s == S_UNMET ? S_MET : t;
}

WIDE void
swap_states(const uint8_t *restrict in, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = swapped(in[i]);
}

WIDE void
worst_swapped(const uint8_t *restrict in, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t s = swapped(in[i]);

        out[i] = s > out[i] ? s : out[i];
    }
}

WIDE void
external_states(const uint8_t *restrict in, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = in[i] == S_UNKNOWN ? S_MANUAL : in[i];
}

WIDE void
mark_states(const uint8_t *restrict low, const uint8_t *restrict high,
            const uint8_t *restrict open, uint8_t mark, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t between = open[i] ? S_UNKNOWN : S_MANUAL;
        uint8_t below = high[i] < mark ? S_UNMET : between;

        out[i] = low[i] >= mark ? S_MET : below;
    }
}

WIDE void
count_top(const uint8_t *restrict in, size_t rows, uint8_t *restrict worst,
          uint8_t *restrict met, uint8_t *restrict unmet, uint8_t *restrict unknown)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t s = in[i];

        worst[i] = s > worst[i] ? s : worst[i];
        met[i] = (uint8_t)(met[i] + (s == S_MET ? 1 : 0));
        unmet[i] = (uint8_t)(unmet[i] + (s == S_UNMET ? 1 : 0));
        unknown[i] = (uint8_t)(unknown[i] + (s == S_UNKNOWN ? 1 : 0));
    }
}

WIDE void
count_not_state(const uint8_t *restrict in, uint8_t state, size_t rows, uint8_t *restrict count)
{
    for (size_t i = 0; i < rows; i++)
        count[i] = (uint8_t)(count[i] + (in[i] == state ? 0 : 1));
}

/* The upper bits of a's parts against the lower of b's. */
static inline __attribute__((always_inline)) void
exchange(uint64_t *a, uint64_t *b, int shift, uint64_t mask)
{
    uint64_t t = ((*a >> shift) ^ *b) & mask;

    *a ^= t << shift;
    *b ^= t;
}

static inline uint64_t
eight_bytes(const uint8_t *at)
{
    uint64_t word;

    memcpy(&word, at, 8);
    return word;
}

/*
 * Eight 8 by 8 squares of bytes at once, each turned in three steps (halves, quarters, bytes).
 * Written out without inner loops: so one turn of the loop becomes a lane of a vector.
 */
WIDE void
turn_tile(const uint8_t *const in[8], uint8_t mask, uint64_t (*restrict words)[8])
{
    const uint8_t *restrict i0 = in[0], *restrict i1 = in[1], *restrict i2 = in[2];
    const uint8_t *restrict i3 = in[3], *restrict i4 = in[4], *restrict i5 = in[5];
    const uint8_t *restrict i6 = in[6], *restrict i7 = in[7];
    const uint64_t halves = 0x00000000FFFFFFFFu, quarters = 0x0000FFFF0000FFFFu;
    const uint64_t bytes = 0x00FF00FF00FF00FFu, kept = mask * 0x0101010101010101u;

    for (size_t q = 0; q < 8; q++) {
        uint64_t a = eight_bytes(i0 + 8 * q) & kept, b = eight_bytes(i1 + 8 * q) & kept;
        uint64_t c = eight_bytes(i2 + 8 * q) & kept, d = eight_bytes(i3 + 8 * q) & kept;
        uint64_t e = eight_bytes(i4 + 8 * q) & kept, f = eight_bytes(i5 + 8 * q) & kept;
        uint64_t g = eight_bytes(i6 + 8 * q) & kept, h = eight_bytes(i7 + 8 * q) & kept;

        exchange(&a, &e, 32, halves), exchange(&b, &f, 32, halves);
        exchange(&c, &g, 32, halves), exchange(&d, &h, 32, halves);
        exchange(&a, &c, 16, quarters), exchange(&b, &d, 16, quarters);
        exchange(&e, &g, 16, quarters), exchange(&f, &h, 16, quarters);
        exchange(&a, &b, 8, bytes), exchange(&c, &d, 8, bytes);
        exchange(&e, &f, 8, bytes), exchange(&g, &h, 8, bytes);
        words[0][q] = a, words[1][q] = b, words[2][q] = c, words[3][q] = d;
        words[4][q] = e, words[5][q] = f, words[6][q] = g, words[7][q] = h;
    }
}

WIDE void
set_bit(const uint8_t *restrict in, uint8_t bit, size_t rows, uint8_t *restrict sure,
        uint8_t *restrict could)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t met = in[i] == S_MET ? bit : 0, manual = in[i] == S_MANUAL ? bit : 0;
        uint8_t open = in[i] == S_UNKNOWN ? bit : manual;

        sure[i] = (uint8_t)(sure[i] | met);
        could[i] = (uint8_t)(could[i] | open);
    }
}

WIDE void
spread_bits(const uint8_t *restrict bits, int shift, size_t rows, uint64_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] |= (uint64_t)bits[i] << shift;
}

/* ---- verdicts
 * -----------------------------------------------------------------------------------------------
 */
WIDE void
first_verdicts(const uint8_t *restrict subject, const uint8_t *restrict require,
               const uint8_t *restrict decided, uint8_t least, uint8_t near,
               size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t worst = subject[i] > require[i] ? subject[i] : require[i];
        uint8_t open = decided[i] < least ? TD_INSUFFICIENT : TD_POSSIBLE;
        uint8_t fits = worst == S_MANUAL ? TD_READY : TD_CONFIRMED;
        uint8_t v = worst == S_UNKNOWN ? open : fits;
        uint8_t unmet = decided[i] < least ? TD_NO : near;

        out[i] = require[i] == S_UNMET ? unmet : v;
    }
}

WIDE void
verdict_where(const uint8_t *restrict in, uint8_t state, bool is, uint8_t verdict, size_t rows,
              uint8_t *restrict out)
{
    if (is)
        for (size_t i = 0; i < rows; i++)
            out[i] = in[i] == state ? verdict : out[i];
    else
        for (size_t i = 0; i < rows; i++)
            out[i] = in[i] == state ? out[i] : verdict;
}

WIDE void
undecide_open(const uint8_t *restrict mark, const uint8_t *restrict low,
              const uint8_t *restrict high, int most, size_t rows, uint8_t *restrict decided)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t kept = high[i] - low[i] > most ? 0 : decided[i];

        decided[i] = mark[i] == S_UNKNOWN ? kept : decided[i];
    }
}

WIDE void
raise_tiers(const uint8_t *restrict verdicts, int8_t at, size_t rows, int8_t *restrict certain,
            int8_t *restrict possible)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t v = verdicts[i];
        int8_t sure = v == TD_CONFIRMED || v == TD_READY || v == TD_HOLDS ? at : certain[i];
        int8_t could = v == TD_POSSIBLE ? at : possible[i];

        possible[i] = v == TD_CONFIRMED || v == TD_READY || v == TD_HOLDS ? at : could;
        certain[i] = sure;
    }
}

WIDE void
raise_held(const uint8_t *restrict verdicts, int8_t level, size_t rows, int8_t *restrict held)
{
    for (size_t i = 0; i < rows; i++)
        held[i] = verdicts[i] == TD_HOLDS ? level : held[i];
}

WIDE void
raise_target(const uint8_t *restrict verdicts, const int8_t *restrict held, int8_t level,
             int8_t at, size_t rows, int8_t *restrict target)
{
    for (size_t i = 0; i < rows; i++) {
        int8_t above = level > held[i] ? at : target[i];

        target[i] = verdicts[i] <= TD_POSSIBLE ? above : target[i];
    }
}

/* ---- points
 * -----------------------------------------------------------------------------------------------
 */
WIDE void
best_points(const uint8_t *restrict state, uint8_t points, size_t rows, uint8_t *restrict low,
            uint8_t *restrict high, uint8_t *restrict open)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t s = state[i], sure = s == S_MET ? points : 0, some = s == S_NA ? 0 : points;
        uint8_t could = s == S_UNMET ? 0 : some;

        low[i] = sure > low[i] ? sure : low[i];
        high[i] = could > high[i] ? could : high[i];
        open[i] |= s == S_UNKNOWN ? 1 : 0;
    }
}

WIDE void
sum_points(const uint8_t *restrict state, uint8_t points, uint8_t cap, size_t rows,
           uint8_t *restrict low, uint8_t *restrict high, uint8_t *restrict open)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t s = state[i], sure = s == S_MET ? points : 0, some = s == S_NA ? 0 : points;
        uint8_t could = s == S_UNMET ? 0 : some;
        uint8_t room_low = (uint8_t)(cap - low[i]), room_high = (uint8_t)(cap - high[i]);

        low[i] = (uint8_t)(low[i] + (sure < room_low ? sure : room_low));
        high[i] = (uint8_t)(high[i] + (could < room_high ? could : room_high));
        open[i] |= s == S_UNKNOWN ? 1 : 0;
    }
}

WIDE void
only_open(const uint8_t *restrict low, const uint8_t *restrict high, size_t rows,
          uint8_t *restrict open)
{
    for (size_t i = 0; i < rows; i++)
        open[i] = low[i] < high[i] ? open[i] : 0;
}

WIDE void
add_bytes(const uint8_t *restrict in, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = (uint8_t)(out[i] + in[i]);
}

WIDE void
or_bytes(const uint8_t *restrict in, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] |= in[i];
}
