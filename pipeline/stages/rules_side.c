#include "rules_side.h"

#include <string.h>

/* "srdi@2022", unless there is a path in it. */
static bool
is_version(const char *operand)
{
    return strchr(operand, '@') && !strchr(operand, '/');
}

static bool
read_side(const struct td_run *run, const char *operand, struct rules_side *side,
          struct td_error *err)
{
    char hash[17];

    *side = (struct rules_side){
        .label = operand, .files = run->criteria->files, .count = run->criteria->count};
    if (is_version(operand)) {
        side->version = td_str(operand);
        return true;
    }
    if (!td_criteria_read(operand, &side->folder, hash, err))
        return td_hint(err, "%s",
                       TD_T("写评价标准目录，或 <层级>@<版本>，如 srdi@2022",
                            "give a criteria folder, or <tier>@<version> such as srdi@2022"));
    side->files = side->folder.files;
    side->count = side->folder.count;
    return true;
}

static struct td_str
tier_of(const char *operand)
{
    return (struct td_str){operand, strcspn(operand, "@")};
}

static bool
comparable(const char *a, const char *b, struct td_error *err)
{
    if (!is_version(a) || !is_version(b) || td_str_equal(tier_of(a), tier_of(b)))
        return true;
    td_fail(err, TD_E_USAGE,
            TD_T("“%s”和“%s”不是同一层级", "\"%s\" and \"%s\" are not of one tier"), a, b);
    return td_hint(err, "%s",
                   TD_T("比较同一层级的两个版本，如 srdi@2022 srdi@2026",
                        "compare two versions of one tier, such as srdi@2022 srdi@2026"));
}

bool
rules_sides_read(const struct td_run *run, struct rules_side sides[2], struct td_error *err)
{
    const char *const *operands = run->options->operands;

    sides[0] = sides[1] = (struct rules_side){0};
    return comparable(operands[0], operands[1], err) &&
           read_side(run, operands[0], &sides[0], err) &&
           read_side(run, operands[1], &sides[1], err);
}

void
rules_sides_free(struct rules_side sides[2])
{
    td_criteria_free(&sides[0].folder);
    td_criteria_free(&sides[1].folder);
}
