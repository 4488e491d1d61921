/*
 * What firms are by themselves in the worlds between two nights.
 *
 * One kind of thing touched the firm: nothing has to be computed. Several did: for the world behind each but the last
 * of them it is judged once more, with the data of tonight, the links, the day and the ranks of before as far as that
 * world has them, by the rules of before. Only firms that were judged otherwise are looked at, so that these are few,
 * but for a night on which rules changed: then all that stands is judged by the rules of before as well.
 */
#include "moves.h"

#include "features_again.h"
#include "score.h"

#include "tidu/parameters.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct world {
    struct moves *v;
    int number;
    const struct td_rules *rules;
    struct td_db *db;
    size_t *firms; /* of v->m.firms */
    size_t count;
    bool links, day, ranks; /* these are of before */
};

/* ---- steps -------------------------------------------------------------------------------------------- */
static uint8_t
steps_of(const struct moves *v, const struct td_moves_firm *f)
{
    uint8_t steps = (uint8_t)(v->beside[f->beside].steps | v->all);

    return steps ? steps : TOUCHED_RULE; /* nothing that is known: another program */
}

int
moves_last_step(uint8_t steps)
{
    int last = 0;

    for (int k = 0; k < TD_CAUSES; k++)
        if (steps >> k & 1)
            last = k;
    return last;
}

/* World w stands behind step w - 1: is this firm seen there and not as before, and not yet as tonight? */
static bool
is_between(uint8_t steps, int world)
{
    return (steps >> (world - 1) & 1) && moves_last_step(steps) > world - 1;
}

