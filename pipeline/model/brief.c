/* td_brief: an explanation as values. */
#include "tidu/brief.h"

#include "gap_plan.h"

#include <stdlib.h>

struct briefing {
    struct explained e;
    const struct program *p;
    int program;
    struct td_arena *arena;
    struct td_brief *out;
};

static struct td_str
keep(struct td_arena *arena, struct td_buf *text)
{
    struct td_str kept = td_arena_str(arena, td_buf_view(text));

    td_buf_free(text);
    return kept;
}

static struct td_str
step_text(const struct briefing *b, const struct gap_step *step)
{
    struct td_buf text = {0};

    gap_step_text(&b->e, b->p, step, &text);
    return keep(b->arena, &text);
}

/* ---- conditions ---------------------------------------------------------------------------- */
static void
read_conditions(struct briefing *b)
{
    const struct td_program *t = &b->p->public;
    struct td_brief_condition *list = td_arena_alloc(b->arena, t->condition_count + 1, sizeof *list);
    size_t n = 0;

    for (size_t k = 0; k < t->condition_count; k++) {
        const struct td_condition *c = &t->conditions[k];

        if (c->parent >= 0)
            continue;
        list[n++] = (struct td_brief_condition){.clause = c->clause,
                                                .text = c->text.len ? c->text : b->p->expressions[k],
                                                .state = explained_state(&b->e, b->p, k),
                                                .subject = c->subject,
                                                .unconfirmed = c->unconfirmed};
    }
    b->out->conditions = list;
    b->out->condition_count = n;
}

/* A person's word that still counts: nothing above it is met without it. */
static bool
awaits_word(const struct briefing *b, size_t k)
{
    if (explained_state(&b->e, b->p, k) != TD_MANUAL || b->e.rules->ops[b->p->ops[k]].kind != OP_STATE)
        return false;
    for (int at = b->p->conditions[k].parent; at >= 0; at = b->p->conditions[at].parent) {
        enum td_state above = explained_state(&b->e, b->p, (size_t)at);
        if (above == TD_MET || above == TD_NA)
            return false;
    }
    return true;
}

/* The text of a part that has none of its own is that of what it is a part of. */
static struct td_str
text_above(const struct briefing *b, size_t k)
{
    int at = (int)k;

    while (at >= 0 && b->p->conditions[at].text.len == 0)
        at = b->p->conditions[at].parent;
    return at >= 0 ? b->p->conditions[at].text : (struct td_str){0};
}

static void
read_manual(struct briefing *b)
{
    const struct td_program *t = &b->p->public;
    struct td_brief_note *list = td_arena_alloc(b->arena, t->condition_count + 1, sizeof *list);
    size_t n = 0;

    for (size_t k = 0; k < t->condition_count; k++)
        if (awaits_word(b, k))
            list[n++] = (struct td_brief_note){.clause = t->conditions[k].clause,
                                               .text = text_above(b, k),
                                               .more = b->p->expressions[k]};
    b->out->manual = list;
    b->out->manual_count = n;
}

/* ---- the gap ------------------------------------------------------------------------------- */
static void
read_steps(struct briefing *b, const struct gap_plan *plan)
{
    struct td_brief_step *list = td_arena_alloc(b->arena, (size_t)plan->count + 1, sizeof *list);

    for (int i = 0; i < plan->count; i++) {
        const struct gap_step *s = &plan->steps[i];
        struct td_buf when = {0};

        td_buf_text(&when, "");
        gap_when_text(&b->e, s, &when);
        list[i] = (struct td_brief_step){.kind = (enum td_brief_kind)s->kind,
                                         .clause = gap_clause(&b->e, b->p, s->condition, s->indicator),
                                         .text = step_text(b, s),
                                         .when = keep(b->arena, &when),
                                         .cost = s->cost};
    }
    b->out->steps = list;
    b->out->step_count = (size_t)plan->count;
}

