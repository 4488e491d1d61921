/*
 * The inner loops of the judge, each over the rows of a block: plain loops that the compiler
 * makes into vector instructions. They are functions of their own file so that `restrict`
 * holds: inlined into the dispatch, the bytes written could be the doubles read, and the loops
 * would stay scalar.
 */
#ifndef TIDU_MODEL_KERNELS_H
#define TIDU_MODEL_KERNELS_H

#include "scratch.h"

enum {
    S_BORDER = 0x7F, /* too near for floating point: to be decided exactly */
    TILE = 64 /* rows whose results are written at a time: they stay in the first cache */
};

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
/* Columns of bytes. */
void
load_narrow(const int64_t *restrict values, const uint64_t *known, size_t rows,
            uint8_t *restrict out);
void
load_narrow_end(const uint8_t *restrict arg, uint8_t nothing, size_t rows,
                uint8_t *restrict out);
void
least_narrow(const uint8_t *restrict arg, size_t rows, uint8_t *restrict out); /* out = min */

/* ---- comparisons */
void
compare_ge(const double *restrict a, double p, struct answers answers, size_t rows,
           uint8_t *restrict out);
void
compare_interval(const double *restrict low, const double *restrict high, double p,
                 struct answers answers, size_t rows, uint8_t *restrict out);
void
compare_narrow(const uint8_t *restrict a, uint8_t p, struct answers answers, size_t rows,
               uint8_t *restrict out);
void
compare_bytes(const uint8_t *restrict low, const uint8_t *restrict high, uint8_t p,
              struct answers answers, size_t rows, uint8_t *restrict out);
/* How many of the limits are reached; RANKS - 1 = unknown. */
void
rank_values(const double *restrict a, const double *limits, int count, size_t rows,
            uint8_t *restrict out);
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
/* One more top-level condition: the worst so far, and how many are met, unmet and unknown. */
void
count_top(const uint8_t *restrict in, size_t rows, uint8_t *restrict worst,
          uint8_t *restrict met, uint8_t *restrict unmet, uint8_t *restrict unknown);
void
count_not_state(const uint8_t *restrict in, uint8_t state, size_t rows,
                uint8_t *restrict count);
/* TILE rows of eight columns of bytes, those bits of them that `mask` has, as one word a row,
 * the first column in the lowest byte: row 8q + k is words[k][q]. */
void
turn_tile(const uint8_t *const in[8], uint8_t mask, uint64_t (*restrict words)[8]);
void
set_bit(const uint8_t *restrict in, uint8_t bit, size_t rows, uint8_t *restrict sure,
        uint8_t *restrict could);
void
spread_bits(const uint8_t *restrict bits, int shift, size_t rows, uint64_t *restrict out);

/* ---- verdicts */
/* Where the worst of subject and require leaves a firm. */
void
first_verdicts(const uint8_t *restrict subject, const uint8_t *restrict require,
               const uint8_t *restrict decided, uint8_t least, uint8_t near,
               size_t rows, uint8_t *restrict out);
/* `verdict` where the state is (or is not) that one. */
void
verdict_where(const uint8_t *restrict in, uint8_t state, bool is, uint8_t verdict, size_t rows,
              uint8_t *restrict out);
/* A pass mark that is unknown while more than `most` of the points are open says too little. */
void
undecide_open(const uint8_t *restrict mark, const uint8_t *restrict low,
              const uint8_t *restrict high, int most, size_t rows, uint8_t *restrict decided);
void
raise_tiers(const uint8_t *restrict verdicts, int8_t at, size_t rows, int8_t *restrict certain,
            int8_t *restrict possible);
void
raise_held(const uint8_t *restrict verdicts, int8_t level, size_t rows, int8_t *restrict held);
void
raise_target(const uint8_t *restrict verdicts, const int8_t *restrict held, int8_t level,
             int8_t at, size_t rows, int8_t *restrict target);

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
