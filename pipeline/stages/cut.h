/* What a reader asks to see of the results: a run, a tier, a county, an industry. */
#ifndef TIDU_STAGES_CUT_H
#define TIDU_STAGES_CUT_H

#include "table.h"

struct cut {
    char run[24], rules_run[24], as_of[16];
    struct td_rows tiers, counties, industries; /* what the words below point into */
    const char *tier, *tier_title;              /* NULL = all */
    const char *county, *county_name;
    const char *industry, *industry_name;
};

/* From the operands and options; says what there is when a word is none of it. cut_close in any case. */
bool cut_open(struct cut *cut, struct td_run *run, struct td_error *err) TD_MUST_USE;
void cut_close(struct cut *cut);
/* "东昌府区，C 制造业，截止 2026-11-20" */
void cut_text(const struct cut *cut, struct td_buf *out);

#endif
