/*
 * For tests: one firm under the criteria as they stand, its facts by column, every list complete. What is
 * not set is unknown; what is counted from a list and not set is none.
 */
#ifndef TIDU_TESTS_ONE_FIRM_H
#define TIDU_TESTS_ONE_FIRM_H

#include "criteria_load.h"

#include <criterion/criterion.h>

enum { WAN = 1000000 }; /* 万元 in 分 */

struct one_firm {
    struct criteria criteria;
    struct td_rules *rules;
    struct firms firm;
    struct td_results results;
};

static inline void
one_open(struct one_firm *f, const char *region, int year, int month, int day)
{
    static const struct td_complete_list complete[] = {{{"conduct", 7}, {NULL, 0}},
                                                       {{"title", 5}, {NULL, 0}},
                                                       {{"ip", 2}, {NULL, 0}},
                                                       {{"equity", 6}, {NULL, 0}}};
    struct td_rules_options options = {.region = td_str(region), .complete = complete, .complete_count = 4};
    struct td_error err = {0};

    *f = (struct one_firm){0};
    td_lang_set(TD_EN);
    options.as_of = td_date_from((struct td_civil){year, month, day});
    criteria_read(&f->criteria, TIDU_SOURCE "/criteria");
    cr_assert(td_rules_compile(&f->rules, f->criteria.files, f->criteria.count, &options, &err), "%s:%zu:%zu %s",
              err.file, err.line, err.column, err.text);
    firms_new(&f->firm, f->rules, 1, 1, 100, true);
    td_results_init(&f->results, f->rules, 1);
    for (size_t s = 0; s < f->firm.slots; s++) {
        struct td_slot slot = td_rules_slot(f->rules, s);

        f->firm.values[s][0] = slot.list ? slot.nothing : 0;
        f->firm.known[s][0] = slot.list;
    }
}

static inline void
one_close(struct one_firm *f)
{
    td_results_free(&f->results);
    firms_free(&f->firm);
    td_rules_free(f->rules);
    criteria_free(&f->criteria);
}

/* A column that no rule reads is passed over: nothing depends on it. */
static inline void
one_set(struct one_firm *f, const char *column, int64_t value)
{
    for (size_t s = 0; s < f->firm.slots; s++)
        if (td_str_equal(td_rules_slot(f->rules, s).column, td_str(column))) {
            f->firm.values[s][0] = value;
            f->firm.known[s][0] = 1;
        }
}

static inline void
one_unknown(struct one_firm *f, const char *column)
{
    for (size_t s = 0; s < f->firm.slots; s++)
        if (td_str_equal(td_rules_slot(f->rules, s).column, td_str(column)))
            f->firm.known[s][0] = 0;
}

static inline void
one_industry(struct one_firm *f, const char *code)
{
    int64_t value;

    cr_assert(td_industry_value(td_str(code), &value));
    one_set(f, "industry", value);
}

/* Position of a program, -1 = none judges that kind tonight. */
static inline int
one_program(const struct one_firm *f, const char *tier, enum td_kind kind)
{
    for (size_t p = 0; p < td_rules_program_count(f->rules); p++)
        if (td_str_equal(td_rules_program(f->rules, p)->tier, td_str(tier)) &&
            td_rules_program(f->rules, p)->kind == kind)
            return (int)p;
    return -1;
}

static inline void
one_judge(struct one_firm *f)
{
    td_judge_all(f->rules, &f->firm.columns, 1, &f->results);
}

static inline int
one_state(struct one_firm *f, const char *tier, enum td_kind kind, const char *condition)
{
    int p = one_program(f, tier, kind);
    const struct td_program *t;

    cr_assert(p >= 0, "no program %s", tier);
    t = td_rules_program(f->rules, (size_t)p);
    one_judge(f);
    for (size_t k = 0; k < t->condition_count; k++)
        if (td_str_equal(t->conditions[k].id, td_str(condition)))
            return f->results.states[t->state_offset + k];
    cr_assert(false, "%s has no condition %s", tier, condition);
    return -1;
}

static inline int
one_verdict(struct one_firm *f, const char *tier, enum td_kind kind)
{
    int p = one_program(f, tier, kind);

    cr_assert(p >= 0, "no program %s", tier);
    one_judge(f);
    return f->results.verdicts[p];
}

#endif
