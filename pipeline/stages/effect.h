/*
 * The effect of other criteria: every firm judged twice on the same facts, by what stands and by what
 * might, and told apart: verdicts before and after, who gains, who loses, which condition decided.
 * Nothing is written: the facts are read in one REPEATABLE READ READ ONLY view of the database.
 *
 * A firm's standing with a tier is 确定 (confirmed, ready) > 可能 > 近门槛 > none; who rises gains, who falls
 * loses. A verdict that changes within one standing (不符合 -> 信息不足) is in the counts only.
 */
#ifndef TIDU_STAGES_EFFECT_H
#define TIDU_STAGES_EFFECT_H

#include "score.h"

struct effect_side {
    const char *label; /* "现行", "srdi@2022", a folder */
    const struct td_file_text *files;
    size_t count;
    struct td_str force; /* "srdi@2022": this version judges, on whatever date; {0} = by the date */
};

enum effect_form { EFFECT_TEXT, EFFECT_CSV, EFFECT_JSON };

struct effect_ask {
    struct effect_side sides[2]; /* before, after */
    td_date as_of;               /* TD_DATE_NONE: the night's */
    enum effect_form form;
    int limit;                   /* firms that the text lists of each tier and direction */
    struct td_str head;          /* lines of text before the tables, or members of the JSON; may be {0} */
};

/* Of --format or --json, and --limit. */
enum effect_form effect_form_of(const struct td_options *options);
int effect_limit_of(const struct td_options *options);
/* Judge and print to `out`. The criteria are compiled here, their mistakes are named here. */
bool td_effect(struct td_run *run, const struct effect_ask *ask, struct td_buf *out, struct td_error *err)
    TD_MUST_USE;

/* ---- inside: effect.c judges, effect_print.c tells ------------------------------------------------- */
enum {
    EFFECT_ABSENT = TD_NOT_CONCERNED + 1, /* the tier is not judged on that side */
    EFFECT_VERDICTS,
    EFFECT_DECIDERS = 4
};

struct effect_firm { /* one that gains or loses */
    struct td_str code, county; /* county {0}: not known */
    struct td_str name;         /* once they are asked for */
    int pair;
    uint8_t before, after;
    bool gains;
    uint8_t decider_count;
    uint16_t deciders[EFFECT_DECIDERS]; /* conditions of the worse side's program */
};

struct effect_decided {
    int64_t gains, losses, alone; /* alone: the only one that decided, of both */
};

struct effect_pair { /* a tier and kind of application */
    const struct td_program *program[2]; /* NULL: not judged on that side */
    int at[2];
    int *other[2];                        /* per condition: the other side's of the same id, -1 = none */
    bool *redefined[2];                   /* per condition: it, or a part of it, asks something else there */
    int64_t verdicts[EFFECT_VERDICTS][EFFECT_VERDICTS]; /* [before][after] */
    int64_t gains, losses;
    struct effect_decided *decided[2]; /* per condition of either side */
};

struct effect {
    const struct effect_ask *ask;
    struct td_arena arena;
    struct td_rules *rules[2];
    struct effect_pair *pairs;
    size_t pair_count;
    struct effect_firm *firms; /* by pair, gains first, best verdict first, then code */
    size_t firm_count;
    uint64_t units;
    int64_t listed[2], entering, leaving; /* with a target that is confirmed, ready or possible */
    char as_of[11];
    struct td_rows counties; /* code, name */
};

/* 确定 3, 可能 2, 近门槛 1, none 0. */
int effect_standing(uint8_t verdict);
bool effect_print(struct td_run *run, struct effect *e, struct td_buf *out, struct td_error *err) TD_MUST_USE;

#endif
