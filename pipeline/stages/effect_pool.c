/* The pool of the effect: its columns, read once in one view of the database for both sides; the night; the two sides' rules. */
#include "effect_judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <omp.h>

/* ---- reading -------------------------------------------------------------------------------------------- */
/* The columns that either side reads; for each side where its own stand among them. */
static void
join_slots(struct effect *e, struct score *s, int *slots[2])
{
    size_t most = td_rules_slot_count(e->rules[0]) + td_rules_slot_count(e->rules[1]);

    s->slots = td_arena_alloc(&e->arena, most + 1, sizeof *s->slots);
    for (int side = 0; side < 2; side++) {
        slots[side] = td_arena_alloc(&e->arena, most + 1, sizeof *slots[side]);
        for (size_t i = 0; i < td_rules_slot_count(e->rules[side]); i++) {
            struct td_slot slot = td_rules_slot(e->rules[side], i);
            size_t at = 0;
            while (at < s->slot_count && !td_str_equal(s->slots[at].column, slot.column))
                at++;
            if (at == s->slot_count)
                s->slots[s->slot_count++] = slot;
            slots[side][i] = (int)at;
        }
    }
}

/* One view of the database for all connections. */
static bool
open_view(struct score *s, struct td_error *err)
{
    char snapshot[64] = "";

    if (!td_db_begin_reading(s->run->db, snapshot, err))
        return false;
    for (int i = 0; i < READERS; i++)
        if (!td_run_connect(s->run, "whatif", &s->readers[i], err) ||
            !td_db_begin_reading(s->readers[i], snapshot, err))
            return false;
    return true;
}

static bool
each_range(struct judging *j, struct td_error *err)
{
    struct score *s = j->s;
    struct td_rows bounds = {0};
    char units[24];
    const char *params[] = {units};

    snprintf(units, sizeof units, "%d", RANGE_UNITS);
    if (!td_db_query(s->run->db, "score/ranges", NULL, params, 1, &bounds, err))
        return false;
    bool ok = true;
    for (int i = 0; ok && bounds.count && i < READERS; i++) /* as score plans ranges, see score.c */
        ok = td_db_setting(s->readers[i], "enable_nestloop", "off", err) &&
             td_db_setting(s->readers[i], "work_mem", "256MB", err);
    for (int i = 0; ok && i <= bounds.count; i++) {
        const char *from = i ? td_rows_text(&bounds, i - 1, 0) : "";
        const char *until = i < bounds.count ? td_rows_text(&bounds, i, 0) : LAST_CODE;
        double start = td_seconds();
        ok = score_read_range(s, bounds.count ? from : NULL, until, err);
        double read = td_seconds();
        ok = ok && judging_range(j, err);
        if (ok)
            td_log_note(s->run->log, TD_T("读取 %zu 家 %.2f 秒，判定两次 %.2f 秒", "%zu firms read in %.2f s, judged twice in %.2f s"),
                        s->range.rows, read - start, td_seconds() - read);
    }
    td_rows_free(&bounds);
    return ok;
}

static bool
judge_pool(struct effect *e, struct score *s, struct td_error *err)
{
    int *slots[2];
    struct judging j = {.e = e, .s = s};

    join_slots(e, s, slots);
    j.slots[0] = slots[0];
    j.slots[1] = slots[1];
    j.threads = s->run->options->threads > 0 ? s->run->options->threads : omp_get_max_threads();
    judging_open(&j);
    bool ok = score_columns(s, err) && each_range(&j, err);
    if (ok)
        judging_gather(&j);
    judging_close(&j);
    return ok;
}

/* ---- the two sides ----------------------------------------------------------------------------------------- */
static bool
no_version(const struct effect_side *side, struct td_error *err)
{
    td_fail(err, TD_E_USAGE, TD_T("没有“%.*s”", "there is no \"%.*s\""), (int)side->force.len, side->force.at);
    return td_hint(err, "%s", TD_T("写作 <层级>@<版本>，如 srdi@2022；见 criteria/tiers",
                                   "write <tier>@<version>, such as srdi@2022; see criteria/tiers"));
}

