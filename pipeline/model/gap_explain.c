/* The gap of one firm for a program, for people and as JSON with stable bytes. */
#include "gap_plan.h"

#include <stdlib.h>

enum { OPEN_MOST = GAP_LISTED_MOST };

bool
gap_is_asked(const struct explained *e, int program)
{
    enum td_verdict v = e->scratch->verdicts[(size_t)program * BLOCK + e->at];

    return e->rules->gap && e->rules->gap->roots[program] >= 0 &&
           (v == TD_POSSIBLE || v == TD_NEAR || v == TD_NO || v == TD_INSUFFICIENT || v == TD_READY);
}

struct td_str
gap_clause(const struct explained *e, const struct program *p, int condition, int indicator)
{
    if (indicator >= 0 && p->score >= 0)
        return e->rules->scores[p->score].indicators[indicator].clause;
    return condition >= 0 ? p->conditions[condition].clause : TD_STR("");
}

static struct td_str
id_of(const struct explained *e, const struct program *p, int condition, int indicator)
{
    if (indicator >= 0 && p->score >= 0)
        return e->rules->scores[p->score].indicators[indicator].id;
    return condition >= 0 ? p->conditions[condition].id : TD_STR("");
}

/* What stands in the way: from the root down, only through what cannot be had in time. A way beside it that
 * is open makes a leaf no obstacle. */
struct stuck {
    const struct explained *e;
    bool *seen; /* nodes: they are shared */
    struct gap_step *out;
    int count, most;
};

static bool
is_far(const struct stuck *s, int reg)
{
    return s->e->scratch->gap[(size_t)reg * BLOCK + s->e->at] >= GAP_FAR;
}

static void
stuck_leaves(struct stuck *s, const struct gap_node *n)
{
    const struct gap *g = s->e->rules->gap;

    for (int k = 0; k < n->count; k++) {
        int at = g->links[n->first + k];
        const struct gap_leaf *leaf = &g->leaves[at];
        bool skip = leaf->stay || !is_far(s, leaf->reg);

        for (int q = 0; q < s->count; q++)
            skip = skip || g->leaves[s->out[q].leaf].lever == leaf->lever;
        if (!skip && s->count < s->most)
            s->out[s->count++] = (struct gap_step){.kind = GAP_CHANGE,
                                                   .leaf = at,
                                                   .condition = n->condition,
                                                   .indicator = n->indicator};
    }
}

static void
stuck_node(struct stuck *s, int at)
{
    const struct gap *g = s->e->rules->gap;
    const struct gap_node *n = &g->nodes[at];
    int width = n->kind == GAP_OPEN_ANY ? 3 : n->kind == GAP_ITEM ? 2 : 1;
    bool array = n->kind == GAP_ITEM || n->kind == GAP_FOLD; /* too few points: whatever gives more */

    if (s->seen[at] || (!array && !is_far(s, n->reg)))
        return;
    s->seen[at] = true;
    if (n->kind == GAP_LEAVES || n->kind == GAP_MARGINAL) {
        stuck_leaves(s, n);
        return;
    }
    if (n->kind == GAP_GUARD || n->kind == GAP_FOLD)
        stuck_node(s, n->base);
    if ((array && n->in >= 0) || n->kind == GAP_PICK)
        stuck_node(s, n->in);
    for (int k = 0; k < n->count; k++)
        stuck_node(s, g->links[n->first + k * width + (n->kind == GAP_ITEM)]);
}

static int
clause_order(const void *a, const void *b)
{
    const struct gap_step *x = a, *y = b;

    if (x->condition != y->condition)
        return x->condition < y->condition ? -1 : 1;
    if (x->indicator != y->indicator)
        return x->indicator < y->indicator ? -1 : 1;
    return x->leaf - y->leaf;
}

int
gap_stuck_list(const struct explained *e, int program, struct gap_step *out, int most)
{
    const struct gap *g = e->rules->gap;
    struct stuck s = {.e = e, .out = out, .most = most};

    s.seen = td_alloc((size_t)g->node_count + 1, sizeof(*s.seen));
    stuck_node(&s, g->roots[program]);
    free(s.seen);
    if (s.count > 1)
        qsort(out, (size_t)s.count, sizeof(*out), clause_order);
    return s.count;
}

/* ---- text
 * ------------------------------------------------------------------------------------------------ */
