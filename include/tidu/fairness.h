/*
 * Is a group of firms (a county, a size, an age) rarer on a list, or lower in its order, than chance alone would make it?
 *
 * Drawing without replacement: of N candidates K are of the group; were the order one of all orders alike, the number of
 * them among the first i would be hypergeometric. Two questions are asked of each group: how many of it have a seat, and
 * how it stands at every place down to the number of seats (the worst place counts; that there are many places to
 * choose from is allowed for exactly). After hyperFA*IR (hypergeometric fair ranking): it tests, and moves nobody.
 *
 * Pure. Thread rule: no state.
 */
#ifndef TIDU_FAIRNESS_H
#define TIDU_FAIRNESS_H

#include "tidu/error.h"
#include "tidu/text.h"

#include <stdint.h>

enum { TD_FAIR_AGES_MAX = 16 };
struct td_fair_rules { /* criteria/fairness.yaml */
    int64_t significance; /* percent, over all groups of one kind */
    int64_t least;        /* a group of fewer candidates is not tested */
    int64_t ages[TD_FAIR_AGES_MAX]; /* years at which a band begins, rising */
    size_t age_count;
};
/* Mistakes are TD_E_CRITERIA with file:line:column. */
bool td_fair_read(struct td_fair_rules *rules, struct td_str text, struct td_error *err) TD_MUST_USE;

struct td_fair_group {
    int64_t candidates, seated; /* of the group */
    double seats_chance;        /* so few of it or fewer have a seat by chance */
    double order_chance;        /* at some place above it are so few, or as rare a number, by chance */
    int64_t worst;              /* that place: the first of the rarest, from 1; 0 = nowhere below what chance gives */
};
/*
 * member[i], seated[i]: of the i-th candidate, in the order of the list. Places are looked at down to the number of
 * seats taken. Time: candidates by the spread of chance, about seats to the power of 3/2.
 */
void td_fair_group(const bool *member, const bool *seated, int64_t count, struct td_fair_group *group);

/* Holm's step-down over the chances of `count` groups: which of them are significant. percent: the risk that any is wrong. */
void td_fair_holm(const double *chances, size_t count, int64_t percent, bool *significant);

#endif