static void
read_stuck(struct briefing *b)
{
    struct gap_step stuck[GAP_LISTED_MOST];
    int count = gap_stuck_list(&b->e, b->program, stuck, GAP_LISTED_MOST);
    struct td_brief_note *list = td_arena_alloc(b->arena, (size_t)count + 1, sizeof *list);

    for (int i = 0; i < count; i++)
        list[i] = (struct td_brief_note){.clause = gap_clause(&b->e, b->p, stuck[i].condition, stuck[i].indicator),
                                         .text = step_text(b, &stuck[i]),
                                         .far = gap_is_too_far(&b->e, stuck[i].leaf)};
    b->out->stuck = list;
    b->out->stuck_count = (size_t)count;
}

static void
read_open(struct briefing *b)
{
    struct gap_open open[GAP_LISTED_MOST];
    int count = gap_open_list(&b->e, b->program, open, GAP_LISTED_MOST);
    struct td_brief_note *list = td_arena_alloc(b->arena, (size_t)count + 1, sizeof *list);

    for (int i = 0; i < count; i++) {
        struct gap_step step = {GAP_FIND_OUT, open[i].leaf, open[i].condition, open[i].indicator, 0, 0};

        list[i] = (struct td_brief_note){.clause = gap_clause(&b->e, b->p, open[i].condition, open[i].indicator),
                                         .text = step_text(b, &step),
                                         .alone = open[i].alone,
                                         .points = open[i].swing};
    }
    b->out->find_out = list;
    b->out->find_out_count = (size_t)count;
}

static void
read_gap(struct briefing *b)
{
    struct gap_plan *plan;
    struct td_brief *out = b->out;

    if (!gap_is_asked(&b->e, b->program))
        return;
    plan = td_alloc(1, sizeof(*plan));
    gap_plan_read(b->e.rules, b->e.scratch, b->program, b->e.at, plan);
    out->asked = true;
    out->way = plan->way;
    out->horizon = b->e.rules->gap->horizon;
    out->cost = plan->cost;
    out->months = plan->months;
    out->changes = plan->changes;
    out->ready = plan->ready;
    if (plan->way && plan->batch >= 0) {
        out->from = plan->from;
        out->to = plan->to;
        out->batch_unconfirmed = b->e.rules->gap->batches[plan->batch].unconfirmed;
    }
    if (plan->way) {
        read_steps(b, plan);
        read_open(b);
    } else
        read_stuck(b);
    free(plan);
}

static void
read_points(struct briefing *b)
{
    const struct score *score = b->p->score >= 0 ? &b->e.rules->scores[b->p->score] : NULL;
    size_t total;

    b->out->points_lo = b->out->points_hi = -1;
    if (!score)
        return;
    total = (size_t)(score->first_register + score->indicator_count + score->group_count);
    b->out->points_lo = b->e.scratch->low[total * BLOCK + b->e.at];
    b->out->points_hi = b->e.scratch->high[total * BLOCK + b->e.at];
}

void
td_brief_read(const struct td_brief_of *of, struct td_arena *arena, struct td_brief *out)
{
    struct briefing b = {.e = {.rules = of->rules,
                               .columns = of->columns,
                               .row = of->row,
                               .scratch = of->scratch,
                               .at = of->row % BLOCK},
                         .p = &of->rules->programs[of->program],
                         .program = (int)of->program,
                         .arena = arena,
                         .out = out};
    size_t cell = of->program * BLOCK + b.e.at;

    *out = (struct td_brief){.program = &b.p->public,
                             .verdict = (enum td_verdict)of->scratch->verdicts[cell],
                             .met = of->scratch->met[cell],
                             .unmet = of->scratch->unmet[cell],
                             .unknown = of->scratch->unknown[cell],
                             .ready = TD_DATE_NONE,
                             .from = TD_DATE_NONE,
                             .to = TD_DATE_NONE};
    read_conditions(&b);
    read_points(&b);
    read_manual(&b);
    read_gap(&b);
}

const char *
td_state_word(enum td_state state)
{
    return state_word(state);
}

const char *
td_verdict_word(enum td_verdict verdict)
{
    return verdict_word(verdict);
}
