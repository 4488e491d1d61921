/*
 * rules diff: two versions of a tier, or two criteria folders, side by side: first the texts,
 * then (with
 * --effect, or when a database is named) what the difference means for the present city.
 */
#include "effect.h"
#include "rules_command.h"
#include "rules_effect.h"

static struct td_criteria_side
texts_of(const struct rules_side *side)
{
    return (struct td_criteria_side){side->label, side->files, side->count, side->version};
}

static void
put_json(const struct rules_side sides[2], const struct td_buf *texts, struct td_buf *out)
{
    td_buf_text(out, "{\"before\": ");
    td_json_str(out, td_str(sides[0].label));
    td_buf_text(out, ", \"after\": ");
    td_json_str(out, td_str(sides[1].label));
    td_buf_text(out, ", \"texts\": ");
    td_buf_str(out, td_buf_view(texts));
    td_buf_text(out, "}\n");
}

bool
td_command_rules_diff(struct td_run *run, struct td_error *err)
{
    enum effect_form form = effect_form_of(run->options);
    bool effect = run->options->effect || run->options->conninfo;
    struct rules_side sides[2];
    struct td_buf texts = {0}, out = {0};
    bool ok = rules_sides_read(run, sides, err);
    const struct td_criteria_side asked[2] = {texts_of(&sides[0]), texts_of(&sides[1])};

    ok =
        ok && (form == EFFECT_CSV || td_criteria_diff(asked, form == EFFECT_JSON, &texts, err));
    if (ok && effect)
        ok = rules_effect(run, sides, td_buf_view(&texts), &out, err);
    else if (ok && form == EFFECT_JSON)
        put_json(sides, &texts, &out);
    else if (ok && form == EFFECT_CSV)
        ok = td_fail(err, TD_E_USAGE, "%s",
                     TD_T("csv 列的是受影响的企业，需要 --effect",
                          "csv lists the firms that are affected: --effect is needed"));
    else if (ok)
        td_buf_str(&out, td_buf_view(&texts));
    ok = ok && rules_print(run, &out, err);
    rules_sides_free(sides);
    td_buf_free(&texts);
    td_buf_free(&out);
    return ok;
}
