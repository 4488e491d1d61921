/*
 * 缺什么补什么: the cheapest set of changes that makes a program's verdict certain.
 *
 * Every comparison of a program is a leaf on a lever (the value compared). For each firm a leaf has a
 * weight: 0 where it stands as it is wanted, else what efforts.yaml says it takes from this distance
 * (or what finding out takes, where it is unknown), and GAP_FAR where it cannot be had within the
 * horizon. A weight is effort points · GAP_COST + number of changes, so that one minimum settles cost,
 * then changes. `all` adds, `any` takes the least, points go through a knapsack over whole points.
 *
 * One value that is asked for in several places is paid for once: in one `all` its comparisons are put
 * together (the strongest counts); beside a comparison that is due anyway, another place on the same
 * lever costs only what it takes beyond (GAP_MARGINAL); what is shared otherwise is enumerated, place
 * by place on the value's axis, as alternatives of the `all` that holds all its comparisons.
 *
 * It all runs over blocks of firms like the judge itself: a register is BLOCK weights.
 */
#ifndef TIDU_MODEL_GAP_H
#define TIDU_MODEL_GAP_H

#include "scratch.h"

enum {
    GAP_FAR = 0x3FFF, /* two of them still fit 16 bits */
    GAP_COST = 64,    /* weight of an effort point: up to 63 changes stand below it */
    GAP_STEPS = 4,
    GAP_REGISTERS_MAX = 6000,
    GAP_MOVES_MAX = 400
};

struct effort_step {
    bool relative, any; /* any: whatever the distance */
    double within;      /* a fraction of the threshold, or base units of the value */
    int cost, months;
};
struct effort_way {
    struct effort_step steps[GAP_STEPS];
    int count;
};
struct effort {
    struct td_str name, note;
    bool time, year_end;             /* comes by waiting; counted at the end of a year */
    struct effort_way raise, lower;
    int find_out;
    int by;                          /* fact that is moved, -1 = the first of the numerator */
    int fact;                        /* -1: a metric */
    enum value_kind shape;           /* of a metric */
    bool minus;                      /* a growth rate: the ratio less 1 */
    int64_t divisor;                 /* of a sum */
    struct td_str title;
    struct { enum op_kind kind; int a, b, c; } keys[3]; /* of a metric, by years back */
    int key_count;
};
struct batch {
    struct td_str tier, source;
    int from, to; /* month · 100 + day */
    bool unconfirmed;
};

/* A value that comparisons are on, with those comparisons' places in order. */
struct lever {
    enum op_kind kind;
    int a, b, c;
    int effort;
};

struct gap_leaf {
    int op;         /* whose state counts */
    int compare;    /* the comparison: op itself, or what stands behind OP_EXTERNAL */
    bool met;       /* the state that is wanted */
    bool up;        /* the value has to rise */
    bool strict;    /* a person's word is not enough: met itself */
    bool stay;      /* only as it stands */
    bool figure;    /* of money, a share or a score: there is a margin above it */
    int lever, older; /* older: years until a closed year no longer counts, 0 = none */
    int years;      /* years that must be good one after the other, 0 = no figure by year */
    int steps;      /* weights by distance: sign · x >= sign · need · times + plus */
    double sign, times[GAP_STEPS], plus[GAP_STEPS];
    int16_t weights[GAP_STEPS];
    int months[GAP_STEPS];
    int16_t unknown, manual;
    int reg;
};

enum gap_kind {
    GAP_CONST,
    GAP_LEAVES,   /* leaves of one lever: the most */
    GAP_MARGINAL, /* leaves beyond those of `base` */
    GAP_ALL,
    GAP_ANY,
    GAP_OPEN_ANY, /* any with a person's word in it: children in pairs (met, fits) with their ops */
    GAP_GUARD,    /* child, unless an unknown keeps points of score `score` open */
    GAP_ITEM,     /* array: at least t points with one more indicator */
    GAP_FOLD,     /* array: at least t points with one more group */
    GAP_PICK      /* element `pick` of an array */
};
struct gap_node {
    enum gap_kind kind;
    int reg, size, low; /* arrays: registers reg .. reg + size - 1, of low points and more */
    int first, count;   /* gap->links: leaves, children, or (GAP_ITEM) pairs of points and child */
    int base, in, pick, floor, score;
    int condition, indicator; /* of the program, -1 = none */
};

