/*
 * The funnel of what stands: by county and program, the states of each top-level condition and who is left
 * after it. Counted from the patterns (some thousands by county), not from the units. Written to
 * result.funnel_county; the city is their sum.
 */
#include "score.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 12 };

struct funnel_step {
    int64_t state[5]; /* by enum td_state; of the first step: concerned, and TD_NA not */
    int64_t remaining, remaining_certain, remaining_held;
};

/* Steps: a program's first one counts all, then one a top-level condition; programs one after the other. */
struct funnel_county {
    struct td_str county; /* "" = not known */
    struct funnel_step *steps;
};

static size_t
step_count(const struct td_rules *rules)
{
    return td_rules_state_count(rules) + td_rules_program_count(rules);
}

void
score_funnel_free(struct score *s)
{
    for (size_t i = 0; i < s->funnel_count; i++)
        free(s->funnel[i].steps);
    free(s->funnel);
    s->funnel = NULL;
    s->funnel_count = 0;
}

static struct funnel_county *
county_of(struct score *s, struct td_str county)
{
    for (size_t i = 0; i < s->funnel_count; i++)
        if (td_str_equal(s->funnel[i].county, county))
            return &s->funnel[i];
    s->funnel = td_realloc(s->funnel, s->funnel_count + 1, sizeof *s->funnel);
    s->funnel[s->funnel_count] = (struct funnel_county){
        td_arena_str(&s->arena, county), td_alloc(step_count(s->rules), sizeof(struct funnel_step))};
    return &s->funnel[s->funnel_count++];
}

static void
count_left(struct funnel_step *step, uint8_t verdict, bool open, bool certain, int64_t units)
{
    step->remaining += open ? units : 0;
    step->remaining_certain += certain ? units : 0;
    step->remaining_held += open && verdict == TD_HOLDS ? units : 0;
}

/* Returns the first step of the next program. A review counts whom it concerns. */
static struct funnel_step *
count_program(const struct td_program *t, uint8_t verdict, const uint8_t *states, int64_t units,
              struct funnel_step *step)
{
    bool concerned = verdict != TD_NOT_CONCERNED, open = concerned, certain = concerned;

    step->state[concerned ? TD_MET : TD_NA] += units;
    count_left(step++, verdict, open, certain, units);
    for (size_t k = 0; k < t->condition_count; k++) {
        if (t->conditions[k].parent >= 0)
            continue;
        if (concerned && states[k] <= TD_NA) {
            step->state[states[k]] += units;
            open = open && states[k] != TD_UNMET;
            certain = certain && states[k] != TD_UNMET && states[k] != TD_UNKNOWN;
        }
        count_left(step++, verdict, open, certain, units);
    }
    return step;
}

/* So many units of a county were judged so. */
static void
count_units(struct score *s, int16_t target, const uint8_t *verdicts, const uint8_t *states, struct td_str place,
            int64_t units)
{
    size_t programs = td_rules_program_count(s->rules);
    struct funnel_step *step = county_of(s, place)->steps;

    if (target >= 0 && verdicts[target] <= TD_NEAR)
        s->verdicts[verdicts[target]] += (uint64_t)units;
    for (size_t p = 0; p < programs; p++) {
        const struct td_program *t = td_rules_program(s->rules, p);
        step = count_program(t, verdicts[p], states + t->state_offset, units, step);
    }
}

static void
take_pattern(struct score *s, const struct td_cell *cells)
{
    size_t programs = td_rules_program_count(s->rules), states = td_rules_state_count(s->rules);
    int64_t units = td_cell_int8(cells[0]);
    int16_t target = td_cell_int2(cells[1]);

    s->standing += (uint64_t)units;
    if (cells[2].len != (int32_t)programs || cells[3].len != (int32_t)states || target >= (int)programs) {
        s->foreign += (uint64_t)units;
        return;
    }
    struct td_str county = {cells[4].at, cells[4].len < 0 ? 0 : (size_t)cells[4].len};
    count_units(s, target, (const uint8_t *)cells[2].at, (const uint8_t *)cells[3].at, county, units);
}

