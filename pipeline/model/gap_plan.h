/* One firm's gap as steps: gap_plan.c makes them, gap_text.c words them, gap_apply.c does them. */
#ifndef TIDU_MODEL_GAP_PLAN_H
#define TIDU_MODEL_GAP_PLAN_H

#include "explain.h"
#include "gap.h"

enum gap_step_kind { GAP_CHANGE, GAP_WAIT, GAP_FIND_OUT, GAP_WORD, GAP_KINDS };

struct gap_step {
    enum gap_step_kind kind;
    int leaf;                 /* -1: a person's word */
    int condition, indicator; /* of the program, -1 = none */
    int cost, months;
};
struct gap_plan {
    struct gap_step steps[GAP_MOVES_MAX];
    int count;
    bool way;                  /* there is one within the horizon */
    int cost, months, changes; /* of the whole */
    int batch;                 /* gap->batches, -1 = none known */
    td_date ready, from, to;   /* when all is done; the earliest batch's window */
};

void
gap_plan_read(const struct td_rules *rules, const struct td_scratch *scratch, int program,
              size_t at, struct gap_plan *plan);
/* "研发费用差 37.20 万元"; unknown: "营业收入（2025年）缺失"; a word: the condition's text. */
void
gap_step_text(const struct explained *e, const struct program *program,
              const struct gap_step *step, struct td_buf *out);
const char *
gap_kind_word(enum gap_step_kind kind);
const char *
gap_kind_id(enum gap_step_kind kind);
/* What to find out first: leaves that are unknown, in the order of how much they decide. */
struct gap_open {
    int leaf, condition, indicator;
    bool alone; /* unmet, it would make the verdict no */
    int swing;  /* points */
};
int
gap_open_list(const struct explained *e, int program, struct gap_open *out, int most);
/* At most so many of what stands in the way, and of what is to be found out, are told. */
enum { GAP_LISTED_MOST = 12 };
/* Does the verdict leave a gap to speak of? */
bool
gap_is_asked(const struct explained *e, int program);
/* Leaves that are unmet, cannot be turned in time and are needed, each value once, as the clauses stand. */
int
gap_stuck_list(const struct explained *e, int program, struct gap_step *out, int most);
/* Could it be changed at all, were it nearer? */
bool
gap_is_too_far(const struct explained *e, int leaf);
struct td_str
gap_clause(const struct explained *e, const struct program *p, int condition, int indicator);
/* When it counts: a yearly figure with the accounts of the year that it takes; else months from today. */
void
gap_when_text(const struct explained *e, const struct gap_step *s, struct td_buf *out);
/* The program's gap, behind its conditions. */
void
gap_explain_text(const struct explained *e, int program, struct td_buf *out);
void
gap_explain_json(const struct explained *e, int program, struct td_buf *out);

#endif
