/* What points.c (scores) and points_parts.c (what gives points) share. */
#ifndef TIDU_MODEL_POINTS_H
#define TIDU_MODEL_POINTS_H

#include "rules.h"

enum { POINTS_MAX = 250 }; /* points are bytes */

/* A whole number of points under `key`, at most `most`. */
bool
points_read(struct compiler *c, const struct td_yaml *map, const char *key, int most, int *out) TD_MUST_USE;
/* The one of bands, choices, best_of, sum_of, per, manual, unknown that the indicator has. */
bool
parts_read(struct compiler *c, const struct td_yaml *map, struct indicator *indicator) TD_MUST_USE;

#endif
