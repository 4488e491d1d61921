#include "rules_effect.h"

#include "effect.h"

static struct effect_side
effect_side_of(const struct rules_side *side)
{
    return (struct effect_side){side->label, side->files, side->count, side->version};
}

static void
put_head(const struct effect_ask *ask, struct td_str texts, struct td_buf *out)
{
    if (ask->form == EFFECT_JSON) {
        td_buf_text(out, "\"before\": ");
        td_json_str(out, td_str(ask->sides[0].label));
        td_buf_text(out, ", \"after\": ");
        td_json_str(out, td_str(ask->sides[1].label));
        td_buf_text(out, ", ");
        if (texts.len > 0) {
            td_buf_text(out, "\"texts\": ");
            td_buf_str(out, texts);
            td_buf_text(out, ", ");
        }
        return;
    }
    td_buf_str(out, texts);
    td_buf_printf(out, TD_T("%s现行 %s，改后 %s\n", "%sbefore %s, after %s\n"),
                  texts.len ? "\n" : "", ask->sides[0].label, ask->sides[1].label);
}

bool
rules_effect(const struct td_run *run, const struct rules_side sides[2], struct td_str texts,
             struct td_buf *out, struct td_error *err)
{
    struct td_run seen = *run;
    struct td_buf head = {0};
    struct effect_ask ask = {.as_of = run->options->as_of,
                             .form = effect_form_of(run->options),
                             .limit = effect_limit_of(run->options),
                             .sides = {effect_side_of(&sides[0]), effect_side_of(&sides[1])}};
    bool ok;

    put_head(&ask, texts, &head);
    ask.head = td_buf_view(&head);
    seen.db = NULL;
    ok = td_run_connect(&seen, "rules diff", &seen.db, err) && td_schema_check(seen.db, err) &&
         td_effect(&seen, &ask, out, err);
    td_run_disconnect(&seen, seen.db);
    td_buf_free(&head);
    return ok;
}
