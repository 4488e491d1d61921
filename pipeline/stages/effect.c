/* The effect of other criteria: firms judged twice, and the two judgements told apart. */
#include "effect_judge.h"

#include <stdlib.h>
#include <string.h>

#include <omp.h>

/* ---- pairs ---------------------------------------------------------------------------------------- */
static int
find_program(const struct td_rules *rules, const struct td_program *like)
{
    for (size_t p = 0; p < td_rules_program_count(rules); p++) {
        const struct td_program *t = td_rules_program(rules, p);
        if (td_str_equal(t->tier, like->tier) && t->kind == like->kind)
            return (int)p;
    }
    return -1;
}

/* Which condition of the other program has the same id. */
static int *
map_conditions(struct effect *e, const struct td_program *from, const struct td_program *to)
{
    int *map = td_arena_alloc(&e->arena, from->condition_count + 1, sizeof *map);

    for (size_t k = 0; k < from->condition_count; k++) {
        map[k] = -1;
        for (size_t j = 0; to && j < to->condition_count; j++)
            if (td_str_equal(from->conditions[k].id, to->conditions[j].id))
                map[k] = (int)j;
    }
    return map;
}

static bool *
find_redefined(struct effect *e, const struct effect_pair *pair, int side)
{
    const struct td_program *from = pair->program[side];
    bool *redefined = td_arena_alloc(&e->arena, from->condition_count + 1, sizeof *redefined);

    for (size_t k = 0; k < from->condition_count; k++) {
        int other = pair->other[side][k];
        redefined[k] = other < 0 ||
                       !td_str_equal(td_rules_expression(e->rules[side], (size_t)pair->at[side], k),
                                     td_rules_expression(e->rules[1 - side], (size_t)pair->at[1 - side], (size_t)other));
    }
    for (size_t k = from->condition_count; k-- > 0;) /* parts stand behind what they are parts of */
        if (redefined[k] && from->conditions[k].parent >= 0)
            redefined[from->conditions[k].parent] = true;
    return redefined;
}

static void
add_pair(struct effect *e, int before, int after)
{
    struct effect_pair *pair = &e->pairs[e->pair_count++];

    pair->at[0] = before;
    pair->at[1] = after;
    for (int side = 0; side < 2; side++)
        pair->program[side] = pair->at[side] >= 0 ? td_rules_program(e->rules[side], (size_t)pair->at[side]) : NULL;
    for (int side = 0; side < 2; side++) {
        const struct td_program *t = pair->program[side];
        if (!t)
            continue;
        pair->other[side] = map_conditions(e, t, pair->program[1 - side]);
        pair->redefined[side] = find_redefined(e, pair, side);
        pair->decided[side] = td_arena_alloc(&e->arena, t->condition_count + 1, sizeof *pair->decided[side]);
    }
}

void
effect_pairs(struct effect *e)
{
    size_t before = td_rules_program_count(e->rules[0]), after = td_rules_program_count(e->rules[1]);

    e->pairs = td_arena_alloc(&e->arena, before + after + 1, sizeof *e->pairs);
    for (size_t p = 0; p < before; p++)
        add_pair(e, (int)p, find_program(e->rules[1], td_rules_program(e->rules[0], p)));
    for (size_t p = 0; p < after; p++)
        if (find_program(e->rules[0], td_rules_program(e->rules[1], p)) < 0)
            add_pair(e, -1, (int)p);
}

/* ---- who gains, and why ---------------------------------------------------------------------------- */
int
effect_standing(uint8_t verdict)
{
    switch (verdict) {
    case TD_CONFIRMED:
    case TD_READY:
        return 3;
    case TD_POSSIBLE:
        return 2;
    case TD_NEAR:
        return 1;
    default:
        return 0;
    }
}

struct why { /* a firm and a program under both sides, seen from the worse one */
    const struct td_program *program;
    const int *other;
    const uint8_t *states, *other_states; /* other_states NULL: not judged there */
    const bool *redefined;
    uint8_t blocking;
    enum { DIFFERING, REDEFINED, MOVED, ALL, PASSES } pass; /* which conditions count */
    struct effect_firm *firm;
};

static bool
says_the_same(const struct why *w, size_t k)
{
    return w->other_states && w->other[k] >= 0 && w->other_states[w->other[k]] == w->states[k];
}

static bool
blocks(const struct why *w, size_t k)
{
    if (w->pass == MOVED)
        return !says_the_same(w, k);
    return w->states[k] == w->blocking && (w->pass == ALL || (w->pass == REDEFINED && w->redefined[k]) ||
                                           (w->pass == DIFFERING && !says_the_same(w, k)));
}

static void
add_decider(struct why *w, size_t k)
{
    if (w->firm->decider_count < EFFECT_DECIDERS)
        w->firm->deciders[w->firm->decider_count++] = (uint16_t)k;
}

