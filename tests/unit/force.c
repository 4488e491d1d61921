/* td_rules_options.force: a version judges on a day on which it does not apply. */
#include "../support/criteria_load.h"

#include <criterion/criterion.h>

static const struct td_program *
program(const struct td_rules *rules, const char *tier, enum td_kind kind)
{
    for (size_t p = 0; p < td_rules_program_count(rules); p++)
        if (td_str_equal(td_rules_program(rules, p)->tier, td_str(tier)) &&
            td_rules_program(rules, p)->kind == kind)
            return td_rules_program(rules, p);
    return NULL;
}

Test(force, names_the_version_whatever_the_date)
{
    struct criteria c = {0};
    struct td_rules *rules = NULL;
    struct td_error err = {0};
    struct td_str force[] = {TD_STR("srdi@2022")};
    struct td_rules_options options = {.region = TD_STR("371500"), .force = force, .force_count = 1};

    cr_assert(td_date_parse(TD_STR("2026-11-20"), TD_DATE_ISO, &options.as_of) == TD_FAULT_NONE);
    criteria_read(&c, TIDU_SOURCE "/criteria");
    cr_assert(td_rules_compile(&rules, c.files, c.count, &options, &err), "%s", err.text);
    cr_expect(td_str_equal(program(rules, "srdi", TD_NEW)->version, TD_STR("2022")));
    cr_expect(td_str_equal(program(rules, "srdi", TD_REVIEW)->version, TD_STR("2022")));
    cr_expect(td_str_equal(program(rules, "little_giant", TD_NEW)->version, TD_STR("2026")), "others as ever");
    cr_expect(td_str_equal(program(rules, "little_giant", TD_REVIEW)->version, TD_STR("2022")));
    td_rules_free(rules);

    force[0] = TD_STR("srdi@1999");
    cr_assert(td_rules_compile(&rules, c.files, c.count, &options, &err), "%s", err.text);
    cr_expect_null(program(rules, "srdi", TD_NEW), "no other version stands in");
    td_rules_free(rules);
    criteria_free(&c);
}

Test(force, conditions_know_where_they_stand)
{
    struct criteria c = {0};
    struct td_rules *rules = NULL;
    struct td_error err = {0};
    struct td_rules_options options = {.region = TD_STR("371500")};

    cr_assert(td_date_parse(TD_STR("2026-11-20"), TD_DATE_ISO, &options.as_of) == TD_FAULT_NONE);
    criteria_read(&c, TIDU_SOURCE "/criteria");
    cr_assert(td_rules_compile(&rules, c.files, c.count, &options, &err), "%s", err.text);
    for (size_t p = 0; p < td_rules_program_count(rules); p++)
        for (size_t k = 0; k < td_rules_program(rules, p)->condition_count; k++) {
            const struct td_condition *at = &td_rules_program(rules, p)->conditions[k];
            cr_expect(td_str_starts(at->file, TD_STR("tiers/")) && at->line > 1 && at->column > 1, "%.*s: %zu:%zu",
                      (int)at->id.len, at->id.at, at->line, at->column);
        }
    td_rules_free(rules);
    criteria_free(&c);
}
