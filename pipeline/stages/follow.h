/*
 * Inside the stage `follow`: titles and their reviews (follow_review.c, follow_judge.c), service specialists
 * (follow_specialist.c), reference tables, counts and targets (follow.c).
 */
#ifndef TIDU_STAGES_FOLLOW_H
#define TIDU_STAGES_FOLLOW_H

#include "score.h"

#include "tidu/follow.h"

struct following {
    struct td_run *run;
    struct td_follow rules; /* criteria/follow.yaml */
    char run_text[24], as_of[11];
    uint64_t titles; /* rows read */
};

/* A title whose review is to be judged: by which version, and what came out. */
struct follow_item {
    int row;               /* of follow/titles.sql */
    struct td_str uscc, title, version;
    enum td_kind kind;
    struct follow_item *next; /* of the same firm and title, while it is judged */
    bool done;
    uint8_t verdict, met, unmet, unknown;
    int hard_total;
    struct td_str source, open, gap; /* in the arena of the items */
};
struct follow_items {
    struct td_arena arena;
    struct follow_item *at;
    size_t count;
};
/* Judge all items on tonight's facts, each by its version. */
bool follow_judge(struct td_run *run, struct follow_items *items, struct td_error *err) TD_MUST_USE;

bool follow_reviews(struct following *f, struct td_error *err) TD_MUST_USE;
bool follow_specialists(struct following *f, struct td_error *err) TD_MUST_USE;

#endif
