/*
 * What a page about one firm says of one program: verdict, conditions with their states, the cheapest way to close
 * the gap (缺什么补什么), what to find out, and what only a person can judge. Words and figures are those of
 * td_explain; here they are values, for who lays out a page.
 */
#ifndef TIDU_BRIEF_H
#define TIDU_BRIEF_H

#include "tidu/judge.h"

struct td_brief_condition { /* of the top level */
    struct td_str clause, text;
    enum td_state state;
    bool subject, unconfirmed;
};
enum td_brief_kind { TD_BRIEF_CHANGE, TD_BRIEF_WAIT, TD_BRIEF_FIND_OUT, TD_BRIEF_WORD }; /* as the gap's steps */
struct td_brief_step {
    enum td_brief_kind kind;
    struct td_str clause, text; /* "研发费用差 37.20 万元" */
    struct td_str when;         /* "约 12 个月", "以 2026 年度数据计（约 12 个月后）"; empty: at once */
    int cost;                   /* effort points of efforts.yaml */
};
struct td_brief_note {
    struct td_str clause, text, more; /* more: what a person looks at; of the others empty */
    bool alone;   /* to find out: unmet, it decides */
    bool far;     /* in the way: could be changed, were it nearer */
    int points;   /* to find out: points at stake, 0 = none */
};

struct td_brief { /* all-zero is empty; texts live in the arena or with the rules */
    const struct td_program *program;
    enum td_verdict verdict;
    int met, unmet, unknown;
    int points_lo, points_hi; /* -1 = not scored */
    const struct td_brief_condition *conditions;
    size_t condition_count;
    bool asked;            /* there is a gap to speak of */
    bool way;              /* … and it can be closed within the horizon */
    int horizon;           /* months */
    int cost, months, changes;
    td_date ready, from, to; /* when all is done; the earliest batch, TD_DATE_NONE = none known */
    bool batch_unconfirmed;
    const struct td_brief_step *steps;
    size_t step_count;
    const struct td_brief_note *stuck, *find_out, *manual;
    size_t stuck_count, find_out_count, manual_count;
};

struct td_brief_of { /* a row just judged: td_judge(…, from, to, …) of at most 512 rows, from a multiple of 512 */
    const struct td_rules *rules;
    const struct td_columns *columns;
    struct td_scratch *scratch;
    size_t row;
    size_t program;
};
void td_brief_read(const struct td_brief_of *of, struct td_arena *arena, struct td_brief *out);

/* For people, in the reader's language: 满足, 全部满足. */
const char *td_state_word(enum td_state state);
const char *td_verdict_word(enum td_verdict verdict);

#endif
