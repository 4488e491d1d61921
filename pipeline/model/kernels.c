/* Inner loops over columns; see kernels.h. */
#include "kernels.h"

#include <math.h>
#include <string.h>

/* 2^-48 of the sides' magnitude; their roundings add up to less than 2^-50. */
#define ERROR_BOUND (1.0 / 281474976710656.0)

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

/*
 * Columns of bytes: the value between 0 and NARROW_MOST, then all ones where the bitmap says
 * unknown: eight bits spread over the eight bytes of a word, without branches.
 */
WIDE void
load_narrow(const int64_t *restrict values, const uint64_t *known, size_t rows,
            uint8_t *restrict out)
{
    const uint64_t each = 0x0101010101010101u, top = 0x8080808080808080u;
    const uint8_t *restrict bits = (const uint8_t *)known;

    for (size_t i = 0; i < rows; i++) {
        int64_t v = values[i] < 0 ? 0 : values[i];

        out[i] = (uint8_t)(v > NARROW_MOST ? NARROW_MOST : v);
    }
    for (size_t q = 0; q < (rows + 7) / 8; q++) {
        uint64_t spread = (bits[q] * each) & 0x8040201008040201u, word;
        uint64_t holes = ((spread + (each * 0x7F)) & top) ^ top;

        memcpy(&word, out + 8 * q, 8);
        word |= holes | (holes - (holes >> 7));
        memcpy(out + 8 * q, &word, 8);
    }
}

WIDE void
load_narrow_end(const uint8_t *restrict arg, uint8_t nothing, size_t rows,
                uint8_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = arg[i] == NARROW_UNKNOWN ? nothing : arg[i];
}

WIDE void
least_narrow(const uint8_t *restrict arg, size_t rows, uint8_t *restrict out)
{
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
compare_narrow(const uint8_t *restrict a, uint8_t p, struct answers answers, size_t rows,
               uint8_t *restrict out)
{
    const uint8_t met = answers.met, unmet = answers.unmet;

    for (size_t i = 0; i < rows; i++) {
        uint8_t known = a[i] >= p ? met : unmet;

        out[i] = a[i] == NARROW_UNKNOWN ? S_UNKNOWN : known;
    }
}

/* Bytes may be NARROW_UNKNOWN in both: then it is neither. */
WIDE void
compare_bytes(const uint8_t *restrict low, const uint8_t *restrict high, uint8_t p,
              struct answers answers, size_t rows, uint8_t *restrict out)
{
    const uint8_t met = answers.met, unmet = answers.unmet;

    for (size_t i = 0; i < rows; i++) {
        uint8_t below = high[i] < p ? unmet : S_UNKNOWN;
        uint8_t known = low[i] >= p ? met : below;

        out[i] = low[i] == NARROW_UNKNOWN ? below : known;
    }
}

WIDE void
rank_values(const double *restrict a, const double *limits, int count, size_t rows,
            uint8_t *restrict out)
{
    memset(out, 0, rows);
    for (int k = 0; k < count; k++) {
        const double limit = limits[k];

        for (size_t i = 0; i < rows; i++)
            out[i] = (uint8_t)(out[i] + (a[i] >= limit ? 1 : 0));
    }
    for (size_t i = 0; i < rows; i++)
        out[i] = a[i] == a[i] ? out[i] : RANKS - 1;
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
