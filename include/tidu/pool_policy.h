/*
 * criteria/pool.yaml: who is excluded from a tier's list, and the stages of the cultivation pool. Texts are ready for
 * the database (arrays as "{a,b}"), as the rules are asked there. Thread rule: immutable once read.
 */
#ifndef TIDU_POOL_POLICY_H
#define TIDU_POOL_POLICY_H

#include "tidu/error.h"
#include "tidu/text.h"

struct td_pool_exclusion {
    struct td_str id, title, kind; /* kind: title, group, conduct */
    struct td_str tiers, words;    /* "{srdi,innovative}"; tiers "{}": all */
    struct td_str years, grade;    /* numbers, at NULL = none */
    struct td_str clause, source, confirmed;
};
/* at NULL = the rule does not ask. verdicts: "{0,1}". */
struct td_pool_stage {
    struct td_str stage, title, verdicts, seated, override, application, member;
};
struct td_pool_policy { /* all-zero is empty */
    struct td_arena arena;
    struct td_pool_exclusion *exclusions;
    size_t exclusion_count;
    struct td_pool_stage *stages;
    size_t stage_count;
};

/* Errors are TD_E_CRITERIA with file:line:column. */
bool td_pool_policy_read(struct td_pool_policy *policy, struct td_str text, const char *file, struct td_error *err)
    TD_MUST_USE;
void td_pool_policy_free(struct td_pool_policy *policy);

#endif
