/* 差距清单: what is open of a firm's target, a line for each condition, as a sheet shows it. */
#include "gap_plan.h"

#include <string.h>

struct listing {
    const struct explained *e;
    const struct program *p;
    int program;
    struct gap_plan plan;
    struct td_buf value, gap;
};

/* What is told of a row, TAB between its fields. */
struct line {
    struct td_str clause, id, text, state;
    int cost, months; /* below 0: not said */
    bool unconfirmed;
};

/* A field: TAB and line ends would part what belongs together. */
static void
put_field(struct td_buf *out, struct td_str s)
{
    for (size_t i = 0; i < s.len; i++)
        td_buf_add(out, s.at[i] == '\t' || s.at[i] == '\n' || s.at[i] == '\r' ? " " : &s.at[i], 1);
    td_buf_text(out, "\t");
}

static void
put_line(const struct listing *l, const struct line *line, struct td_buf *out)
{
    td_buf_text(out, out->len ? "\n" : "");
    put_field(out, line->clause);
    put_field(out, line->id);
    put_field(out, line->text);
    put_field(out, line->state);
    put_field(out, td_buf_view(&l->value));
    put_field(out, td_buf_view(&l->gap));
    if (line->cost >= 0)
        td_buf_printf(out, "%d", line->cost);
    td_buf_text(out, "\t");
    if (line->months >= 0)
        td_buf_printf(out, "%d", line->months);
    td_buf_text(out, line->unconfirmed ? "\t未证实" : "\t");
}

static void
read_values(struct listing *l, int first, int count)
{
    td_buf_reset(&l->value);
    td_buf_text(&l->value, "");
    for (int i = first; i < first + count; i++) {
        const struct shown *shown = &l->e->rules->shown[i];
        if (shown_before(l->e->rules, first, i))
            continue;
        td_buf_text(&l->value, l->value.len ? "；" : "");
        put_period(l->e->rules, shown, &l->value);
        td_buf_str(&l->value, shown_title(l->e->rules, shown));
        td_buf_text(&l->value, " ");
        (void)put_value(l->e, shown, &l->value);
    }
}

/* The steps of the cheapest way that are of this condition or indicator. */
static bool
read_steps(struct listing *l, int condition, int indicator, struct line *line)
{
    bool some = false;

    td_buf_reset(&l->gap);
    td_buf_text(&l->gap, "");
    line->cost = line->months = -1;
    for (int i = 0; i < l->plan.count; i++) {
        const struct gap_step *s = &l->plan.steps[i];
        if (s->indicator != indicator || (indicator < 0 && s->condition != condition))
            continue;
        td_buf_text(&l->gap, some ? "；" : "");
        td_buf_text(&l->gap, s->kind == GAP_FIND_OUT ? "待核实：" : s->kind == GAP_WORD ? "待人工判断" : "");
        if (s->kind != GAP_WORD)
            gap_step_text(l->e, l->p, s, &l->gap);
        line->cost = (line->cost > 0 ? line->cost : 0) + s->cost;
        line->months = s->months > line->months ? s->months : line->months;
        some = true;
    }
    return some;
}

static bool
is_open(const struct listing *l, int k)
{
    enum td_state state = explained_state(l->e, l->p, (size_t)k);

    return state == TD_UNMET || state == TD_UNKNOWN || state == TD_MANUAL;
}

/* Open itself and in all that it is part of; and no part of it is told instead. */
static bool
is_told(const struct listing *l, int k)
{
    for (int up = k; up >= 0; up = l->p->conditions[up].parent)
        if (!is_open(l, up))
            return false;
    for (size_t c = 0; c < l->p->public.condition_count; c++)
        if (l->p->conditions[c].parent == k)
            return false;
    return true;
}

/* A part without words of its own has those of what it is a part of. */
static struct td_str
inherited(const struct listing *l, int k, bool clause)
{
    struct td_str s = {0};

    for (; k >= 0 && s.len == 0; k = l->p->conditions[k].parent)
        s = clause ? l->p->conditions[k].clause : l->p->conditions[k].text;
    return s;
}

static void
tell_condition(struct listing *l, int k, struct td_buf *out)
{
    const struct td_condition *c = &l->p->conditions[k];
    enum td_state state = explained_state(l->e, l->p, (size_t)k);
    struct line line = {.clause = inherited(l, k, true), .id = c->id, .text = inherited(l, k, false),
                        .state = td_str(state_word(state)), .unconfirmed = c->unconfirmed};

    read_values(l, l->p->shown[k][0], l->p->shown[k][1]);
    if (!read_steps(l, k, -1, &line) && state == TD_UNMET)
        td_buf_text(&l->gap, !l->plan.way ? "期限内无可行途径" : l->p->mark == l->p->ops[k] ? "见以下指标" : "另有更省的途径");
    put_line(l, &line, out);
}

/* Points that the cheapest way wins. */
static void
tell_indicators(struct listing *l, struct td_buf *out)
{
    const struct score *score = l->p->score >= 0 ? &l->e->rules->scores[l->p->score] : NULL;
    struct td_buf points = {0};

    for (int i = 0; score && i < score->indicator_count; i++) {
        const struct indicator *in = &score->indicators[i];
        size_t at = (size_t)(score->first_register + i) * BLOCK + l->e->at;
        struct line line = {.clause = in->clause, .id = in->id, .text = in->text,
                            .unconfirmed = td_str_equal(in->confirmed, TD_STR("M"))};
        if (!read_steps(l, -1, i, &line))
            continue;
        td_buf_reset(&points);
        td_buf_printf(&points, "得分 %d–%d/%d", l->e->scratch->low[at], l->e->scratch->high[at], in->max);
        line.state = td_buf_view(&points);
        read_values(l, in->value_first, in->value_count);
        put_line(l, &line, out);
    }
    td_buf_free(&points);
}

void
td_gap_lines(const struct td_rules *r, const struct td_columns *columns, size_t row, struct td_scratch *s, struct td_buf *out)
{
    struct explained e = {.rules = r, .columns = columns, .row = row, .scratch = s, .at = row % BLOCK};
    int target = s->tiers[2 * (size_t)BLOCK + e.at];
    struct listing l = {.e = &e, .program = target};

    if (target < 0)
        return;
    l.p = &r->programs[target];
    if (r->gap && r->gap->roots[target] >= 0)
        gap_plan_read(r, s, target, e.at, &l.plan);
    for (size_t k = 0; k < l.p->public.condition_count; k++)
        if (is_told(&l, (int)k))
            tell_condition(&l, (int)k, out);
    tell_indicators(&l, out);
    td_buf_free(&l.value);
    td_buf_free(&l.gap);
}
