/*
 * whatif: the pool judged by criteria with figures changed and conditions dropped, beside what stands.
 * The changes are made in the texts (tidu/change.h), so that an edited folder would say the same.
 */
#include "effect.h"
#include "rules_command.h"
#include "tidu/change.h"

#include <stdlib.h>
#include <string.h>

/* ---- what was changed, for people ------------------------------------------------------------------ */
static void
put_change(const struct td_change *c, struct td_buf *out)
{
    td_buf_printf(out, TD_T("假如 %s@%s %s ", "if %s@%s %s "), c->tier.at, c->version.at, c->id.at);
    if (c->after.len)
        td_buf_printf(out, TD_T("由 %s 改为 %s", "goes from %s to %s"), c->before.at, c->after.at);
    else
        td_buf_text(out, TD_T("去掉", "is dropped"));
    td_buf_printf(out, TD_T("（%s%s%s；%s，%s 第 %zu 行）\n", " (%s%s%s; %s, %s:%zu)\n"),
                  c->kinds[TD_NEW] ? TD_T("新申报", "new") : "", c->kinds[TD_NEW] && c->kinds[TD_REVIEW] ? TD_T("、", ", ") : "",
                  c->kinds[TD_REVIEW] ? TD_T("复核", "review") : "", c->clause.at ? c->clause.at : "", c->file.at, c->line);
}

static void
json_member(struct td_buf *out, const char *name, struct td_str value)
{
    td_buf_printf(out, "\"%s\": ", name);
    if (value.len)
        td_json_str(out, value);
    else
        td_buf_text(out, "null");
}

static void
put_changes(const struct td_changes *changes, enum effect_form form, struct td_buf *out)
{
    if (form == EFFECT_JSON)
        td_buf_text(out, "\"changes\": [");
    for (size_t i = 0; i < changes->count; i++) {
        const struct td_change *c = &changes->list[i];
        if (form != EFFECT_JSON) {
            put_change(c, out);
            continue;
        }
        td_buf_text(out, i ? ", {" : "{");
        json_member(out, "tier", c->tier);
        td_buf_text(out, ", ");
        json_member(out, "version", c->version);
        td_buf_text(out, ", ");
        json_member(out, "condition", c->id);
        td_buf_text(out, ", ");
        json_member(out, "before", c->before);
        td_buf_text(out, ", ");
        json_member(out, "after", c->after);
        td_buf_text(out, ", ");
        json_member(out, "file", c->file);
        td_buf_printf(out, ", \"line\": %zu}", c->line);
    }
    if (form == EFFECT_JSON)
        td_buf_text(out, "], ");
}

/* ---- the command ------------------------------------------------------------------------------------- */
/* Names are looked up in the rules in force: compiled without what the deliveries declare, which changes
 * no name. */
static bool
read_changes(struct td_run *run, td_date as_of, struct td_changes *changes, struct td_error *err)
{
    const struct td_options *o = run->options;
    const struct td_file_text_list *files = run->criteria;
    struct td_rules_options options = {.as_of = as_of, .region = run->profile.city_code};
    struct td_rules *rules = NULL;
    bool ok = td_rules_compile(&rules, files->files, files->count, &options, err);

    for (size_t i = 0; ok && i < o->change_count; i++)
        ok = td_changes_add(changes, rules, files->files, files->count, o->changes[i].said, o->changes[i].drop, err);
    td_rules_free(rules);
    return ok;
}

static bool
judge(struct td_run *run, struct td_changes *changes, struct td_error *err)
{
    struct td_file_text_list *files = run->criteria;
    struct td_file_text *after = td_alloc(files->count + 1, sizeof *after);
    struct td_buf head = {0}, out = {0};
    struct effect_ask ask = {.sides = {{.label = TD_T("现行标准", "the criteria as they stand"),
                                        .files = files->files,
                                        .count = files->count},
                                       {.label = TD_T("改动后的标准", "the changed criteria"), .files = after, .count = files->count}},
                             .as_of = run->options->as_of,
                             .form = effect_form_of(run->options),
                             .limit = effect_limit_of(run->options)};

    td_changes_apply(changes, files->files, files->count, after);
    put_changes(changes, ask.form, &head);
    ask.head = td_buf_view(&head);
    bool ok = td_effect(run, &ask, &out, err) && rules_print(run, &out, err);
    td_buf_free(&head);
    td_buf_free(&out);
    free(after);
    return ok;
}

/* Rules that judged the last night are not those at hand: what "stands" then is not what was published. */
static void
warn_of_other_criteria(struct td_run *run, const char *judged)
{
    struct td_error warning = {0};

    if (!judged[0] || strcmp(judged, run->criteria_hash) == 0)
        return;
    td_fail(&warning, TD_E_CRITERIA, "%s",
            TD_T("评价标准文件与上次判定时不同，“现行”指现在的文件",
                 "the criteria files are not those of the last night; what stands is judged by the present ones"));
    td_log_warn(run->log, &warning);
}

bool
td_command_whatif(struct td_run *run, struct td_error *err)
{
    struct td_changes changes = {0};
    struct td_rows night = {0};
    td_date as_of = run->options->as_of;
    bool ok = td_db_query(run->db, "explain/night", NULL, NULL, 0, &night, err);

    if (ok && as_of == TD_DATE_NONE &&
        td_date_parse(td_str(td_rows_text(&night, 0, 0)), TD_DATE_ISO, &as_of) != TD_FAULT_NONE) {
        ok = td_fail(err, TD_E_NOT_FOUND, "%s", TD_T("还没有运行过", "nothing has run yet"));
        td_hint(err, "%s", TD_T("先运行 tidu run", "run tidu run first"));
    }
    if (ok) {
        run->profile.city_code = td_str(td_rows_text(&night, 0, 1));
        warn_of_other_criteria(run, td_rows_text(&night, 0, 2));
        ok = read_changes(run, as_of, &changes, err) && judge(run, &changes, err);
    }
    run->profile.city_code = (struct td_str){0}; /* of the rows that go */
    td_changes_free(&changes);
    td_rows_free(&night);
    return ok;
}
