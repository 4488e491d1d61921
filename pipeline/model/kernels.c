/* Inner loops; see kernels.h. */
#include "kernels.h"

#include <math.h>

/* 2^-48 of the sides' magnitude; their roundings add up to less than 2^-50. */
#define ERROR_BOUND (1.0 / 281474976710656.0)

/*
 * Each loop is compiled for what the machine at hand has (the loader chooses): 2.5 times as
 * many firms a second as with SSE2 alone. Sanitizers do not get along with functions that are
 * chosen so early.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                         \
    defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define WIDE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define WIDE
#endif

/* ---- columns
 * -------------------------------------------------------------------------------------------
 */
union bits {
    double d;
    uint64_t u;
};

/* Unknown becomes a NaN of all ones, or-ed in four rows at a time. */
WIDE void
load_plain(const int64_t *restrict values, const uint64_t *known, size_t rows,
           double *restrict out)
{
    static const uint64_t masks[16][4] = {
#define M(n, k) ((n) >> (k)&1 ? 0 : UINT64_MAX)
#define N(n) {M(n, 0), M(n, 1), M(n, 2), M(n, 3)}
        N(0), N(1),  N(2),  N(3),  N(4),  N(5),  N(6), N(7), N(8),
        N(9), N(10), N(11), N(12), N(13), N(14), N(15)
#undef N
#undef M
    };
    union bits *restrict to = (union bits *)out;
    size_t whole = rows / 64;

    for (size_t w = 0; w < whole; w++) {
        uint64_t bits = known[w];

        for (size_t q = 0; q < 16; q++, to += 4, values += 4) {
            const uint64_t *restrict mask = masks[bits >> (4 * q) & 15];

            for (int k = 0; k < 4; k++) {
                to[k].d = (double)values[k];
                to[k].u |= mask[k];
            }
        }
    }
    for (size_t i = 0; i < rows - whole * 64; i++) {
        to[i].d = (double)values[i];
        to[i].u |= masks[known[whole] >> i & 1 ? 15 : 0][0];
    }
}

WIDE void
load_end(const double *restrict arg, double nothing, size_t rows, double *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = arg[i] == arg[i] ? arg[i] : nothing;
}

WIDE void
load_positive(const double *restrict arg, size_t rows, double *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = arg[i] > 0 ? arg[i] : NAN;
}

WIDE void
load_constant(double value, size_t rows, double *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = value;
}

/* Unsigned, so that what stands in rows that are not known may wrap. */
WIDE void
add_integers(const int64_t *restrict values, int64_t coef, size_t rows, uint64_t *restrict sum)
{
    if (coef == 1)
        for (size_t i = 0; i < rows; i++)
            sum[i] += (uint64_t)values[i];
    else if (coef == -1)
        for (size_t i = 0; i < rows; i++)
            sum[i] -= (uint64_t)values[i];
    else
        for (size_t i = 0; i < rows; i++)
            sum[i] += (uint64_t)coef * (uint64_t)values[i];
}

WIDE void
finish_sum(const uint64_t *restrict sum, size_t rows, double *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = (double)(int64_t)sum[i];
}

WIDE void
spread_unknown(const double *restrict arg, size_t rows, double *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] += arg[i] * 0.0; /* NaN stays NaN */
}

WIDE void
add_scaled(const double *restrict arg, double coef, bool first, size_t rows,
           double *restrict out)
{
    if (first)
        for (size_t i = 0; i < rows; i++)
            out[i] = arg[i] * coef;
    else
        for (size_t i = 0; i < rows; i++)
            out[i] += arg[i] * coef;
}

WIDE void
take_least(const double *restrict arg, bool first, size_t rows, double *restrict out)
{
    if (first)
        for (size_t i = 0; i < rows; i++)
            out[i] = arg[i];
    else
        for (size_t i = 0; i < rows; i++)
            out[i] = arg[i] < out[i] ? arg[i] : out[i];
}

/* ---- comparisons
 * ---------------------------------------------------------------------------------------- */
WIDE void
compare_ge(const double *restrict a, double p, struct answers answers, size_t rows,
           uint8_t *restrict out)
{
    const uint8_t met = answers.met, unmet = answers.unmet;

    for (size_t i = 0; i < rows; i++)
        out[i] = a[i] >= p ? met : a[i] < p ? unmet : S_UNKNOWN;
}