/* The innermost that blocks: parts of `all`; of alternatives only one that alone says something else. */
static void
collect(struct why *w, size_t k)
{
    const struct td_program *t = w->program;
    size_t parts = 0, last = 0;
    bool leaf = true;

    for (size_t i = k + 1; i < t->condition_count; i++) {
        if (t->conditions[i].parent != (int)k)
            continue;
        leaf = false;
        parts += blocks(w, i);
        last = blocks(w, i) ? i : last;
    }
    if (parts == 0 && !leaf && w->pass == REDEFINED)
        return; /* what holds back in it is none of what was redefined */
    if (parts == 0 || (t->conditions[k].any && parts > 1)) {
        add_decider(w, k);
        return;
    }
    if (parts == 1) {
        collect(w, last);
        return;
    }
    for (size_t i = k + 1; i < t->condition_count; i++)
        if (t->conditions[i].parent == (int)k && blocks(w, i))
            collect(w, i);
}

static void
explain_change(struct why *w, uint8_t verdict)
{
    const struct td_program *t = w->program;
    bool subject = verdict == TD_EXCLUDED;

    if (verdict == TD_HOLDS || verdict >= TD_NOT_CONCERNED)
        return;
    w->blocking = verdict == TD_POSSIBLE || verdict == TD_INSUFFICIENT ? TD_UNKNOWN
                  : verdict == TD_READY                                ? TD_MANUAL
                                                                       : TD_UNMET;
    /* What holds the firm back and says something else on the other side; else what asks something else there
     * (unmet on both sides, and farther from it on one); else what says something else without holding back
     * (unknown before, unmet after: more is known, and 近门槛 needs that); else all that holds back. */
    for (w->pass = DIFFERING; w->pass < PASSES && w->firm->decider_count == 0; w->pass++)
        for (size_t k = 0; k < t->condition_count; k++)
            if (t->conditions[k].parent < 0 && blocks(w, k) &&
                (w->blocking != TD_UNMET || t->conditions[k].subject == subject))
                collect(w, k);
}

/* ---- judging ------------------------------------------------------------------------------------------ */
struct worker { /* one thread's */
    struct td_scratch *scratch[2];
    struct td_results results[2]; /* of a block */
    const int64_t **values[2];
    const uint64_t **known[2];
    int64_t (*verdicts)[EFFECT_VERDICTS][EFFECT_VERDICTS]; /* per pair */
    struct effect_firm *firms;
    size_t firm_count, firm_cap;
    struct td_arena arena; /* their codes */
    int64_t listed[2], entering, leaving;
};

static const uint8_t *
states_of(const struct effect *e, const struct effect_pair *pair, const struct worker *w, int side, size_t row)
{
    if (!pair->program[side])
        return NULL;
    return w->results[side].states + row * td_rules_state_count(e->rules[side]) + pair->program[side]->state_offset;
}

static void
add_firm(const struct judging *j, struct worker *w, size_t p, size_t at, size_t row, uint8_t before, uint8_t after)
{
    const struct effect_pair *pair = &j->e->pairs[p];
    bool gains = effect_standing(after) > effect_standing(before);
    int worse = gains ? 0 : 1;
    struct effect_firm firm = {.pair = (int)p, .before = before, .after = after, .gains = gains};
    struct td_str county = score_county(&j->s->range, at);
    struct why why = {.program = pair->program[worse],
                      .other = pair->other[worse],
                      .redefined = pair->redefined[worse],
                      .states = states_of(j->e, pair, w, worse, row),
                      .other_states = states_of(j->e, pair, w, 1 - worse, row),
                      .firm = &firm};

    firm.code = td_arena_str(&w->arena, score_code(&j->s->range, at));
    if (county.at)
        firm.county = td_arena_str(&w->arena, county);
    if (why.program)
        explain_change(&why, gains ? before : after);
    if (w->firm_count == w->firm_cap) {
        w->firm_cap = w->firm_cap ? 2 * w->firm_cap : 256;
        w->firms = td_realloc(w->firms, w->firm_cap, sizeof *w->firms);
    }
    w->firms[w->firm_count++] = firm;
}

static void
compare_row(const struct judging *j, struct worker *w, size_t at, size_t row)
{
    const struct effect *e = j->e;
    bool listed[2];

    for (size_t p = 0; p < e->pair_count; p++) {
        uint8_t verdict[2] = {EFFECT_ABSENT, EFFECT_ABSENT};
        for (int side = 0; side < 2; side++)
            if (e->pairs[p].at[side] >= 0)
                verdict[side] = w->results[side].verdicts[row * td_rules_program_count(e->rules[side]) +
                                                          (size_t)e->pairs[p].at[side]];
        w->verdicts[p][verdict[0]][verdict[1]]++;
        if (effect_standing(verdict[0]) != effect_standing(verdict[1]))
            add_firm(j, w, p, at, row, verdict[0], verdict[1]);
    }
    for (int side = 0; side < 2; side++) {
        int target = w->results[side].target[row];
        listed[side] = target >= 0 &&
                       w->results[side].verdicts[row * td_rules_program_count(e->rules[side]) + (size_t)target] <= TD_POSSIBLE;
        w->listed[side] += listed[side];
    }
    w->entering += listed[1] && !listed[0];
    w->leaving += listed[0] && !listed[1];
}