static bool
compile_side(struct effect *e, const struct score *s, int i, td_date as_of, struct td_error *err)
{
    const struct effect_side *side = &e->ask->sides[i];
    struct td_rules_options options = {.as_of = as_of,
                                       .region = s->run->profile.city_code,
                                       .complete = s->complete,
                                       .complete_count = s->complete_count,
                                       .force = &side->force,
                                       .force_count = side->force.len > 0};
    bool found = side->force.len == 0;

    if (!td_rules_compile(&e->rules[i], side->files, side->count, &options, err))
        return td_in(err, "%s", side->label);
    for (size_t p = 0; !found && p < td_rules_program_count(e->rules[i]); p++) {
        struct td_str tier = td_rules_program(e->rules[i], p)->tier;
        found = side->force.len > tier.len && td_str_starts(side->force, tier) && side->force.at[tier.len] == '@';
    }
    return found || no_version(side, err);
}

/* The night whose facts are judged: its date and city; another as-of date must be of the same year. */
static bool
set_night(struct td_run *run, const struct td_rows *night, td_date asked, struct td_options *options,
          struct td_error *err)
{
    td_date as_of;

    *options = *run->options;
    if (td_rows_null(night, 0, 0) || td_date_parse(td_str(td_rows_text(night, 0, 0)), TD_DATE_ISO, &as_of) != TD_FAULT_NONE) {
        td_fail(err, TD_E_NOT_FOUND, TD_T("还没有运行过", "nothing has run yet"));
        return td_hint(err, TD_T("先运行 tidu run", "run tidu run first"));
    }
    options->as_of = asked == TD_DATE_NONE ? as_of : asked;
    run->options = options;
    run->profile.city_code = td_str(td_rows_text(night, 0, 1));
    if (td_date_civil(options->as_of).year == td_date_civil(as_of).year)
        return true;
    td_fail(err, TD_E_USAGE, TD_T("库里的事实截止 %s，--as-of 须在同一年", "the facts are as of %s; --as-of must be of that year"),
            td_rows_text(night, 0, 0));
    return td_hint(err, "%s", TD_T("为那一天运行 tidu run（上年度财务等按年度取数）",
                                   "run tidu run for that date (figures are taken by their year)"));
}

static void
effect_free(struct effect *e)
{
    td_rules_free(e->rules[0]);
    td_rules_free(e->rules[1]);
    free(e->firms);
    td_rows_free(&e->counties);
    td_arena_free(&e->arena);
}

bool
td_effect(struct td_run *run, const struct effect_ask *ask, struct td_buf *out, struct td_error *err)
{
    struct td_run seen = *run;
    struct score s = {.run = &seen, .first = true}; /* the judgements that stand are not asked for */
    struct effect e = {.ask = ask};
    struct td_options options;
    struct td_rows night = {0};
    bool ok = open_view(&s, err) && td_db_query(run->db, "explain/night", NULL, NULL, 0, &night, err) &&
              set_night(&seen, &night, ask->as_of, &options, err) && score_complete(&s, err);

    if (ok) {
        s.y = td_date_civil(options.as_of).year - 1;
        td_date_text(options.as_of, e.as_of);
        ok = compile_side(&e, &s, 0, options.as_of, err) && compile_side(&e, &s, 1, options.as_of, err);
    }
    if (ok) {
        effect_pairs(&e);
        ok = judge_pool(&e, &s, err) && td_db_query(run->db, "whatif/counties", NULL, NULL, 0, &e.counties, err) &&
             effect_print(run, &e, out, err);
    }
    td_db_rollback(run->db);
    score_free(&s);
    effect_free(&e);
    td_rows_free(&night);
    return ok;
}
