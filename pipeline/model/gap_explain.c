/* The gap of one firm for a program, for people and as JSON with stable bytes. */
#include "gap_plan.h"

#include <stdlib.h>

enum { OPEN_MOST = 12 };

static bool
is_asked(const struct explained *e, int program)
{
    enum td_verdict v = e->scratch->verdicts[(size_t)program * BLOCK + e->at];

    return e->rules->gap && e->rules->gap->roots[program] >= 0 &&
           (v == TD_POSSIBLE || v == TD_NEAR || v == TD_NO || v == TD_INSUFFICIENT || v == TD_READY);
}

static struct td_str
clause_of(const struct explained *e, const struct program *p, int condition, int indicator)
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

/* Leaves that are unmet and cannot be turned in time, each value once. */
static int
stuck_list(const struct explained *e, int program, struct gap_step *out, int most)
{
    const struct gap *g = e->rules->gap;
    int count = 0;

    for (int i = g->spans[program][0]; i < g->spans[program][1]; i++)
        for (int k = 0; g->nodes[i].kind == GAP_LEAVES && k < g->nodes[i].count; k++) {
            int at = g->links[g->nodes[i].first + k];
            const struct gap_leaf *leaf = &g->leaves[at];
            bool twice = leaf->stay || e->scratch->gap[(size_t)leaf->reg * BLOCK + e->at] < GAP_FAR;

            for (int q = 0; q < count; q++)
                twice = twice || g->leaves[out[q].leaf].lever == leaf->lever;
            if (!twice && count < most)
                out[count++] = (struct gap_step){.kind = GAP_CHANGE,
                                                 .leaf = at,
                                                 .condition = g->nodes[i].condition,
                                                 .indicator = g->nodes[i].indicator};
        }
    return count;
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

static void
text_step(const struct explained *e, const struct program *p, const struct gap_step *s,
          int number, struct td_buf *out)
{
    struct td_str clause = clause_of(e, p, s->condition, s->indicator);

    td_buf_printf(out, "    %d. [%s] %.*s ", number, gap_kind_word(s->kind), (int)clause.len, clause.at);
    gap_step_text(e, p, s, out);
    if (s->kind == GAP_CHANGE || s->cost > 0)
        td_buf_printf(out, TD_T("；代价 %d", "; effort %d"), s->cost);
    if (s->months > 0)
        td_buf_printf(out, TD_T("，约 %d 个月", ", about %d months"), s->months);
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
        struct td_str clause = clause_of(e, p, open[i].condition, open[i].indicator);

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

static void
text_stuck(const struct explained *e, int program, struct td_buf *out)
{
    struct gap_step stuck[OPEN_MOST];
    int count = stuck_list(e, program, stuck, OPEN_MOST);

    td_buf_printf(out, TD_T("  缺口：%d 个月内无法补齐\n", "  gap: cannot be closed within %d months\n"),
                  e->rules->gap->horizon);
    for (int i = 0; i < count; i++) {
        struct td_str clause = clause_of(e, &e->rules->programs[program], stuck[i].condition, stuck[i].indicator);

        td_buf_printf(out, TD_T("    不能改变：%.*s ", "    cannot be changed: %.*s "), (int)clause.len, clause.at);
        gap_step_text(e, &e->rules->programs[program], &stuck[i], out);
        td_buf_text(out, "\n");
    }
}

void
gap_explain_text(const struct explained *e, int program, struct td_buf *out)
{
    struct gap_plan *plan;

    if (!is_asked(e, program))
        return;
    plan = td_alloc(1, sizeof(*plan));
    gap_plan_read(e->rules, e->scratch, program, e->at, plan);
    if (plan->way && plan->count > 0) {
        td_buf_printf(out,
                      TD_T("  缺口（本市测算）：代价 %d，%d 项变化，约 %d 个月",
                           "  gap (a local estimate): effort %d, %d changes, about %d months"),
                      plan->cost, plan->changes, plan->months);
        text_batch(e, plan, out);
        td_buf_text(out, "\n");
        for (int i = 0; i < plan->count; i++)
            text_step(e, &e->rules->programs[program], &plan->steps[i], i + 1, out);
    } else if (!plan->way) {
        text_stuck(e, program, out);
    }
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
    td_json_str(out, clause_of(e, p, s->condition, s->indicator));
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
    int count = way ? 0 : stuck_list(e, program, stuck, OPEN_MOST);

    td_buf_text(out, "\"fixed\":[");
    for (int i = 0; i < count; i++) {
        td_buf_text(out, i ? ",{" : "{");
        json_text(e, p, &stuck[i], out);
        td_buf_text(out, "}");
    }
    count = gap_open_list(e, program, open, OPEN_MOST);
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

    if (!is_asked(e, program))
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