static void
text_batch(const struct explained *e, const struct gap_plan *plan, struct td_buf *out)
{
    char ready[11], from[11], to[11];

    td_date_text(plan->ready, ready);
    if (plan->batch < 0) {
        td_buf_printf(out, TD_T("，最早 %s", ", at the earliest %s"), ready);
        return;
    }
    td_date_text(plan->from, from);
    td_date_text(plan->to, to);
    td_buf_printf(out, TD_T("，最早批次 %s 至 %s%s", ", earliest batch %s to %s%s"), from, to,
                  e->rules->gap->batches[plan->batch].unconfirmed
                      ? TD_T("（时间未证实）", " (dates not confirmed)")
                      : "");
}

void
gap_when_text(const struct explained *e, const struct gap_step *s, struct td_buf *out)
{
    bool yearly = s->kind == GAP_CHANGE && e->rules->gap->leaves[s->leaf].years > 0;
    int years = 1;

    while (yearly && years < AGES_MAX && gap_months_of_years(e->rules, years) < s->months)
        years++;
    if (s->months > 0 && yearly)
        td_buf_printf(out, TD_T("，以 %d 年度数据计（约 %d 个月后）", ", by the figures of %d (in about %d months)"),
                      e->rules->year + years, s->months);
    else if (s->months > 0)
        td_buf_printf(out, TD_T("，约 %d 个月", ", about %d months"), s->months);
}

static void
text_step(const struct explained *e, const struct program *p, const struct gap_step *s,
          int number, struct td_buf *out)
{
    struct td_str clause = gap_clause(e, p, s->condition, s->indicator);

    td_buf_printf(out, "    %d. [%s] %.*s ", number, gap_kind_word(s->kind), (int)clause.len, clause.at);
    gap_step_text(e, p, s, out);
    if (s->kind == GAP_CHANGE || s->cost > 0)
        td_buf_printf(out, TD_T("；代价 %d", "; effort %d"), s->cost);
    gap_when_text(e, s, out);
    td_buf_text(out, "\n");
}

static void
text_open(const struct explained *e, int program, struct td_buf *out)
{
    const struct program *p = &e->rules->programs[program];
    struct gap_open open[OPEN_MOST];
    int count = gap_open_list(e, program, open, OPEN_MOST);

    for (int i = 0; i < count; i++) {
        struct gap_step step = {GAP_FIND_OUT, open[i].leaf, open[i].condition, open[i].indicator, 0, 0};
        struct td_str clause = gap_clause(e, p, open[i].condition, open[i].indicator);

        td_buf_text(out, i ? "" : TD_T("    先查清：\n", "    to find out first:\n"));
        td_buf_printf(out, "      %.*s ", (int)clause.len, clause.at);
        gap_step_text(e, p, &step, out);
        if (open[i].alone)
            td_buf_text(out, TD_T("（不满足即否决）", " (decides alone)"));
        else if (open[i].swing > 0)
            td_buf_printf(out, TD_T("（相差 %d 分）", " (%d points)"), open[i].swing);
        td_buf_text(out, "\n");
    }
}

bool
gap_is_too_far(const struct explained *e, int leaf)
{
    return e->rules->gap->leaves[leaf].steps > 0;
}

static void
text_stuck(const struct explained *e, int program, struct td_buf *out)
{
    struct gap_step stuck[OPEN_MOST];
    int count = gap_stuck_list(e, program, stuck, OPEN_MOST);

    td_buf_printf(out, TD_T("  缺口：%d 个月内无法补齐\n", "  gap: cannot be closed within %d months\n"),
                  e->rules->gap->horizon);
    for (int i = 0; i < count; i++) {
        struct td_str clause = gap_clause(e, &e->rules->programs[program], stuck[i].condition, stuck[i].indicator);

        td_buf_text(out, gap_is_too_far(e, stuck[i].leaf) ? TD_T("    差距过大：", "    too far: ")
                                                      : TD_T("    不能改变：", "    cannot be changed: "));
        td_buf_printf(out, "%.*s ", (int)clause.len, clause.at);
        gap_step_text(e, &e->rules->programs[program], &stuck[i], out);
        td_buf_text(out, "\n");
    }
}

