/*
 * Where a unit's shares and rates of growth lie: how large they are, in steps, for the report's pictures of how all units
 * lie around the criteria's thresholds. What a share or a rate is stands in metrics.yaml alone. Pure.
 */
#ifndef TIDU_SPREAD_H
#define TIDU_SPREAD_H

#include "tidu/judge.h"

enum { TD_SPREADS = 4, TD_SPREAD_EDGES = 27 };
enum { TD_SPREAD_UNKNOWN, TD_SPREAD_NO_BASE, TD_SPREAD_FIRST }; /* FIRST: below the first edge; each edge that is reached is one more */

struct td_spread_edges { /* in tenths of a per cent; display only */
    int16_t at[TD_SPREAD_EDGES];
    int count;
};
enum { TD_SPREAD_SHARE, TD_SPREAD_RATE };
/* Stored judgements count by them: who changes them raises SCORE_VERSION. */
extern const struct td_spread_edges td_spread_edges[2];
extern const char *const td_spread_metrics[TD_SPREADS]; /* names in metrics.yaml */

/* Of one row: of each metric a step. NO_BASE: both figures are there, and the denominator is 0 or below. */
void td_spread_row(const struct td_rules *rules, const struct td_columns *columns, size_t row, uint8_t out[TD_SPREADS]);

#endif
