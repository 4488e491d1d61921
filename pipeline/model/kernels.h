/*
 * The inner loops of the judge, each over the rows of a block: plain loops that the compiler
 * makes into vector instructions. They are functions of their own file so that `restrict`
 * holds: inlined into the dispatch, the bytes written could be the doubles read, and the loops
 * would stay scalar.
 */
#ifndef TIDU_MODEL_KERNELS_H
#define TIDU_MODEL_KERNELS_H

#include "rules.h"

enum { S_BORDER = 7 }; /* too near for floating point: to be decided exactly */

/* A comparison's answers: met and unmet as the operator says, or unknown where the bound that
 * would decide is open. */
struct answers {
    uint8_t met, unmet;
};

/* ---- columns: unknown is NaN */
void
load_plain(const int64_t *restrict values, const uint64_t *known, size_t rows,
           double *restrict out);
void
load_end(const double *restrict arg, double nothing, size_t rows, double *restrict out);
void
load_positive(const double *restrict arg, size_t rows, double *restrict out);
void
load_constant(double value, size_t rows, double *restrict out);
void
add_integers(const int64_t *restrict values, int64_t coef, size_t rows, uint64_t *restrict sum);
void
finish_sum(const uint64_t *restrict sum, size_t rows, double *restrict out);
void
spread_unknown(const double *restrict arg, size_t rows, double *restrict out);
void
add_scaled(const double *restrict arg, double coef, bool first, size_t rows,
           double *restrict out);
void
take_least(const double *restrict arg, bool first, size_t rows, double *restrict out);

/* ---- comparisons */
void
compare_ge(const double *restrict a, double p, struct answers answers, size_t rows,
           uint8_t *restrict out);
void
compare_interval(const double *restrict low, const double *restrict high, double p,
                 struct answers answers, size_t rows, uint8_t *restrict out);
void
compare_bytes(const uint8_t *restrict low, const uint8_t *restrict high, uint8_t p,
              struct answers answers, size_t rows, uint8_t *restrict out);
/* Bit sets of industry lists: of which lists some and all of the firm's possible codes are. */
void
compare_list(const uint64_t *restrict some, const uint64_t *restrict all, int list, size_t rows,
             uint8_t *restrict out);
/* a·q against b·p; S_BORDER where the roundings could matter. */
void
screen_ratio(const double *restrict a, const double *restrict b, double q, double p,
             struct answers answers, size_t rows, uint8_t *restrict out);
/* q·(b² + a·c) against p·b·c. */
void
screen_mean_growth(const double *restrict a, const double *restrict b, const double *restrict c,
                   double q, double p, struct answers answers, size_t rows,
                   uint8_t *restrict out);

/* ---- states */
void
worst_of(const uint8_t *restrict in, size_t rows, uint8_t *restrict out); /* out = max */
void
swap_states(const uint8_t *restrict in, size_t rows, uint8_t *restrict out);
void
worst_swapped(const uint8_t *restrict in, size_t rows, uint8_t *restrict out);
void
external_states(const uint8_t *restrict in, size_t rows, uint8_t *restrict out);
void
mark_states(const uint8_t *restrict low, const uint8_t *restrict high,
            const uint8_t *restrict open, uint8_t mark, size_t rows, uint8_t *restrict out);
void
count_state(const uint8_t *restrict in, uint8_t state, size_t rows, uint8_t *restrict count);
void
count_not_state(const uint8_t *restrict in, uint8_t state, size_t rows,
                uint8_t *restrict count);
/* Enum td_state of each. */
void
public_states(const uint8_t *restrict in, size_t rows, uint8_t *restrict out);
/* Eight columns of states as one word a row, the first in the lowest byte. */
void
join_columns(const uint8_t *const in[8], size_t rows, uint64_t *restrict out);
void
set_bit(const uint8_t *restrict in, uint8_t bit, size_t rows, uint8_t *restrict sure,
        uint8_t *restrict could);
void
spread_bits(const uint8_t *restrict bits, int shift, size_t rows, uint64_t *restrict out);

/* ---- points */
void
best_points(const uint8_t *restrict state, uint8_t points, size_t rows, uint8_t *restrict low,
            uint8_t *restrict high, uint8_t *restrict open);
void
sum_points(const uint8_t *restrict state, uint8_t points, uint8_t cap, size_t rows,
           uint8_t *restrict low, uint8_t *restrict high, uint8_t *restrict open);
void
only_open(const uint8_t *restrict low, const uint8_t *restrict high, size_t rows,
          uint8_t *restrict open);
void
add_bytes(const uint8_t *restrict in, size_t rows, uint8_t *restrict out);
void
or_bytes(const uint8_t *restrict in, size_t rows, uint8_t *restrict out);

#endif
