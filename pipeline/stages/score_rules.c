/* The rules of the night, and their rows in result.program and result.tag. */
#include "score.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
put_string(struct td_buf *out, const char *name, struct td_str s)
{
    td_buf_printf(out, "\"%s\":", name);
    td_json_str(out, s);
}

/* Lists that are declared complete: they decide whether what was not delivered does not exist. */
bool
score_complete(struct score *s, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(s->run->db, "score/complete", NULL, NULL, 0, &rows, err))
        return false;
    s->complete = td_arena_alloc(&s->arena, (size_t)rows.count + 1, sizeof *s->complete);
    for (int i = 0; i < rows.count; i++)
        s->complete[i] = (struct td_complete_list){
            td_arena_str(&s->arena, td_str(td_rows_text(&rows, i, 0))),
            td_arena_str(&s->arena, td_str(td_rows_text(&rows, i, 1)))};
    s->complete_count = (size_t)rows.count;
    td_rows_free(&rows);
    return true;
}

bool
score_compile_for(struct score *s, const struct td_rules_options *options, struct td_error *err)
{
    if (!td_rules_compile(&s->rules, s->run->criteria->files, s->run->criteria->count, options, err))
        return false;
    s->slot_count = td_rules_slot_count(s->rules);
    s->slots = td_arena_alloc(&s->arena, s->slot_count + 1, sizeof *s->slots);
    for (size_t i = 0; i < s->slot_count; i++)
        s->slots[i] = td_rules_slot(s->rules, i);
    s->y = td_date_civil(options->as_of).year - 1;
    return true;
}

bool
score_compile(struct score *s, struct td_error *err)
{
    struct td_rules_options options = {.as_of = s->run->options->as_of,
                                       .region = s->run->profile.city_code,
                                       .complete = s->complete,
                                       .complete_count = s->complete_count};

    if (!score_compile_for(s, &options, err))
        return false;
    if (td_rules_program_count(s->rules) == 0)
        return td_fail(err, TD_E_CRITERIA, "%s", TD_T("截止日没有适用的规则文件", "no criteria file applies on the as-of date"));
    return true;
}

static void
put_conditions(const struct td_program *t, struct td_buf *out)
{
    td_buf_text(out, "\"conditions\":[");
    for (size_t k = 0; k < t->condition_count; k++) {
        const struct td_condition *c = &t->conditions[k];
        td_buf_text(out, k ? ",{" : "{");
        put_string(out, "id", c->id);
        td_buf_text(out, ",");
        put_string(out, "clause", c->clause);
        td_buf_text(out, ",");
        put_string(out, "text", c->text);
        td_buf_printf(out, ",\"parent\":%d,\"subject\":%s,\"data\":%s,\"unconfirmed\":%s}", c->parent,
                      c->subject ? "true" : "false", c->data ? "true" : "false",
                      c->unconfirmed ? "true" : "false");
    }
    td_buf_text(out, "]");
}

static void
put_filing(const struct td_rules *rules, size_t program, struct td_buf *out)
{
    struct td_filing f;

    td_buf_text(out, ",\"filing\":[");
    for (size_t n = 0; td_rules_filing(rules, program, n, &f); n++) {
        td_buf_printf(out, "%s{\"from\":%d,\"to\":%d,\"unconfirmed\":%s,", n ? "," : "", f.from, f.to, f.unconfirmed ? "true" : "false");
        put_string(out, "source", f.source);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "]");
}

static void
put_programs(const struct td_rules *rules, struct td_buf *out)
{
    td_buf_text(out, "[");
    for (size_t p = 0; p < td_rules_program_count(rules); p++) {
        const struct td_program *t = td_rules_program(rules, p);
        td_buf_printf(out, "%s{\"position\":%zu,", p ? "," : "", p);
        put_string(out, "tier", t->tier);
        td_buf_printf(out, ",\"kind\":\"%s\",", t->kind == TD_REVIEW ? "review" : "new");
        put_string(out, "version", t->version);
        td_buf_text(out, ",");
        put_string(out, "title", t->title);
        td_buf_text(out, ",");
        put_string(out, "source", t->source);
        td_buf_printf(out, ",\"unconfirmed\":%s,", t->unconfirmed ? "true" : "false");
        put_conditions(t, out);
        put_filing(rules, p, out);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "]");
}

static bool
write_programs(struct score *s, const struct td_buf *programs, struct td_error *err)
{
    char run[24];
    const char *same[] = {programs->at}, *add[] = {run, programs->at};
    struct td_rows rows = {0};

    snprintf(run, sizeof run, "%" PRId64, s->run->run);
    if (!td_db_query(s->run->db, "score/program_same", NULL, same, 1, &rows, err))
        return false;
    bool known = rows.count > 0 && !td_rows_null(&rows, 0, 0);
    s->rules_run = known ? td_rows_int(&rows, 0, 0) : s->run->run;
    td_rows_free(&rows);
    return known || td_db_run(s->run->db, "score/program_add", NULL, add, 2, NULL, err);
}

static bool
write_tags(struct score *s, struct td_buf *json, struct td_error *err)
{
    td_buf_reset(json);
    td_buf_text(json, "[");
    for (size_t i = 0; i < td_rules_tag_count(s->rules); i++) {
        struct td_str id, title;
        td_rules_tag(s->rules, i, &id, &title);
        td_buf_printf(json, "%s{\"position\":%zu,", i ? "," : "", i);
        put_string(json, "tag", id);
        td_buf_text(json, ",");
        put_string(json, "title", title);
        td_buf_text(json, "}");
    }
    td_buf_text(json, "]");
    const char *tags[] = {json->at};
    return td_db_run(s->run->db, "score/tag_clear", NULL, NULL, 0, NULL, err) &&
           td_db_run(s->run->db, "score/tag_add", NULL, tags, 1, NULL, err);
}

bool
score_describe(struct score *s, struct td_error *err)
{
    struct td_buf json = {0};

    put_programs(s->rules, &json);
    bool ok = write_programs(s, &json, err);
    s->rules_hash = td_hash64(json.at, json.len, td_hash64(SCORE_VERSION, sizeof SCORE_VERSION, 0));
    ok = ok && write_tags(s, &json, err);
    s->rules_hash = td_hash64(json.at, json.len, s->rules_hash);
    td_buf_free(&json);
    return ok;
}
