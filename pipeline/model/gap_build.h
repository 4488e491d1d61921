/* What gap_build.c (conditions) and gap_score.c (points) share while a program's ways are built. */
#ifndef TIDU_MODEL_GAP_BUILD_H
#define TIDU_MODEL_GAP_BUILD_H

#include "gap.h"

enum {
    ITEMS_MAX = 200,
    PLACE_FREE = -1,
    PLACE_STAY = -2,
    LEVERS_MAX = 2000,
    AXIS_MAX = 64,
    WORK_MAX = 2000000 /* looks at a lever within an `all`; of the ladder the dearest takes 45 thousand, 2 million take 0.3 s */
};

struct build {
    struct td_rules *r;
    const struct program *program;
    int fixed[LEVERS_MAX];  /* per lever: place on its axis, PLACE_FREE, PLACE_STAY */
    int forced[LEVERS_MAX]; /* per lever: node of leaves that are due anyway, -1 */
    const struct gap_axis *axis[LEVERS_MAX]; /* of the levers that are fixed */
    bool strict; /* met itself; a person's word is not enough */
    bool full;   /* too large: given up */
    int work;    /* of this program, so far: places within places multiply, and most of it is built once */
    int first;                /* node of this program */
    int condition, indicator; /* where the builder stands */
};

/* The different thresholds of one lever within a scope, in order. */
struct gap_axis {
    int ops[AXIS_MAX];
    int count;
};

struct item { /* one thing that an `all` asks for */
    int op;
    bool met;
    int condition;
    int years, older; /* of one year in a run of years */
};

int
build_node(struct build *b, const struct gap_node *node);
int
build_links(struct build *b, const int *links, int count);
/* op as wanted (met, or unmet where met is false); the node. */
int
build_op(struct build *b, int op, bool met);
/* All of the items. */
int
build_all(struct build *b, const struct item *items, int count);
int
build_const(struct build *b, int weight);
bool
is_const(const struct build *b, int node, int weight);
int
build_any(struct build *b, const int *children, int count);
/* Nodes added up. */
int
join_all(struct build *b, const int *children, int count);
/* The items of one lever, put together and set against what is due anyway. */
int
lever_node(struct build *b, int lever, const struct item *items, int count);
/* All of the items, for every place that the lever's value may have. */
int
build_places(struct build *b, int lever, const struct item *items, int count);
/* Runs of years among the items of one `all`. */
void
find_years(const struct td_rules *rules, struct item *items, int count);
bool
is_all(const struct op *op, bool met);
/* The marks of a score together. */
int
build_score(struct build *b, int score, const struct item *marks, int count);
/* In how many places at once could this lever be charged? */
int
charges_op(const struct build *b, int op, bool met, int lever);
int
charges_score(const struct build *b, int score, int lever);
/* Can a person's word decide it? */
bool
op_has_word(const struct td_rules *r, int op);
bool
score_has_word(const struct td_rules *r, int score);
/* The comparison behind op (itself, or what an external one wraps), -1 = it is none. */
int
comparison_of(const struct td_rules *r, int op);
void
axis_collect(const struct build *b, int op, int lever, struct gap_axis *axis);
void
axis_collect_score(const struct build *b, int score, int lever, struct gap_axis *axis);

#endif
