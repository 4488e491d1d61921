/*
 * What the compiled criteria can show of themselves to a page: the facts that a condition rests on, with the slot
 * that has their values, and the figures that a share or a rate of growth is held against. Pure.
 */
#ifndef TIDU_SHOW_H
#define TIDU_SHOW_H

#include "tidu/judge.h"

enum td_shown_unit { /* of a slot's whole numbers */
    TD_SHOWN_MONEY,  /* 分 */
    TD_SHOWN_NUMBER,
    TD_SHOWN_SHARE,  /* millionths */
    TD_SHOWN_SCORE,  /* hundredths */
    TD_SHOWN_YEARS,
    TD_SHOWN_BOOL,
    TD_SHOWN_CODE,   /* of an industry */
    TD_SHOWN_DATE
};
enum td_shown_of { TD_SHOWN_NOW, TD_SHOWN_YEAR, TD_SHOWN_AGE, TD_SHOWN_RANGE };

struct td_shown { /* texts live as long as the rules */
    int slot; /* as of td_rules_slot; -1: the size class, or a column that nobody compares */
    struct td_str fact, title;
    enum td_shown_unit unit;
    enum td_shown_of of;
    int index;   /* YEAR: years before 上年度; AGE: whole years ago; RANGE: 0 certain, 1 at most */
    bool none;   /* 999 stands for "there is none" */
};

/* The facts of a leaf of a program, in the order of its expression; each once. */
size_t td_shown_count(const struct td_rules *rules, size_t program, size_t condition);
struct td_shown td_shown_at(const struct td_rules *rules, size_t program, size_t condition, size_t k);

struct td_threshold { /* a figure of a condition that a metric is compared with */
    size_t program, condition;
    struct td_str metric; /* its name in metrics.yaml */
    struct td_str text;   /* as it stands: "3%" */
    bool unconfirmed;
};
struct td_thresholds { /* all-zero is empty */
    struct td_arena arena;
    struct td_threshold *list;
    int count, cap;
};
/* Those in per cent of all programs, in their order. `files` are those that the rules were compiled of. */
bool td_thresholds_read(struct td_thresholds *out, const struct td_rules *rules, const struct td_file_text *files,
                        size_t count, struct td_error *err) TD_MUST_USE;
void td_thresholds_free(struct td_thresholds *thresholds);

#endif
