/* The judge on many threads under ThreadSanitizer, and its results against one thread's. */
#include "../support/criteria_load.h"

int
main(void)
{
    enum { ROWS = 20000 };
    struct criteria criteria = {0};
    struct td_rules_options options = {.region = TD_STR("371500")};
    struct td_results one = {0}, many = {0};
    struct td_error err = {0};
    struct td_rules *rules;
    struct firms firms;
    size_t width;
    int wrong = 0;

    options.as_of = td_date_from((struct td_civil){2026, 6, 1});
    criteria_read(&criteria, TIDU_SOURCE "/criteria");
    if (!td_rules_compile(&rules, criteria.files, criteria.count, &options, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    firms_new(&firms, rules, ROWS, 21, 20, true);
    td_results_init(&one, rules, ROWS);
    td_results_init(&many, rules, ROWS);
    td_judge_all(rules, &firms.columns, 1, &one);
    td_judge_all(rules, &firms.columns, 7, &many);
    width = td_rules_state_count(rules);
    wrong += memcmp(one.states, many.states, ROWS * width) != 0;
    wrong += memcmp(one.verdicts, many.verdicts, ROWS * td_rules_program_count(rules)) != 0;
    wrong += memcmp(one.rank_key, many.rank_key, ROWS * sizeof(*one.rank_key)) != 0;
    wrong += memcmp(one.tags, many.tags, ROWS * sizeof(*one.tags)) != 0;
    if (wrong)
        fprintf(stderr, "seven threads judge otherwise than one\n");
    td_results_free(&one);
    td_results_free(&many);
    firms_free(&firms);
    td_rules_free(rules);
    criteria_free(&criteria);
    return wrong != 0;
}