struct alike { /* units of one pattern and county */
    uint32_t at, units; /* at: one of them; units 0: a free place */
};

/* at, first + at: a row of the results, and of the range. */
static struct alike *
alike_of(const struct score *s, size_t first, const int64_t *patterns, size_t at, struct alike *table, size_t mask)
{
    struct td_str county = score_county(&s->range, first + at);
    size_t place = (size_t)td_hash64(county.at, county.len, (uint64_t)patterns[at]) & mask;

    for (; table[place].units; place = (place + 1) & mask)
        if (patterns[table[place].at] == patterns[at] && td_str_equal(score_county(&s->range, first + table[place].at), county))
            break;
    return &table[place];
}

void
score_count_rows(struct score *s, const struct td_results *r, const int64_t *patterns, size_t rows)
{
    size_t programs = td_rules_program_count(s->rules), states = td_rules_state_count(s->rules), size = 1024;
    struct alike *table;

    while (size < rows * 2)
        size *= 2;
    table = td_alloc(size, sizeof *table);
    for (size_t at = 0; at < rows; at++) {
        struct alike *same = alike_of(s, r->first, patterns, at, table, size - 1);
        if (same->units++ == 0)
            same->at = (uint32_t)at;
    }
    s->standing += rows;
    for (size_t i = 0; i < size; i++) {
        size_t at = table[i].at;
        if (table[i].units)
            count_units(s, r->target[at], r->verdicts + at * programs, r->states + at * states,
                        score_county(&s->range, r->first + at), table[i].units);
    }
    free(table);
}

bool
score_count(struct score *s, struct td_error *err)
{
    struct td_copy_out copy = {0};
    bool got = true;

    s->standing = s->foreign = 0;
    memset(s->verdicts, 0, sizeof s->verdicts);
    score_funnel_free(s);
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
put_step(const struct score *s, const struct funnel_county *county, size_t program, int number,
         const struct funnel_step *step, struct td_buf *out)
{
    static const uint8_t order[] = {TD_MET, TD_UNMET, TD_UNKNOWN, TD_MANUAL, TD_NA};

    td_put_row(out, COLUMNS);
    td_put_int8(out, s->run->run);
    td_put_int4(out, (int32_t)program);
    td_put_text(out, county->county);
    td_put_int4(out, number);
    for (size_t i = 0; i < sizeof order; i++)
        td_put_int8(out, step->state[order[i]]);
    td_put_int8(out, step->remaining);
    td_put_int8(out, step->remaining_certain);
    td_put_int8(out, step->remaining_held);
}

static void
put_county(const struct score *s, const struct funnel_county *county, struct td_buf *out)
{
    const struct funnel_step *step = county->steps;

    for (size_t p = 0; p < td_rules_program_count(s->rules); p++) {
        const struct td_program *t = td_rules_program(s->rules, p);
        int number = 0;
        put_step(s, county, p, number++, step++, out);
        for (size_t k = 0; k < t->condition_count; k++)
            if (t->conditions[k].parent < 0)
                put_step(s, county, p, number++, step++, out);
    }
}

bool
score_funnel(struct score *s, struct td_error *err)
{
    struct td_copy_in copy = {0};
    struct td_buf rows = {0};
    char run[24];
    const char *params[] = {run};

    snprintf(run, sizeof run, "%" PRId64, s->run->run);
    for (size_t i = 0; i < s->funnel_count; i++)
        put_county(s, &s->funnel[i], &rows);
    bool ok = td_db_run(s->run->db, "score/funnel_clear", NULL, params, 1, NULL, err) &&
              td_copy_in_open(&copy, s->run->db, "score/funnel_in", NULL, err) &&
              (rows.len == 0 || td_copy_in_send(&copy, td_buf_view(&rows), err)) && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    td_buf_free(&rows);
    return ok;
}