/* ---- another world's features ------------------------------------------------------------------------ */
static bool
send_scope(const struct world *w, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_db_script(w->db, "moves/scope_begin", NULL, err) && td_copy_in_open(&copy, w->db, "moves/scope_in", NULL, err);

    for (size_t i = 0; ok && i < w->count; i++) {
        td_put_row(&copy.buffer, 1);
        td_put_text(&copy.buffer, td_str(w->v->m.firms[w->firms[i]].uscc));
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok && td_db_script(w->db, "moves/scope_end", NULL, err);
}

static bool
set_day(const struct world *w, struct td_error *err)
{
    char as_of[11], y[16];
    const char *clock[] = {as_of, y};

    td_date_text(w->v->last.as_of, as_of);
    snprintf(y, sizeof y, "%d", td_date_civil(w->v->last.as_of).year - 1);
    return td_db_run(w->db, "features/clock", NULL, clock, 2, NULL, err);
}

static bool
set_ranks(const struct world *w, struct td_error *err)
{
    const char *ranks[] = {w->v->last.ranks.at};
    struct td_parameters parameters = {0};
    struct td_buf names = {0}, values = {0};
    bool ok = td_db_run(w->db, "load/ranks", NULL, ranks, 1, NULL, err) &&
              td_parameters_parse(&parameters, td_criteria_text(&w->v->criteria, "parameters.yaml"), "parameters.yaml", err);

    for (size_t i = 0; ok && i < parameters.count; i++) {
        td_buf_printf(&names, "%s%.*s", i ? "," : "", (int)parameters.list[i].name.len, parameters.list[i].name.at);
        td_buf_printf(&values, "%s%" PRId64, i ? "," : "", parameters.list[i].value);
    }
    const char *list[] = {names.len ? names.at : "", values.len ? values.at : ""};
    ok = ok && td_db_run(w->db, "features/parameters", NULL, list, 2, NULL, err);
    td_parameters_free(&parameters);
    td_buf_free(&names);
    td_buf_free(&values);
    return ok;
}

static bool
set_world(const struct world *w, struct td_error *err)
{
    bool years = td_date_civil(w->v->last.as_of).year != td_date_civil(w->v->now.as_of).year;
    bool ok = send_scope(w, err);

    ok = ok && (!w->links || td_db_script(w->db, "moves/links_before", NULL, err));
    ok = ok && (!w->day || set_day(w, err));
    ok = ok && (!w->ranks || set_ranks(w, err));
    return ok && (!(w->links || w->day || w->ranks) ||
                  features_again(w->db, w->links || w->ranks || (w->day && years), err));
}

/* ---- judging it -------------------------------------------------------------------------------------- */
static int
firm_order(const void *key, const void *item)
{
    return strcmp(key, ((const struct td_moves_firm *)item)->uscc);
}

static void
take_result(const struct world *w, const struct score *s, const struct td_results *r, size_t row)
{
    struct moves *v = w->v;
    struct td_str code = score_code(&s->range, row), county = score_county(&s->range, row);
    struct td_str industry = score_industry(&s->range, row);
    char text[24] = "";
    int target = r->target[row];

    if (target < 0 || code.len >= sizeof text)
        return;
    memcpy(text, code.at, code.len);
    struct td_moves_firm *f = bsearch(text, v->m.firms, v->m.count, sizeof *v->m.firms, firm_order);
    const struct td_program *p = td_rules_program(w->rules, (size_t)target);
    int slot = moves_slot(v, p->tier.at, p->tier.len, p->kind == TD_REVIEW);
    if (f && slot >= 0)
        f->own[w->number] = moves_own(v, slot, r->verdicts[row * td_rules_program_count(w->rules) + (size_t)target],
                                      r->rank_key[row], county, industry);
}

static bool
judge_world(const struct world *w, struct td_run *seen, struct td_error *err)
{
    struct score s = {.run = seen, .first = true, .pending = true, .alone = true};
    struct td_results results = {0};
    td_date day = w->day ? w->v->last.as_of : w->v->now.as_of;

    s.slot_count = td_rules_slot_count(w->rules);
    s.slots = td_arena_alloc(&s.arena, s.slot_count + 1, sizeof *s.slots);
    for (size_t i = 0; i < s.slot_count; i++)
        s.slots[i] = td_rules_slot(w->rules, i);
    s.y = td_date_civil(day).year - 1;
    for (int i = 0; i < READERS; i++)
        s.readers[i] = w->db;
    bool ok = score_columns(&s, err) && score_read_range(&s, NULL, NULL, err);
    if (ok) {
        struct td_columns columns = {s.range.rows, (const int64_t *const *)s.range.values,
                                     (const uint64_t *const *)s.range.known};
        td_results_init(&results, w->rules, s.range.rows + 1);
        td_judge_all(w->rules, &columns, w->v->run->options->threads, &results);
        for (size_t row = 0; row < s.range.rows; row++)
            take_result(w, &s, &results, row);
        td_results_free(&results);
    }
    for (int i = 0; i < READERS; i++)
        s.readers[i] = NULL; /* the world's own */
    score_free(&s);
    return ok;
}

/* On a connection of its own: what it changes to see the world is rolled back. */
static bool
see_world(struct world *w, struct td_error *err)
{
    struct td_run seen = *w->v->run;
    bool ok = td_run_connect(w->v->run, "rank", &w->db, err) && td_db_begin(w->db, err);

    seen.db = w->db;
    ok = ok && set_world(w, err) && judge_world(w, &seen, err);
    td_db_rollback(w->db);
    td_run_disconnect(w->v->run, w->db);
    return ok || td_in(err, "%s", TD_T("重算变动原因", "finding the causes of moves"));
}

/* ---- all worlds ---------------------------------------------------------------------------------------- */
static struct td_complete_list *
complete_lists(struct moves *v, const struct td_buf *text, size_t *count)
{
    struct td_complete_list *list = td_arena_alloc(&v->arena, text->len + 1, sizeof *list);
    struct td_str rest = td_buf_view(text);

    *count = 0;
    while (rest.len) {
        const char *end = memchr(rest.at, '\n', rest.len);
        size_t len = end ? (size_t)(end - rest.at) : rest.len;
        const char *slash = memchr(rest.at, '/', len);
        size_t dataset = slash ? (size_t)(slash - rest.at) : len;
        list[(*count)++] = (struct td_complete_list){
            {rest.at, dataset}, {slash ? slash + 1 : rest.at + len, slash ? len - dataset - 1 : 0}};
        rest = (struct td_str){rest.at + len + (end ? 1 : 0), rest.len - len - (end ? 1 : 0)};
    }
    return list;
}

/* The rules of before, on what is complete tonight. */
static bool
compile_before(struct moves *v, struct td_rules **rules, struct td_error *err)
{
    const struct td_file_text_list *files = v->rules_moved ? &v->criteria : v->run->criteria;
    struct td_rules_options options = {.as_of = v->rules_moved ? v->last.as_of : v->now.as_of,
                                       .region = v->run->profile.city_code};

    options.complete = complete_lists(v, &v->now.complete, &options.complete_count);
    return td_rules_compile(rules, files->files, files->count, &options, err);
}

static bool
see_worlds(struct moves *v, const uint8_t *steps, struct td_error *err)
{
    struct td_rules *rules = NULL;
    size_t *firms = td_alloc(v->m.count + 1, sizeof *firms);
    bool ok = true, other_day = v->last.as_of != v->now.as_of;

    for (int number = 1; ok && number < TD_BY_RULE + 1; number++) {
        struct world w = {.v = v, .number = number, .firms = firms};
        for (size_t i = 0; i < v->m.count; i++)
            if (is_between(steps[i], number))
                firms[w.count++] = i;
        if (w.count == 0)
            continue;
        ok = rules || compile_before(v, &rules, err);
        w.rules = rules;
        for (size_t i = 0; number <= TD_BY_LINK && i < w.count; i++)
            w.links = w.links || (steps[firms[i]] & TOUCHED_LINK);
        w.day = number <= TD_BY_CLOCK && other_day;
        w.ranks = v->ranks_moved;
        v->mixed += w.count;
        ok = ok && see_world(&w, err);
    }
    free(firms);
    td_rules_free(rules);
    return ok;
}

/* Which kinds of thing are at work for every firm. */
bool
moves_whom_all(struct moves *v, struct td_error *err)
{
    struct td_rows rows = {0};
    char run[24];
    const char *params[] = {run};

    snprintf(run, sizeof run, "%" PRId64, v->run->run);
    if (!td_db_query(v->run->db, "moves/rules_run", NULL, params, 1, &rows, err))
        return false;
    bool other_programs = td_rows_int(&rows, 0, 0) > v->last.run;
    td_rows_free(&rows);
    bool other_texts = strcmp(v->last.criteria, v->now.criteria) != 0;
    v->rules_moved = other_programs || other_texts || strcmp(v->last.program, v->now.program) != 0;
    if (v->rules_moved && !moves_texts(v->run, v->last.criteria, &v->criteria, err))
        return false;
    struct td_str before = td_criteria_text(&v->criteria, "parameters.yaml");
    v->ranks_moved = !td_str_equal(td_buf_view(&v->last.ranks), td_buf_view(&v->now.ranks)) ||
                     (v->criteria.count && !td_str_equal(before, td_criteria_text(v->run->criteria, "parameters.yaml")));
    if (!td_str_equal(td_buf_view(&v->last.complete), td_buf_view(&v->now.complete)))
        v->all |= TOUCHED_DATA;
    if (v->last.as_of != v->now.as_of)
        v->all |= TOUCHED_CLOCK;
    if (v->rules_moved || v->ranks_moved)
        v->all |= TOUCHED_RULE;
    return true;
}

/* Between the worlds that are known a firm stays what it was. */
static void
fill_between(struct td_moves_firm *f, uint8_t steps)
{
    int last = moves_last_step(steps);

    for (int world = 1; world <= TD_BY_RULE + 1; world++) {
        if (world > last)
            f->own[world] = f->own[TD_WORLDS - 1];
        else if (!is_between(steps, world))
            f->own[world] = f->own[world - 1];
    }
}

bool
moves_between(struct moves *v, struct td_error *err)
{
    uint8_t *steps = td_alloc(v->m.count + 1, sizeof *steps);
    bool ok = true, kept = !v->rules_moved || v->criteria.count > 0;

    for (size_t i = 0; ok && i < v->m.count; i++) {
        struct td_moves_firm *f = &v->m.firms[i];
        if (v->beside[f->beside].beside)
            steps[i] = 1 << TD_BY_OVERRIDE;
        else if (!v->beside[f->beside].changed)
            f->own[0] = f->own[TD_WORLDS - 1];
        else
            steps[i] = steps_of(v, f);
        /* rules of before that nobody has any more cannot be asked: what they did is not parted from the rest */
        if (!kept && steps[i])
            steps[i] = (uint8_t)(1u << moves_last_step(steps[i]));
    }
    ok = ok && see_worlds(v, steps, err);
    for (size_t i = 0; ok && i < v->m.count; i++)
        fill_between(&v->m.firms[i], steps[i]);
    free(steps);
    return ok;
}