struct gap {
    struct effort *efforts;
    int effort_count;
    struct batch *batches;
    int batch_count;
    int horizon, manual, find_out;
    struct { struct td_str name; int find_out; } *datasets;
    int dataset_count;

    struct lever *levers;
    int lever_count, lever_cap;
    struct gap_leaf *leaves;
    int leaf_count, leaf_cap;
    struct gap_node *nodes;
    int node_count, node_cap;
    int *links;
    int link_count, link_cap;
    int registers;
    int *roots; /* per program: its node, -1 = no gap asked */
    int (*spans)[2]; /* per program: its nodes, first and end */
};

/* efforts.c: efforts.yaml; facts, metrics, tiers and ranking are read already. */
bool
efforts_read(struct compiler *c, const struct td_yaml *root) TD_MUST_USE;
/* The entry for a comparison, -1 = none. */
int
effort_of(const struct td_rules *rules, const struct op *op);
int
effort_find_out(const struct td_rules *rules, const struct op *op);
/* gap_build.c */
bool
gap_build(struct compiler *c) TD_MUST_USE;
void
gap_free(struct gap *gap);
/* gap_leaf.c: a leaf's register; made when it is first asked for. */
int
gap_leaf_of(struct td_rules *rules, struct gap_leaf leaf);
int
gap_lever_of(struct td_rules *rules, const struct op *op);
/* Order of two thresholds on one lever: below 0 if a's is lower. */
int
gap_threshold_order(const struct op *a, const struct op *b);
/* Facts of a comparison's columns: calls `each` with slot, fact and index. Numerator first. */
struct gap_slot {
    int slot, fact, index;
    int64_t coef;
    bool denominator;
};
int
gap_slots(const struct td_rules *rules, const struct op *op, struct gap_slot *out, int most);
int
gap_months_of_years(const struct td_rules *rules, int years);
int
gap_months_of_days(int64_t days);

/* gap.c: registers of a scratch; the weights of a block, evaluated before. */
size_t
gap_registers(const struct td_rules *rules);
void
gap_constants(const struct td_rules *rules, struct td_scratch *scratch);
void
gap_block(const struct td_rules *rules, struct td_scratch *scratch, size_t rows);
/* The value of a whole-number comparison that is just enough. */
double
gap_border(const struct gap_leaf *leaf, const struct op *op);
/* gap_walk.c: the leaves of a firm's cheapest way, in the order of the clauses. */
struct gap_move {
    int leaf, condition, indicator;
    int weight; /* 0: stands already */
};
struct gap_moves {
    struct gap_move at[GAP_MOVES_MAX];
    int count;
    bool all;    /* asked for: also leaves that stand */
    bool manual; /* points of a person's word are counted on */
};
void
gap_walk(const struct td_rules *rules, const struct td_scratch *scratch, int program, size_t at,
         struct gap_moves *out);
/* Months until it is done: of the step that reaches from here. */
int
gap_move_months(const struct td_rules *rules, const struct td_scratch *scratch,
                const struct gap_leaf *leaf, size_t at);
/* The weight of a program's cheapest way; GAP_FAR = none. */
int
gap_weight(const struct td_rules *rules, const struct td_scratch *scratch, int program, size_t at);

/* gap_near.c: what conclude_program leaves as near, by what is known; then by what the gap reaches. */
enum { MARGIN_MOST = 254 };
void
near_if_known(const struct td_rules *rules, const struct program *program, const uint8_t *decided,
              const uint8_t *unmet, size_t rows, uint8_t *verdicts);
void
settle_near(const struct td_rules *rules, struct td_scratch *scratch, size_t rows);
void
near_targets(const struct td_rules *rules, const struct td_scratch *scratch, const int8_t *held,
             size_t rows, int8_t *target);
struct target_gap { /* -1 = none */
    int16_t cost, months, changes;
};
struct target_gap
target_gap(const struct td_rules *rules, const struct td_scratch *scratch, size_t i);
/* Key of the order: smaller where the firm is further above its thresholds. */
uint8_t
target_margin(const struct td_rules *rules, const struct td_scratch *scratch, int target, size_t i);

#endif