static void
judge_block(const struct judging *j, struct worker *w, size_t from)
{
    const struct range *r = &j->s->range;
    size_t rows = r->rows - from < BLOCK_UNITS ? r->rows - from : BLOCK_UNITS;

    for (int side = 0; side < 2; side++) {
        const struct td_rules *rules = j->e->rules[side];
        for (size_t i = 0; i < td_rules_slot_count(rules); i++) {
            w->values[side][i] = r->values[j->slots[side][i]] + from;
            w->known[side][i] = r->known[j->slots[side][i]] + from / 64;
        }
        struct td_columns columns = {rows, w->values[side], w->known[side]};
        td_judge(rules, &columns, 0, rows, w->scratch[side], &w->results[side]);
    }
    for (size_t row = 0; row < rows; row++)
        compare_row(j, w, from + row, row);
}

bool
judging_range(struct judging *j, struct td_error *err)
{
    size_t blocks = (j->s->range.rows + BLOCK_UNITS - 1) / BLOCK_UNITS;

    j->e->units += j->s->range.rows;
#pragma omp parallel for schedule(dynamic, 4) num_threads(j->threads)
    for (size_t b = 0; b < blocks; b++)
        judge_block(j, &j->workers[omp_get_thread_num()], b * BLOCK_UNITS);
    return !td_stopping(err);
}

void
judging_open(struct judging *j)
{
    j->workers = td_alloc((size_t)j->threads, sizeof *j->workers);
    for (int i = 0; i < j->threads; i++) {
        struct worker *w = &j->workers[i];
        w->verdicts = td_alloc(j->e->pair_count + 1, sizeof *w->verdicts);
        for (int side = 0; side < 2; side++) {
            const struct td_rules *rules = j->e->rules[side];
            w->scratch[side] = td_scratch_new(rules);
            td_results_init(&w->results[side], rules, BLOCK_UNITS);
            w->values[side] = td_alloc(td_rules_slot_count(rules) + 1, sizeof *w->values[side]);
            w->known[side] = td_alloc(td_rules_slot_count(rules) + 1, sizeof *w->known[side]);
        }
    }
}

static void
worker_close(struct worker *w)
{
    for (int side = 0; side < 2; side++) {
        td_scratch_free(w->scratch[side]);
        td_results_free(&w->results[side]);
        free(w->values[side]);
        free(w->known[side]);
    }
    free(w->verdicts);
    free(w->firms);
    td_arena_free(&w->arena);
}

void
judging_close(struct judging *j)
{
    for (int i = 0; i < j->threads; i++)
        worker_close(&j->workers[i]);
    free(j->workers);
    j->workers = NULL;
}

/* ---- together ------------------------------------------------------------------------------------------ */
static int
firm_order(const void *a, const void *b)
{
    const struct effect_firm *x = a, *y = b;

    if (x->pair != y->pair)
        return x->pair < y->pair ? -1 : 1;
    if (x->gains != y->gains)
        return x->gains ? -1 : 1;
    if (x->after != y->after)
        return x->after < y->after ? -1 : 1;
    if (x->before != y->before)
        return x->before < y->before ? -1 : 1;
    return td_str_order(x->code, y->code);
}

static void
count_firm(struct effect *e, struct effect_firm *f)
{
    struct effect_pair *pair = &e->pairs[f->pair];
    struct effect_decided *decided = pair->decided[f->gains ? 0 : 1];

    f->code = td_arena_str(&e->arena, f->code);
    if (f->county.at)
        f->county = td_arena_str(&e->arena, f->county);
    pair->gains += f->gains;
    pair->losses += !f->gains;
    for (int i = 0; i < f->decider_count; i++) {
        decided[f->deciders[i]].gains += f->gains;
        decided[f->deciders[i]].losses += !f->gains;
        decided[f->deciders[i]].alone += f->decider_count == 1;
    }
}

void
judging_gather(struct judging *j)
{
    struct effect *e = j->e;
    size_t total = 0, at = 0;

    for (int i = 0; i < j->threads; i++)
        total += j->workers[i].firm_count;
    e->firms = td_alloc(total + 1, sizeof *e->firms);
    for (int i = 0; i < j->threads; i++) {
        const struct worker *w = &j->workers[i];
        for (size_t k = 0; k < w->firm_count; k++)
            e->firms[at++] = w->firms[k];
        for (size_t p = 0; p < e->pair_count; p++)
            for (int v = 0; v < EFFECT_VERDICTS * EFFECT_VERDICTS; v++)
                (&e->pairs[p].verdicts[0][0])[v] += (&w->verdicts[p][0][0])[v];
        e->listed[0] += w->listed[0];
        e->listed[1] += w->listed[1];
        e->entering += w->entering;
        e->leaving += w->leaving;
    }
    e->firm_count = total;
    if (total)
        qsort(e->firms, total, sizeof *e->firms, firm_order);
    for (size_t i = 0; i < total; i++)
        count_firm(e, &e->firms[i]);
}
