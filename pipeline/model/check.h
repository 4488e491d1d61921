/* What the parts of td_criteria_check share. The order of work stands in check.c. */
#ifndef TIDU_MODEL_CHECK_H
#define TIDU_MODEL_CHECK_H

#include "logic.h"
#include "tidu/criteria.h"

struct checker {
    struct td_findings *out;
    struct compiler *c;        /* of the compilation that is watched */
    struct logic logic;        /* of one program, or of the tags */
    const struct score *score; /* of that program, NULL = none */
    bool review;
    bool *facts_used, *metrics_used;
    size_t file_count;
};

void
found(struct checker *k, enum td_finding_grade grade, const char *code,
      const struct td_yaml *node, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* check_value.c: the value as a quantity, the limit and the comparison changed with it; false
 * if that cannot be said exactly. */
bool
check_canonical(struct checker *k, struct value *v, enum cmp *cmp, struct fraction *limit,
                int *quantity);
enum cmp
cmp_turned(enum cmp cmp); /* a < b as b > a */

/* check_read.c: a condition tree as a formula; F_TRUE for what is not applicable. */
bool
check_condition(struct checker *k, const struct td_yaml *map, const char *id,
                const struct formula **out) TD_MUST_USE;
/* A `when` alone (holds, concerns). */
bool
check_when(struct checker *k, const struct td_yaml *scalar,
           const struct formula **out) TD_MUST_USE;
/* v >= or > limit, of a band. */
bool
check_band(struct checker *k, const struct td_yaml *value, const struct td_yaml *limit,
           bool above, const struct formula **out) TD_MUST_USE;
/* Marks facts and metrics of an expression as used; what does not parse is left alone. */
void
check_used(struct checker *k, const struct td_yaml *scalar);
/* The points of a group (-1: the total) as a quantity with what can be had as its domain. */
int
check_points_quantity(struct checker *k, int group);
/* Which quantities never exceed which. */
void
check_orders(struct checker *k);
/* How a formula is called in a message: its expression, or its id and text. */
void
check_label(const struct formula *f, struct td_buf *out);

/* check_tree.c: contradictions and redundancy; `context` holds wherever `f` is asked. */
void
check_tree(struct checker *k, const struct formula *f, const struct literal *context,
           int count);
bool
check_never(struct checker *k, const struct formula *f);
bool
check_always(struct checker *k, const struct formula *f);

/* check_score.c: bands and choices of the indicators. */
bool
check_score(struct checker *k, const struct td_yaml *score) TD_MUST_USE;

/* check_ladder.c: periods, titles, the ladder. */
bool
check_titles(struct checker *k, const struct td_yaml *map,
             const struct formula *whole) TD_MUST_USE;
void
check_periods(struct checker *k, td_date as_of);

/* check_files.c: size.yaml, tags.yaml, the figures of texts, what is unused or unconfirmed. */
bool
check_tags(struct checker *k, const struct td_yaml *root) TD_MUST_USE;
void
check_size(struct checker *k, const struct td_yaml *root);
void
check_unused(struct checker *k);
void
check_unconfirmed(struct checker *k, const struct td_yaml *node);
void
check_figures(struct checker *k, const struct td_yaml *map);

#endif
