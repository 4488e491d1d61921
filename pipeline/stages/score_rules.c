/* The rules of the night, and their rows in result.program, result.tag and result.funnel. */
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
score_compile(struct score *s, struct td_error *err)
{
    struct td_rules_options options = {.as_of = s->run->options->as_of,
                                       .region = s->run->profile.city_code,
                                       .complete = s->complete,
                                       .complete_count = s->complete_count};

    if (!td_rules_compile(&s->rules, s->run->criteria->files, s->run->criteria->count, &options, err))
        return false;
    s->slot_count = td_rules_slot_count(s->rules);
    s->slots = td_arena_alloc(&s->arena, s->slot_count + 1, sizeof *s->slots);
    for (size_t i = 0; i < s->slot_count; i++)
        s->slots[i] = td_rules_slot(s->rules, i);
    s->y = td_date_civil(options.as_of).year - 1;
    s->funnel = td_alloc(td_rules_state_count(s->rules) + 1, sizeof *s->funnel);
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
    s->rules_hash = td_hash64(json.at, json.len, 0);
    ok = ok && write_tags(s, &json, err);
    s->rules_hash = td_hash64(json.at, json.len, s->rules_hash);
    td_buf_free(&json);
    return ok;
}

/* ---- what stands ------------------------------------------------------------------------------------- */
/* Own states of each top-level condition, and who is left after it. A review counts whom it concerns. */
static void
count_pattern(struct score *s, const uint8_t *verdicts, const uint8_t *states, int64_t units)
{
    for (size_t p = 0; p < td_rules_program_count(s->rules); p++) {
        const struct td_program *t = td_rules_program(s->rules, p);
        bool open = true, certain = true;

        if (verdicts[p] == TD_NOT_CONCERNED)
            continue;
        for (size_t k = 0; k < t->condition_count; k++) {
            struct funnel_step *step = &s->funnel[t->state_offset + k];
            uint8_t state = states[t->state_offset + k];
            if (t->conditions[k].parent >= 0 || state > TD_NA)
                continue;
            step->state[state] += units;
            open = open && state != TD_UNMET;
            certain = certain && state != TD_UNMET && state != TD_UNKNOWN;
            step->remaining += open ? units : 0;
            step->remaining_certain += certain ? units : 0;
        }
    }
}

static void
take_pattern(struct score *s, const struct td_cell *cells)
{
    size_t programs = td_rules_program_count(s->rules), states = td_rules_state_count(s->rules);
    int64_t units = td_cell_int8(cells[0]);
    int16_t target = td_cell_int2(cells[1]);
    const uint8_t *verdicts = (const uint8_t *)cells[2].at;

    s->standing += (uint64_t)units;
    if (cells[2].len != (int32_t)programs || cells[3].len != (int32_t)states || target >= (int)programs) {
        s->foreign += (uint64_t)units;
        return;
    }
    if (target >= 0 && verdicts[target] <= TD_NEAR)
        s->verdicts[verdicts[target]] += (uint64_t)units;
    count_pattern(s, verdicts, (const uint8_t *)cells[3].at, units);
}

bool
score_count(struct score *s, struct td_error *err)
{
    struct td_copy_out copy = {0};
    bool got = true;

    s->standing = s->foreign = 0;
    memset(s->verdicts, 0, sizeof s->verdicts);
    memset(s->funnel, 0, td_rules_state_count(s->rules) * sizeof *s->funnel);
    bool ok = td_copy_out_open(&copy, s->run->db, "score/standing", NULL, err);
    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        if (ok && got)
            take_pattern(s, copy.cells);
    }
    td_copy_out_close(&copy);
    return ok;
}

static void
put_step(const struct score *s, size_t program, int step, size_t condition, struct td_buf *json)
{
    const struct td_program *t = td_rules_program(s->rules, program);
    const struct td_condition *c = &t->conditions[condition];
    const struct funnel_step *f = &s->funnel[t->state_offset + condition];

    td_buf_printf(json, "%s{\"position\":%zu,\"step\":%d,", json->len > 1 ? "," : "", program, step);
    put_string(json, "id", c->id);
    td_buf_text(json, ",");
    put_string(json, "text", c->text);
    td_buf_printf(json,
                  ",\"met\":%" PRId64 ",\"unmet\":%" PRId64 ",\"unknown\":%" PRId64 ",\"manual\":%" PRId64
                  ",\"remaining\":%" PRId64 ",\"remaining_certain\":%" PRId64 "}",
                  f->state[TD_MET], f->state[TD_UNMET], f->state[TD_UNKNOWN], f->state[TD_MANUAL],
                  f->remaining, f->remaining_certain);
}

bool
score_funnel(struct score *s, struct td_error *err)
{
    struct td_buf json = {0};
    char run[24];

    td_buf_text(&json, "[");
    for (size_t p = 0; p < td_rules_program_count(s->rules); p++) {
        const struct td_program *t = td_rules_program(s->rules, p);
        int step = 0;
        for (size_t k = 0; k < t->condition_count; k++)
            if (t->conditions[k].parent < 0)
                put_step(s, p, ++step, k, &json);
    }
    td_buf_text(&json, "]");
    snprintf(run, sizeof run, "%" PRId64, s->run->run);
    const char *params[] = {run, json.at};
    bool ok = td_db_run(s->run->db, "score/funnel_add", NULL, params, 2, NULL, err);
    td_buf_free(&json);
    return ok;
}