WIDE void
compare_interval(const double *restrict low, const double *restrict high, double p,
                 struct answers answers, size_t rows, uint8_t *restrict out)
{
    const uint8_t met = answers.met, unmet = answers.unmet;

    for (size_t i = 0; i < rows; i++)
        out[i] = low[i] >= p ? met : high[i] < p ? unmet : S_UNKNOWN;
}

WIDE void
compare_bytes(const uint8_t *restrict low, const uint8_t *restrict high, uint8_t p,
              struct answers answers, size_t rows, uint8_t *restrict out)
{
    const uint8_t met = answers.met, unmet = answers.unmet;

    for (size_t i = 0; i < rows; i++)
        out[i] = low[i] >= p ? met : high[i] < p ? unmet : S_UNKNOWN;
}

WIDE void
compare_list(const uint64_t *restrict some, const uint64_t *restrict all, int list, size_t rows,
             uint8_t *restrict out)
{
    const uint64_t bit = (uint64_t)1 << list;

    for (size_t i = 0; i < rows; i++) {
        uint8_t in = (some[i] & bit) == 0 ? S_UNMET : S_UNKNOWN;

        out[i] = (all[i] & bit) == 0 ? in : S_MET;
    }
}

WIDE void
screen_ratio(const double *restrict a, const double *restrict b, double q, double p,
             struct answers answers, size_t rows, uint8_t *restrict out)
{
    const uint8_t met = answers.met, unmet = answers.unmet;

    for (size_t i = 0; i < rows; i++) {
        double left = a[i] * q, right = b[i] * p, d = left - right;
        double e = (fabs(left) + fabs(right)) * ERROR_BOUND;
        /* d == d is false for NaN; both sides 0 is a border as well */
        uint8_t open = d == d ? S_BORDER : S_UNKNOWN, low = d < -e ? unmet : open;

        out[i] = d > e ? met : low;
    }
}

WIDE void
screen_mean_growth(const double *restrict a, const double *restrict b, const double *restrict c,
                   double q, double p, struct answers answers, size_t rows,
                   uint8_t *restrict out)
{
    const uint8_t met = answers.met, unmet = answers.unmet;

    for (size_t i = 0; i < rows; i++) {
        double square = b[i] * b[i] * q, cross = a[i] * c[i] * q, right = b[i] * c[i] * p;
        double d = square + cross - right;
        double e = (square + fabs(cross) + fabs(right)) * ERROR_BOUND;
        uint8_t open = d == d ? S_BORDER : S_UNKNOWN, low = d < -e ? unmet : open;

        out[i] = d > e ? met : low;
    }
}

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
count_state(const uint8_t *restrict in, uint8_t state, size_t rows, uint8_t *restrict count)
{
    for (size_t i = 0; i < rows; i++)
        count[i] = (uint8_t)(count[i] + (in[i] == state ? 1 : 0));
}

WIDE void
count_not_state(const uint8_t *restrict in, uint8_t state, size_t rows, uint8_t *restrict count)
{
    for (size_t i = 0; i < rows; i++)
        count[i] = (uint8_t)(count[i] + (in[i] == state ? 0 : 1));
}

WIDE void
public_states(const uint8_t *restrict in, size_t rows, uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t s = (uint8_t)(TD_NA + 1 - in[i]); /* manual, unknown, unmet: 3, 2, 1 */

        s = in[i] == S_MET ? TD_MET : s;
        out[i] = in[i] == S_NA ? TD_NA : s;
    }
}

/* Eight columns of states as one word a row, the first in the lowest byte. */
WIDE void
join_columns(const uint8_t *const in[8], size_t rows, uint64_t *restrict out)
{
    const uint8_t *restrict a = in[0], *restrict b = in[1], *restrict c = in[2],
                            *restrict d = in[3];
    const uint8_t *restrict e = in[4], *restrict f = in[5], *restrict g = in[6],
                            *restrict h = in[7];

    for (size_t i = 0; i < rows; i++) {
        uint32_t low =
            (uint32_t)a[i] | (uint32_t)b[i] << 8 | (uint32_t)c[i] << 16 | (uint32_t)d[i] << 24;
        uint32_t high =
            (uint32_t)e[i] | (uint32_t)f[i] << 8 | (uint32_t)g[i] << 16 | (uint32_t)h[i] << 24;

        out[i] = low | (uint64_t)high << 32;
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
