/* The same as explain.c for programs: JSON with stable bytes. */
#include "explain.h"
#include "gap_plan.h"

static void
put_member(struct td_buf *out, const char *name, struct td_str value)
{
    td_buf_printf(out, "\"%s\":", name);
    td_json_str(out, value);
    td_buf_text(out, ",");
}

static void
json_values(const struct explained *e, int first, int count, struct td_buf *out)
{
    struct td_buf text = {0};

    td_buf_text(out, "\"values\":[");
    for (int i = first; i < first + count; i++) {
        const struct shown *shown = &e->rules->shown[i];
        bool known;

        if (shown_before(e->rules, first, i))
            continue;
        td_buf_text(out, i == first ? "{" : ",{");
        put_member(out, "fact",
                   shown->fact < 0 ? TD_STR("size") : e->rules->facts[shown->fact].name);
        put_member(out, "title", shown_title(e->rules, shown));
        td_buf_reset(&text);
        put_period(e->rules, shown, &text);
        put_member(out, "period", td_buf_view(&text));
        td_buf_reset(&text);
        known = put_value(e, shown, &text);
        put_member(out, "text", td_buf_view(&text));
        td_buf_printf(out, "\"known\":%s}", known ? "true" : "false");
    }
    td_buf_text(out, "]");
    td_buf_free(&text);
}

static void
json_condition(const struct explained *e, const struct program *p, size_t k, struct td_buf *out)
{
    const struct td_condition *c = &p->conditions[k];

    td_buf_text(out, k == 0 ? "{" : ",{");
    put_member(out, "id", c->id);
    put_member(out, "clause", c->clause);
    put_member(out, "text", c->text);
    td_buf_printf(out, "\"parent\":%d,\"subject\":%s,\"unconfirmed\":%s,", c->parent,
                  c->subject ? "true" : "false", c->unconfirmed ? "true" : "false");
    put_member(out, "state", td_str(state_id(explained_state(e, p, k))));
    put_member(out, "expression", p->expressions[k]);
    json_values(e, p->shown[k][0], p->shown[k][1], out);
    if (c->hint.len > 0) {
        td_buf_text(out, ",\"hints\":");
        json_hints(e, c->hint, out);
    }
    td_buf_text(out, "}");
}

static void
json_score(const struct explained *e, const struct score *score, struct td_buf *out)
{
    const struct td_scratch *s = e->scratch;
    size_t total =
        (size_t)(score->first_register + score->indicator_count + score->group_count);

    td_buf_printf(out, ",\"points\":[%d,%d],\"points_max\":%d,\"groups\":[",
                  s->low[total * BLOCK + e->at], s->high[total * BLOCK + e->at], score->max);
    for (int g = 0; g < score->group_count; g++) {
        size_t at =
            (size_t)(score->first_register + score->indicator_count + g) * BLOCK + e->at;

        td_buf_text(out, g == 0 ? "{" : ",{");
        put_member(out, "id", score->groups[g].id);
        put_member(out, "title", score->groups[g].title);
        td_buf_printf(out, "\"points\":[%d,%d],\"max\":%d}", s->low[at], s->high[at],
                      score->groups[g].max);
    }
    td_buf_text(out, "],\"indicators\":[");
    for (int i = 0; i < score->indicator_count; i++) {
        const struct indicator *in = &score->indicators[i];
        size_t at = (size_t)(score->first_register + i) * BLOCK + e->at;

        td_buf_text(out, i == 0 ? "{" : ",{");
        put_member(out, "id", in->id);
        put_member(out, "clause", in->clause);
        put_member(out, "text", in->text);
        put_member(out, "expression", in->expression);
        td_buf_printf(out, "\"unconfirmed\":%s,",
                      td_str_equal(in->confirmed, TD_STR("M")) ? "true" : "false");
        td_buf_printf(out, "\"points\":[%d,%d],\"max\":%d,", s->low[at], s->high[at], in->max);
        json_values(e, in->value_first, in->value_count, out);
        td_buf_text(out, "}");
    }
    td_buf_text(out, "]");
}

static void
json_program(const struct explained *e, int which, struct td_buf *out)
{
    const struct program *p = &e->rules->programs[which];
    const struct td_program *t = &p->public;
    size_t cell = (size_t)which * BLOCK + e->at;

    td_buf_text(out, which == 0 ? "{" : ",{");
    put_member(out, "tier", t->tier);
    put_member(out, "kind", t->kind == TD_REVIEW ? TD_STR("review") : TD_STR("new"));
    put_member(out, "version", t->version);
    put_member(out, "title", t->title);
    put_member(out, "source", t->source);
    td_buf_printf(out, "\"unconfirmed\":%s,", t->unconfirmed ? "true" : "false");
    put_member(out, "verdict", td_str(verdict_id(e->scratch->verdicts[cell])));
    td_buf_printf(out, "\"met\":%d,\"unmet\":%d,\"unknown\":%d,\"hard_total\":%d",
                  e->scratch->met[cell], e->scratch->unmet[cell], e->scratch->unknown[cell],
                  t->hard_total);
    if (p->score >= 0)
        json_score(e, &e->rules->scores[p->score], out);
    td_buf_text(out, ",\"conditions\":[");
    for (size_t k = 0; k < t->condition_count; k++)
        json_condition(e, p, k, out);
    td_buf_text(out, "]");
    gap_explain_json(e, which, out);
    td_buf_text(out, "}");
}

static void
json_tier(const struct explained *e, const char *name, int which, struct td_buf *out)
{
    int p = e->scratch->tiers[(size_t)which * BLOCK + e->at];

    if (p < 0)
        td_buf_printf(out, "\"%s\":null,", name);
    else
        put_member(out, name, e->rules->programs[p].public.tier);
}

static void
json_tags(const struct explained *e, const char *name, const uint64_t *tags, struct td_buf *out)
{
    bool first = true;

    td_buf_printf(out, "\"%s\":[", name);
    for (int k = 0; k < e->rules->tag_count; k++) {
        if (!(tags[e->at] >> k & 1))
            continue;
        td_buf_text(out, first ? "" : ",");
        td_json_str(out, e->rules->tags[k].id);
        first = false;
    }
    td_buf_text(out, "],");
}

void
explain_json(const struct explained *e, struct td_buf *out)
{
    char as_of[11];

    td_date_text(e->rules->as_of, as_of);
    td_buf_text(out, "{");
    put_member(out, "as_of", td_str(as_of));
    td_buf_printf(out, "\"size\":[%d,%d],", e->scratch->size_lo[e->at],
                  e->scratch->size_hi[e->at]);
    json_tier(e, "certain_tier", 0, out);
    json_tier(e, "possible_tier", 1, out);
    json_tier(e, "target", 2, out);
    json_tags(e, "tags", e->scratch->tags, out);
    json_tags(e, "tags_possible", e->scratch->tags + BLOCK, out);
    td_buf_text(out, "\"hints\":");
    json_hints(e, (struct td_str){0}, out);
    td_buf_text(out, ",\"programs\":[");
    for (int p = 0; p < e->rules->program_count; p++)
        json_program(e, p, out);
    td_buf_text(out, "]}\n");
}
