/*
 * Running the compiled rules (rules.h): what a thread holds while it judges a block of firms.
 * Internal to model/.
 */
#ifndef TIDU_MODEL_SCRATCH_H
#define TIDU_MODEL_SCRATCH_H

#include "rules.h"

#include <math.h>

/* The different limits of each indicator, and the class that a row gives by rank. */
struct size_ranks {
    int columns[INDICATORS_MAX], column_count;
    double limits[INDICATORS_MAX][RANKS];
    int limit_count[INDICATORS_MAX];
    /* by row, indicator of the row and rank (limits reached): the class, least and most */
    uint8_t least[SIZE_ROWS_MAX][INDICATORS_MAX][RANKS],
        most[SIZE_ROWS_MAX][INDICATORS_MAX][RANKS];
    int indicator[SIZE_ROWS_MAX][INDICATORS_MAX]; /* index in columns */
};

/* The industry codes that a firm may have, `key` first · 10000 + last + 1: lists that hold some
 * and all of them, rows of size.yaml that have some. */
struct industry_range {
    uint32_t key, size_rows;
    uint64_t some, all;
};

struct td_scratch {
    void *memory;               /* all of it, in whole cache lines */
    double *wide;               /* wide_count × BLOCK; read by wide_column */
    uint8_t *narrow;            /* narrow_count × BLOCK */
    uint8_t *states;            /* op_count × BLOCK */
    uint8_t *low, *high, *open; /* point_registers × BLOCK */
    struct industry_range *ranges;
    uint64_t *some, *all; /* BLOCK: of each firm's industry */
    uint32_t *size_rows;
    uint8_t *size_lo, *size_hi;
    uint8_t *verdicts, *met, *unmet, *unknown; /* program_count × BLOCK */
    int8_t *tiers;                             /* 3 × BLOCK: certain, possible, target */
    uint64_t *tags;                            /* 2 × BLOCK */
    uint8_t *tile;                             /* rows of results, side by side */
    int16_t *gap;                              /* weights, registers of gap.h × BLOCK */
};

static inline double *
wide_column(const struct td_rules *rules, const struct td_scratch *s, int column)
{
    return s->wide + (size_t)rules->columns[column].at * BLOCK;
}

static inline uint8_t *
narrow_column(const struct td_rules *rules, const struct td_scratch *s, int column)
{
    return s->narrow + (size_t)rules->columns[column].at * BLOCK;
}

/* A column of either width: NaN is unknown; of a narrow one, numbers as narrow.c draws them. */
static inline double
column_value(const struct td_rules *rules, const struct td_scratch *s, int column, size_t i)
{
    uint8_t byte;

    if (!rules->columns[column].narrow)
        return wide_column(rules, s, column)[i];
    byte = narrow_column(rules, s, column)[i];
    return byte == NARROW_UNKNOWN ? NAN : (double)byte;
}

__extension__ typedef __int128 int128;
/* The value of a column of plain facts, or a sum of such, without floating point. */
int128
exact_linear(const struct td_rules *rules, const struct td_columns *columns, int column, size_t row);

/* Columns that are the same for all firms, once for each scratch. */
void
evaluate_constants(const struct td_rules *rules, struct td_scratch *scratch);
/* Columns, ops and points of the block that starts at `base` (a multiple of 64). */
void
evaluate_block(const struct td_rules *rules, const struct td_columns *columns, size_t base,
               size_t rows, struct td_scratch *scratch);
/* Register of a group's points, -1 = the total's. */
int
score_register(const struct score *score, int group);
void
evaluate_points(const struct td_rules *rules, int score, struct td_scratch *scratch,
                size_t rows);
/* classes.c */
void
evaluate_industries(const struct td_rules *rules, const int64_t *values, const uint64_t *known,
                    size_t rows, struct td_scratch *scratch);
void
evaluate_size(const struct td_rules *rules, size_t rows, struct td_scratch *scratch);
/* Verdicts, counts and tiers of that block, into the scratch. */
void
conclude_block(const struct td_rules *rules, struct td_scratch *scratch, size_t rows);

#endif
