/* Inner loops of the gap, over the rows of a block; see kernels.h for why they stand alone. */
#ifndef TIDU_MODEL_GAP_KERNELS_H
#define TIDU_MODEL_GAP_KERNELS_H

#include "gap.h"

/* The value that is needed: p (a constant), b · p / q, or what makes the mean growth. */
void
gap_need_ratio(const double *restrict b, double factor, size_t rows, double *restrict out);
void
gap_need_mean(const double *restrict b, const double *restrict c, double factor, size_t rows,
              double *restrict out);
/* Weight by distance of every row, GAP_FAR where no step reaches; need NULL: `constant`. */
void
gap_distance(const struct gap_leaf *leaf, const double *x, const double *need, double constant,
             size_t rows, int16_t *restrict out);
void
gap_distance_narrow(const struct gap_leaf *leaf, const uint8_t *x, double constant, size_t rows,
                    int16_t *restrict out);
/* 0 where the state stands; unknown, manual; else what `out` holds by distance. */
void
gap_by_state(const uint8_t *restrict states, const struct gap_leaf *leaf, size_t rows,
             int16_t *restrict out);
void
gap_fill(int16_t weight, size_t rows, int16_t *restrict out);
void
gap_add(const int16_t *restrict in, size_t rows, int16_t *restrict out);
void
gap_least(const int16_t *restrict in, size_t rows, int16_t *restrict out);
void
gap_most(const int16_t *restrict in, size_t rows, int16_t *restrict out);
void
gap_less(const int16_t *restrict in, size_t rows, int16_t *restrict out);
/* The lesser of out and a + b. */
void
gap_least_sum(const int16_t *restrict a, const int16_t *restrict b, size_t rows,
              int16_t *restrict out);
/* Where unknown: add to sum and mark. */
void
gap_add_unknown(const uint8_t *restrict states, const int16_t *restrict in, size_t rows,
                int16_t *restrict sum, uint8_t *restrict marked);
void
gap_choose(const uint8_t *restrict marked, const int16_t *restrict yes, size_t rows,
           int16_t *restrict out);

#endif
