/* rules diff: two versions of a tier, or two criteria folders, side by side. */
#include "rules_command.h"
#include "rules_effect.h"

bool
td_command_rules_diff(struct td_run *run, struct td_error *err)
{
    const char *const *sides = run->options->operands;
    struct td_buf out = {0};

    if (!run->options->effect) {
        td_fail(err, TD_E_USAGE, TD_T("缺少 --effect", "--effect is missing"));
        return td_hint(err, TD_T("例: %s", "example: %s"), "tidu rules diff srdi@2022 srdi@2026 --effect");
    }
    bool ok = rules_effect(run, sides[0], sides[1], &out, err) && rules_print(run, &out, err);
    td_buf_free(&out);
    return ok;
}
