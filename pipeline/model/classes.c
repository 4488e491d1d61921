/*
 * What a firm's industry decides: which lists it is in, and its SME class. A class needs all of
 * its lower limits, so a firm's class is the least of what its indicators allow; where an
 * indicator or the industry is not known, an interval.
 *
 * Firms share their industries, so what an industry means is kept by each thread; a class is
 * looked up by how many of an indicator's limits the firm reaches. Neither has branches that
 * depend on the firm's figures.
 */
#include "kernels.h"

/* ---- industries
 * ---------------------------------------------------------------------------------------- */
static uint32_t
size_rows_of(const struct td_rules *r, unsigned first, unsigned last)
{
    uint32_t rows = 0;

    if (first == 0 && last == INDUSTRY_CODES - 1)
        return r->size_row_count == 32 ? UINT32_MAX : ((uint32_t)1 << r->size_row_count) - 1;
    for (unsigned code = first; code <= last;) {
        bool hundred = code % 100 == 0 && code + 99 <= last;

        rows |= hundred ? r->size_by_division[code / 100] : r->size_by_code[code];
        code += hundred ? 100 : 1;
    }
    return rows;
}

/* Of each industry list: does it hold some, and does it hold all of the codes from first to
 * last? */
static void
look_up(const struct td_rules *r, unsigned first, unsigned last, struct industry_range *out)
{
    last = last < first ? first : last;
    out->size_rows = size_rows_of(r, first, last);
    out->some = out->all = r->set_bits[first];
    for (int k = 0; first < last && k < r->set_count; k++) {
        unsigned in = (unsigned)(r->sets[k].before[last + 1] - r->sets[k].before[first]);
        uint64_t bit = (uint64_t)1 << k;

        out->some = in > 0 ? out->some | bit : out->some & ~bit;
        out->all = in == last - first + 1 ? out->all | bit : out->all & ~bit;
    }
}

/* 0 to 9999 where the industry is not known. */
void
evaluate_industries(const struct td_rules *r, const int64_t *values, const uint64_t *known,
                    size_t rows, struct td_scratch *s)
{
    for (size_t i = 0; i < rows; i++) {
        uint64_t mask = 0 - (known[i / 64] >> (i % 64) & 1);
        uint64_t value = ((uint64_t)values[i] & mask) | ~mask;
        uint32_t key = value < 100000000 ? (uint32_t)value : INDUSTRY_CODES - 1;
        struct industry_range *range = &s->ranges[key * 0x9E3779B1u >> (32 - RANGES_BITS)];

        if (range->key != key + 1) {
            look_up(r, key / 10000, key % 10000, range);
            range->key = key + 1;
        }
        s->some[i] = range->some;
        s->all[i] = range->all;
        s->size_rows[i] = range->size_rows;
    }
}

/* ---- classes
 * ------------------------------------------------------------------------------------------ */
static int
place_limit(struct size_ranks *ranks, int indicator, double limit)
{
    double *limits = ranks->limits[indicator];
    int n = ranks->limit_count[indicator], at = 0;

    while (at < n && limits[at] < limit)
        at++;
    if (at < n && !(limits[at] > limit))
        return at;
    for (int k = n; k > at; k--)
        limits[k] = limits[k - 1];
    limits[at] = limit;
    ranks->limit_count[indicator]++;
    return at;
}

static int
place_column(struct size_ranks *ranks, int column)
{
    int at = 0;

    while (at < ranks->column_count && ranks->columns[at] != column)
        at++;
    ranks->columns[at] = column;
    ranks->column_count += at == ranks->column_count;
    return at;
}

static void
fill_classes(struct size_ranks *ranks, int row, int k, const double limits[3])
{
    int indicator = ranks->indicator[row][k];

    for (int rank = 0; rank < RANKS; rank++) {
        int class = 1;

        for (int c = 0; c < 3; c++)
            class += rank <= ranks->limit_count[indicator] &&
                     rank > place_limit(ranks, indicator, limits[c]);
        ranks->least[row][k][rank] = (uint8_t) class;
        ranks->most[row][k][rank] = (uint8_t)(rank == RANKS - 1 ? 4 : class);
    }
}

/* Rows are filled up with their first indicator (size.c), and the least of the same twice is
 * the same. */
void
prepare_sizes(struct td_rules *r)
{
    struct size_ranks *ranks = td_arena_alloc(&r->arena, 1, sizeof(*ranks));

    r->size_ranks = ranks;
    for (int row = 0; row < r->size_row_count; row++)
        for (int k = 0; k < INDICATORS_MAX; k++) {
            int at = place_column(ranks, r->size_rows[row].columns[k]);

            ranks->indicator[row][k] = at;
            for (int c = 0; c < 3; c++)
                place_limit(ranks, at, r->size_rows[row].limits[k][c]);
        }
    for (int row = 0; row < r->size_row_count; row++)
        for (int k = 0; k < INDICATORS_MAX; k++)
            fill_classes(ranks, row, k, r->size_rows[row].limits[k]);
}

static inline uint8_t
least_of(const uint8_t by_rank[INDICATORS_MAX][RANKS], const uint8_t rank[INDICATORS_MAX])
{
    uint8_t a = by_rank[0][rank[0]], b = by_rank[1][rank[1]], c = by_rank[2][rank[2]];

    a = b < a ? b : a;
    return c < a ? c : a;
}

void
evaluate_size(const struct td_rules *r, size_t rows, struct td_scratch *s)
{
    const struct size_ranks *ranks = r->size_ranks;
    uint8_t reached[INDICATORS_MAX][BLOCK];

    for (int k = 0; k < ranks->column_count; k++)
        rank_values(wide_column(r, s, ranks->columns[k]), ranks->limits[k],
                    ranks->limit_count[k], rows, reached[k]);
    for (size_t i = 0; i < rows; i++) {
        uint8_t lo = 4, hi = 1;

        for (uint32_t bits = s->size_rows[i]; bits; bits &= bits - 1) {
            int row = __builtin_ctz(bits);
            const int *indicator = ranks->indicator[row];
            const uint8_t rank[INDICATORS_MAX] = {
                reached[indicator[0]][i], reached[indicator[1]][i], reached[indicator[2]][i]};
            uint8_t least = least_of(ranks->least[row], rank);
            uint8_t most = least_of(ranks->most[row], rank);

            lo = least < lo ? least : lo;
            hi = most > hi ? most : hi;
        }
        s->size_lo[i] = lo <= hi ? lo : 1; /* no row fits: anything */
        s->size_hi[i] = lo <= hi ? hi : 4;
    }
}
