/*
 * Reasoning about conditions: sets of values, formulas over them, and whether a set of formulas
 * can hold of any firm at all. Two-valued: what is unknown or manual is a free choice, so that
 * a verdict of "cannot hold" is right for every state of knowledge.
 *
 * A quantity is what is compared (revenue[Y], rd_ratio, the points of a group); an atom says
 * that a quantity lies in a set. Sets are exact: fractions, open or closed ends, or industry
 * codes.
 *
 * The search gives up after a budget of steps and then says "can hold": nothing is ever accused
 * that was not proved.
 */
#ifndef TIDU_MODEL_LOGIC_H
#define TIDU_MODEL_LOGIC_H

#include "rules.h"

enum { SET_PARTS = 6, CODE_WORDS = (INDUSTRY_CODES + 63) / 64 };

struct fraction { /* den 0: infinite, by the sign of num */
    int64_t num, den;
};

struct stretch {
    struct fraction lo, hi;
    bool lo_open, hi_open;
};

struct set {
    struct stretch part[SET_PARTS]; /* ascending, apart from each other */
    int count;
    const uint64_t *codes; /* industry: a bit each; then the parts are not used */
};

struct quantity {
    struct value value; /* what makes it the same as another */
    int register_;      /* points of a score: group, or -1 total; else INT_MIN */
    struct td_str name; /* of a manual word: nothing else is like it */
    bool whole;         /* takes whole numbers only */
    struct set domain;
};

enum formula_kind { F_TRUE, F_ATOM, F_ALL, F_ANY, F_NOT };

struct formula {
    enum formula_kind kind;
    int quantity;
    struct set set;
    const struct formula **parts;
    int count;
    const struct td_yaml *node; /* where it stands */
    struct td_str id, text;     /* for people; "" */
};

/* p never exceeds q: sums of fewer things that are not negative, the least of more. */
struct at_most {
    int p, q;
};

struct logic { /* all-zero is empty */
    struct td_arena arena;
    struct quantity *quantities;
    int quantity_count, quantity_cap;
    struct at_most *orders;
    int order_count, order_cap;
    int total, groups[32],
        group_count; /* quantities of a score: the groups make up the total */
};

/* ---- sets ---------------------------------------------------------------------------------
 */
int
fraction_order(struct fraction a, struct fraction b);
struct set
set_all(void);
struct set
set_between(struct fraction lo, bool lo_open, struct fraction hi, bool hi_open);
/* v cmp limit, as a set. */
struct set
set_compared(enum cmp cmp, struct fraction limit);
struct set
set_meet(struct logic *l, const struct set *a, const struct set *b);
/* What of the domain is not in a. */
struct set
set_without(struct logic *l, const struct set *domain, const struct set *a);
bool
set_empty(const struct set *a);
/* Open ends of whole numbers closed: > 2 is >= 3. */
void
set_make_whole(struct set *a);

/* ---- formulas -----------------------------------------------------------------------------
 */
struct literal { /* a formula, or its opposite */
    const struct formula *formula;
    bool no;
};
/* Can all of these hold together of some firm? */
bool
logic_can(struct logic *l, const struct literal *all, int count);
struct formula *
formula_new(struct logic *l, enum formula_kind kind, const struct td_yaml *node, int parts);
/* The number of a quantity, made if it is new. */
int
quantity_add(struct logic *l, const struct quantity *q);
void
logic_order(struct logic *l, int p, int q);
void
logic_free(struct logic *l);

#endif
