/* Near misses: which condition alone is unmet, and which of its parts are named. */
#include "tidu/near.h"

#include <criterion/criterion.h>

/* subject; prior = all(title = any(a, b), years); rd; platform */
static const struct td_condition conditions[] = {
    {.id = TD_STR("sme"), .text = TD_STR("中小企业"), .parent = -1, .subject = true},
    {.id = TD_STR("prior"), .text = TD_STR("已获称号且满3年"), .parent = -1},
    {.id = TD_STR("title"), .text = TD_STR("称号在有效期内"), .parent = 1},
    {.id = TD_STR("title.1"), .parent = 2},
    {.id = TD_STR("title.2"), .parent = 2},
    {.id = TD_STR("years"), .text = TD_STR("满3年"), .parent = 1},
    {.id = TD_STR("rd"), .text = TD_STR("研发费用"), .parent = -1},
    {.id = TD_STR("platform"), .text = TD_STR("评价得分"), .parent = -1},
};
enum { CONDITIONS = sizeof conditions / sizeof conditions[0] };
static const struct td_program program = {.conditions = conditions, .condition_count = CONDITIONS};

/* One letter a condition: . met, x unmet, ? unknown, m manual, - not applicable. */
static void
states_of(const char *word, uint8_t states[CONDITIONS])
{
    static const char letters[] = ".x?m-";

    for (size_t k = 0; k < CONDITIONS; k++)
        states[k] = (uint8_t)(strchr(letters, word[k]) - letters);
}

struct near_case {
    const char *states;
    uint8_t verdict;
    bool near;
    int unknown;
    const char *lacking, *leaves;
};

static const struct near_case cases[] = {
    {"......x.", TD_NO, true, 0, "研发费用", "rd"},
    {"......x.", TD_NEAR, true, 0, "研发费用", "rd"},
    {"?.....xm", TD_NO, true, 1, "研发费用", "rd"},
    {"......x.", TD_HOLDS, false, 0, "", ""},
    {"......x.", TD_EXCLUDED, false, 0, "", ""},
    {"......x.", TD_NOT_CONCERNED, false, 0, "", ""},
    {"......xx", TD_NO, false, 0, "", ""},
    {"......?.", TD_POSSIBLE, false, 0, "", ""},
    {".x...x..", TD_NO, true, 0, "满3年", "years"},                          /* one part of two */
    {".xxxx...", TD_NO, true, 0, "称号在有效期内", "title.1 title.2"},       /* all ways fail: what they are ways to */
    {".xxxxx..", TD_NO, true, 0, "已获称号且满3年", "title.1 title.2 years"}, /* nothing of it is met */
    {".xxxx?..", TD_NO, true, 0, "称号在有效期内", "title.1 title.2"},
    {".xxxx?.?", TD_NO, true, 1, "称号在有效期内", "title.1 title.2"},       /* parts are not counted as unknown */
};

Test(near, cases)
{
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct near_case *c = &cases[i];
        uint8_t states[CONDITIONS];
        struct td_near near;
        struct td_buf lacking = {0}, leaves = {0};

        states_of(c->states, states);
        bool found = td_near_find(&program, c->verdict, states, &near);
        cr_expect_eq(found, c->near, "%s %d", c->states, c->verdict);
        if (found && c->near) {
            td_near_lacking(&program, states, near.condition, &lacking);
            td_near_leaves(&program, states, near.condition, &leaves);
            cr_expect_eq(near.unknown, c->unknown, "%s: %d unknown", c->states, near.unknown);
            cr_expect_str_eq(lacking.at, c->lacking, "%s: %s", c->states, lacking.at);
            cr_expect_str_eq(leaves.at, c->leaves, "%s: %s", c->states, leaves.at);
        }
        td_buf_free(&lacking);
        td_buf_free(&leaves);
    }
}

/* Parts without a text of their own are named by what they are part of, once. */
Test(near, parts_without_text)
{
    static const struct td_condition parts[] = {
        {.id = TD_STR("c"), .text = TD_STR("三年内无违法"), .parent = -1},
        {.id = TD_STR("c.1"), .parent = 0},
        {.id = TD_STR("c.2"), .parent = 0},
        {.id = TD_STR("c.3"), .parent = 0},
    };
    const struct td_program flat = {.conditions = parts, .condition_count = 4};
    const uint8_t states[] = {TD_UNMET, TD_UNMET, TD_MET, TD_UNMET};
    struct td_buf lacking = {0}, leaves = {0};

    td_near_lacking(&flat, states, 0, &lacking);
    td_near_leaves(&flat, states, 0, &leaves);
    cr_expect_str_eq(lacking.at, "三年内无违法");
    cr_expect_str_eq(leaves.at, "c.1 c.3");
    td_buf_free(&lacking);
    td_buf_free(&leaves);
}
