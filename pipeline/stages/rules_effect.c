#include "rules_effect.h"

#include "effect.h"

#include <string.h>

/* "srdi@2022", unless there is a path in it. */
static bool
is_version(const char *operand)
{
    return strchr(operand, '@') && !strchr(operand, '/');
}

static bool
read_side(const struct td_run *run, const char *operand, struct td_file_text_list *folder, struct effect_side *side,
          struct td_error *err)
{
    char hash[17];

    *side = (struct effect_side){.label = operand, .files = run->criteria->files, .count = run->criteria->count};
    if (is_version(operand)) {
        side->force = td_str(operand);
        return true;
    }
    if (!td_criteria_read(operand, folder, hash, err))
        return td_hint(err, "%s", TD_T("写评价标准目录，或 <层级>@<版本>，如 srdi@2022",
                                       "give a criteria folder, or <tier>@<version> such as srdi@2022"));
    side->files = folder->files;
    side->count = folder->count;
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
    td_fail(err, TD_E_USAGE, TD_T("“%s”和“%s”不是同一层级", "\"%s\" and \"%s\" are not of one tier"), a, b);
    return td_hint(err, "%s", TD_T("比较同一层级的两个版本，如 srdi@2022 srdi@2026",
                                   "compare two versions of one tier, such as srdi@2022 srdi@2026"));
}

static void
put_head(const struct effect_ask *ask, struct td_buf *out)
{
    if (ask->form == EFFECT_JSON) {
        td_buf_text(out, "\"before\": ");
        td_json_str(out, td_str(ask->sides[0].label));
        td_buf_text(out, ", \"after\": ");
        td_json_str(out, td_str(ask->sides[1].label));
        td_buf_text(out, ", ");
        return;
    }
    td_buf_printf(out, TD_T("现行 %s，改后 %s\n", "before %s, after %s\n"), ask->sides[0].label, ask->sides[1].label);
}

bool
rules_effect(const struct td_run *run, const char *a, const char *b, struct td_buf *out, struct td_error *err)
{
    struct td_run seen = *run;
    struct td_file_text_list folders[2] = {{.count = 0}, {.count = 0}};
    struct td_buf head = {0};
    struct effect_ask ask = {
        .as_of = run->options->as_of, .form = effect_form_of(run->options), .limit = effect_limit_of(run->options)};
    bool ok = comparable(a, b, err) && read_side(run, a, &folders[0], &ask.sides[0], err) &&
              read_side(run, b, &folders[1], &ask.sides[1], err);

    put_head(&ask, &head);
    ask.head = td_buf_view(&head);
    seen.db = NULL;
    ok = ok && td_run_connect(&seen, "rules diff", &seen.db, err) && td_schema_check(seen.db, err) &&
         td_effect(&seen, &ask, out, err);
    td_db_close(seen.db);
    td_buf_free(&head);
    td_criteria_free(&folders[0]);
    td_criteria_free(&folders[1]);
    return ok;
}