void
gap_explain_text(const struct explained *e, int program, struct td_buf *out)
{
    struct gap_plan *plan;

    if (!gap_is_asked(e, program))
        return;
    plan = td_alloc(1, sizeof(*plan));
    gap_plan_read(e->rules, e->scratch, program, e->at, plan);
    if (plan->way && plan->count > 0) {
        if (plan->changes > 0)
            td_buf_printf(out,
                          TD_T("  缺口（本市测算）：代价 %d，%d 项变化，约 %d 个月",
                               "  gap (a local estimate): effort %d, %d changes, about %d months"),
                          plan->cost, plan->changes, plan->months);
        else
            td_buf_text(out, TD_T("  缺口：无须改变，只待以下各项", "  gap: nothing to change, only this is awaited"));
        text_batch(e, plan, out);
        td_buf_text(out, "\n");
        for (int i = 0; i < plan->count; i++)
            text_step(e, &e->rules->programs[program], &plan->steps[i], i + 1, out);
    } else if (!plan->way) {
        text_stuck(e, program, out);
    }
    if (plan->way) /* else nothing that is found out changes the verdict */
        text_open(e, program, out);
    free(plan);
}

/* ---- JSON
 * ------------------------------------------------------------------------------------------------ */
static void
json_text(const struct explained *e, const struct program *p, const struct gap_step *s,
          struct td_buf *out)
{
    struct td_buf text = {0};

    gap_step_text(e, p, s, &text);
    td_buf_text(out, "\"id\":");
    td_json_str(out, id_of(e, p, s->condition, s->indicator));
    td_buf_text(out, ",\"clause\":");
    td_json_str(out, gap_clause(e, p, s->condition, s->indicator));
    td_buf_text(out, ",\"text\":");
    td_json_str(out, td_buf_view(&text));
    td_buf_free(&text);
}

static void
json_steps(const struct explained *e, const struct program *p, const struct gap_plan *plan,
           struct td_buf *out)
{
    td_buf_text(out, ",\"steps\":[");
    for (int i = 0; i < plan->count; i++) {
        const struct gap_step *s = &plan->steps[i];

        td_buf_printf(out, "%s{\"kind\":\"%s\",", i ? "," : "", gap_kind_id(s->kind));
        json_text(e, p, s, out);
        td_buf_printf(out, ",\"cost\":%d,\"months\":%d}", s->cost, s->months);
    }
    td_buf_text(out, "]");
}

static void
json_plan(const struct explained *e, const struct program *p, const struct gap_plan *plan,
          struct td_buf *out)
{
    char ready[11], from[11], to[11];

    td_buf_printf(out, "\"cost\":%d,\"months\":%d,\"changes\":%d", plan->cost, plan->months, plan->changes);
    td_date_text(plan->ready, ready);
    td_buf_printf(out, ",\"ready\":\"%s\"", ready);
    if (plan->batch >= 0) {
        td_date_text(plan->from, from);
        td_date_text(plan->to, to);
        td_buf_printf(out, ",\"batch\":{\"from\":\"%s\",\"to\":\"%s\",\"unconfirmed\":%s}", from, to,
                      e->rules->gap->batches[plan->batch].unconfirmed ? "true" : "false");
    }
    json_steps(e, p, plan, out);
}

static void
json_lists(const struct explained *e, int program, bool way, struct td_buf *out)
{
    const struct program *p = &e->rules->programs[program];
    struct gap_step stuck[OPEN_MOST];
    struct gap_open open[OPEN_MOST];
    int count = way ? 0 : gap_stuck_list(e, program, stuck, OPEN_MOST);

    td_buf_text(out, "\"fixed\":[");
    for (int i = 0; i < count; i++) {
        td_buf_text(out, i ? ",{" : "{");
        json_text(e, p, &stuck[i], out);
        td_buf_text(out, "}");
    }
    count = way ? gap_open_list(e, program, open, OPEN_MOST) : 0;
    td_buf_text(out, "],\"find_out\":[");
    for (int i = 0; i < count; i++) {
        struct gap_step step = {GAP_FIND_OUT, open[i].leaf, open[i].condition, open[i].indicator, 0, 0};

        td_buf_text(out, i ? ",{" : "{");
        json_text(e, p, &step, out);
        td_buf_printf(out, ",\"alone\":%s,\"points\":%d}", open[i].alone ? "true" : "false", open[i].swing);
    }
    td_buf_text(out, "]");
}

void
gap_explain_json(const struct explained *e, int program, struct td_buf *out)
{
    struct gap_plan *plan;

    if (!gap_is_asked(e, program))
        return;
    plan = td_alloc(1, sizeof(*plan));
    gap_plan_read(e->rules, e->scratch, program, e->at, plan);
    td_buf_text(out, ",\"gap\":{");
    if (plan->way) {
        json_plan(e, &e->rules->programs[program], plan, out);
        td_buf_text(out, ",");
    }
    json_lists(e, program, plan->way, out);
    td_buf_text(out, "}");
    free(plan);
}
