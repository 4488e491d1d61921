/* Inner loops of the gap; see gap_kernels.h. */
#include "gap_kernels.h"

/* As in kernels.c: compiled for what the machine at hand has. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) &&                         \
    defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define WIDE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define WIDE
#endif

WIDE void
gap_need_ratio(const double *restrict b, double factor, size_t rows, double *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = b[i] * factor;
}

/* q·(b² + a·c) = p·b·c  ⇔  a = b·p/q - b²/c */
WIDE void
gap_need_mean(const double *restrict b, const double *restrict c, double factor, size_t rows,
              double *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = b[i] * factor - b[i] * b[i] / c[i];
}

/* x >= need · times + plus, each already with the sign of the direction: one step. */
WIDE static void
step_constant(const double *restrict x, double sign, double bound, int16_t weight, size_t rows,
              int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        int16_t old = out[i];

        out[i] = sign * x[i] >= bound ? weight : old;
    }
}

WIDE static void
step_need(const double *restrict x, const double *restrict need, double sign, double times,
          double plus, int16_t weight, size_t rows, int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        int16_t old = out[i];

        out[i] = sign * x[i] >= need[i] * times + plus ? weight : old;
    }
}

void
gap_distance(const struct gap_leaf *leaf, const double *x, const double *need, double constant,
             size_t rows, int16_t *restrict out)
{
    gap_fill(GAP_FAR, rows, out);
    for (int k = leaf->steps - 1; k >= 0; k--) {
        double times = leaf->sign * leaf->times[k];

        if (need)
            step_need(x, need, leaf->sign, times, leaf->plus[k], leaf->weights[k], rows, out);
        else
            step_constant(x, leaf->sign, constant * times + leaf->plus[k], leaf->weights[k],
                          rows, out);
    }
}

WIDE static void
step_narrow(const uint8_t *restrict x, uint8_t least, uint8_t most, int16_t weight, size_t rows,
            int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        int16_t old = out[i];

        out[i] = x[i] >= least && x[i] <= most ? weight : old;
    }
}

/* The same of bytes: whole numbers, those beyond NARROW_MOST drawn to it. */
void
gap_distance_narrow(const struct gap_leaf *leaf, const uint8_t *x, double constant, size_t rows,
                    int16_t *restrict out)
{
    gap_fill(GAP_FAR, rows, out);
    for (int k = leaf->steps - 1; k >= 0; k--) {
        double bound = leaf->sign * (leaf->sign * leaf->times[k] * constant + leaf->plus[k]);
        uint8_t at = bound <= 0 ? 0 : bound >= NARROW_MOST ? NARROW_MOST : (uint8_t)bound;

        if (leaf->up)
            step_narrow(x, (uint8_t)(at + (at < bound)), NARROW_MOST, leaf->weights[k], rows, out);
        else if (bound >= 0)
            step_narrow(x, 0, at, leaf->weights[k], rows, out);
    }
}

WIDE static void
by_state(const uint8_t *restrict states, uint8_t wanted, int16_t unknown, int16_t manual,
         size_t rows, int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        uint8_t s = states[i];
        int16_t w = out[i];

        w = s == S_UNKNOWN ? unknown : w;
        w = s == S_MANUAL ? manual : w;
        w = s == wanted || s == S_NA ? 0 : w;
        out[i] = w;
    }
}

void
gap_by_state(const uint8_t *restrict states, const struct gap_leaf *leaf, size_t rows,
             int16_t *restrict out)
{
    by_state(states, leaf->met ? S_MET : S_UNMET, leaf->unknown, leaf->manual, rows, out);
}

WIDE void
gap_fill(int16_t weight, size_t rows, int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = weight;
}

WIDE void
gap_add(const int16_t *restrict in, size_t rows, int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        int16_t sum = (int16_t)(out[i] + in[i]);

        out[i] = sum < GAP_FAR ? sum : GAP_FAR;
    }
}

WIDE void
gap_least(const int16_t *restrict in, size_t rows, int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = in[i] < out[i] ? in[i] : out[i];
}

WIDE void
gap_most(const int16_t *restrict in, size_t rows, int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = in[i] > out[i] ? in[i] : out[i];
}

/* What is FAR stays so: beyond what is due anyway it would cost nothing only if that is FAR too. */
WIDE void
gap_less(const int16_t *restrict in, size_t rows, int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = out[i] >= GAP_FAR ? GAP_FAR : (int16_t)(out[i] - in[i]);
}

WIDE void
gap_least_sum(const int16_t *restrict a, const int16_t *restrict b, size_t rows,
              int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++) {
        int16_t sum = (int16_t)(a[i] + b[i]);

        out[i] = sum < out[i] ? sum : out[i];
    }
}

WIDE void
gap_add_unknown(const uint8_t *restrict states, const int16_t *restrict in, size_t rows,
                int16_t *restrict sum, uint8_t *restrict marked)
{
    for (size_t i = 0; i < rows; i++) {
        int16_t w = states[i] == S_UNKNOWN ? in[i] : 0;
        int16_t all = (int16_t)(sum[i] + w);

        sum[i] = all < GAP_FAR ? all : GAP_FAR;
        marked[i] = states[i] == S_UNKNOWN ? 1 : marked[i];
    }
}

WIDE void
gap_choose(const uint8_t *restrict marked, const int16_t *restrict yes, size_t rows,
           int16_t *restrict out)
{
    for (size_t i = 0; i < rows; i++)
        out[i] = marked[i] ? yes[i] : out[i];
}
