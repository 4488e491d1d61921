/*
 * score: the features of every registered unit as columns, judged by the criteria that apply on the
 * as-of date, and the judgements that differ from what stands written in one transaction.
 *
 * Of all units, or only of those whose features changed (feature.pending), when nothing else did. Units
 * are read by ranges of their code, so that memory stays flat for any number of them. Reading has
 * its own connections (the features are committed); writing has the run's. The first night copies into the
 * emptied tables; every other night copies what changed beside it and then replaces.
 */
#include "score.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the judgements depend on beside the features: criteria, date, region, completeness. */
static void
basis(struct score *s)
{
    struct td_buf text = {0};
    char as_of[11];

    td_date_text(s->run->options->as_of, as_of);
    td_buf_printf(&text, SCORE_VERSION "\n%s\n%s\n", as_of, s->run->criteria_hash);
    td_buf_str(&text, s->run->profile.city_code);
    for (size_t i = 0; i < s->complete_count; i++) {
        td_buf_text(&text, "\n");
        td_buf_str(&text, s->complete[i].dataset);
        td_buf_text(&text, "/");
        td_buf_str(&text, s->complete[i].word);
    }
    snprintf(s->basis, sizeof s->basis, "%016" PRIx64, td_hash64(text.at, text.len, 0));
    td_buf_free(&text);
}

/* For the ledger: the basis and the features. */
static bool
inputs(struct score *s, struct td_buf *out, struct td_error *err)
{
    struct td_rows rows = {0};
    char features[65];

    if (!td_stage_last(s->run, "features", features, err) ||
        !td_db_query(s->run->db, "score/features_done", NULL, NULL, 0, &rows, err))
        return false;
    td_buf_printf(out, "%s-%" PRId64 "-%016" PRIx64, s->basis, td_rows_int(&rows, 0, 0),
                  td_hash64(features, strlen(features), 0));
    td_rows_free(&rows);
    return true;
}

/*
 * What is to be judged: all, or only the units that are pending, when what stands was judged by what
 * judges tonight (ledger: the stage's row there, which may be taken away to have all judged anew). Only
 * a table without any judgement, present or past, may be loaded as a first night.
 */
static bool
plan(struct score *s, bool ledger, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(s->run->db, "score/pending", NULL, NULL, 0, &rows, err))
        return false;
    s->waiting = td_rows_int(&rows, 0, 0);
    s->first = td_rows_int(&rows, 0, 2) == 0;
    s->pending = ledger && td_rows_int(&rows, 0, 1) == 0 && td_rows_int(&rows, 0, 3) != 0 &&
                 s->waiting <= RANGE_UNITS && strcmp(td_rows_text(&rows, 0, 4), s->basis) == 0;
    td_rows_free(&rows);
    return true;
}

bool
score_open_readers(struct score *s, struct td_error *err)
{
    for (int i = 0; i < READERS; i++)
        if (!td_run_connect(s->run, "score", &s->readers[i], err))
            return false;
    return true;
}

/* The bounds of a range are settings, which the planner cannot estimate: it would take a range for one row
 * in two hundred and look half a million records up one by one. */
static bool
plan_for_ranges(struct score *s, struct td_error *err)
{
    for (int i = 0; i < READERS; i++)
        if (!td_db_setting(s->readers[i], "enable_nestloop", "off", err) ||
            !td_db_setting(s->readers[i], "work_mem", "256MB", err))
            return false;
    return true;
}

static bool
judge_ranges(struct score *s, struct td_copy_in *copy, struct td_error *err)
{
    struct td_rows bounds = {0};
    char units[24];
    const char *params[] = {units};

    if (s->pending)
        return score_read_range(s, NULL, NULL, err) && score_judge_range(s, copy, err);
    snprintf(units, sizeof units, "%d", RANGE_UNITS);
    if (!td_db_query(s->readers[0], "score/ranges", NULL, params, 1, &bounds, err))
        return false;
    bool ok = bounds.count == 0 || plan_for_ranges(s, err);
    for (int i = 0; ok && i <= bounds.count; i++) {
        const char *from = i ? td_rows_text(&bounds, i - 1, 0) : "";
        const char *until = i < bounds.count ? td_rows_text(&bounds, i, 0) : LAST_CODE;
        ok = score_read_range(s, bounds.count ? from : NULL, until, err) && score_judge_range(s, copy, err);
        td_log_progress(s->run->log, TD_T("判定企业", "judging"), (uint64_t)i + 1, (uint64_t)bounds.count + 1);
    }
    td_rows_free(&bounds);
    return ok;
}

/* The first night: into the emptied tables, their keys put back afterwards. */
static bool
write_first(struct score *s, struct td_error *err)
{
    struct td_db *db = s->run->db;
    struct td_copy_in copy = {0};
    bool ok = td_db_setting(db, "tidu.first", "result.judgement,result.pattern,result.near", err) &&
              td_db_script(db, "load/first_begin", NULL, err) &&
              td_copy_in_open(&copy, db, "score/firm_first", NULL, err);

    ok = ok && judge_ranges(s, &copy, err) && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok && score_patterns_write(s, err) && td_db_script(db, "load/first_end", NULL, err);
}

static bool
write_changes(struct score *s, struct td_error *err)
{
    struct td_db *db = s->run->db;
    struct td_copy_in copy = {0};
    char run[24];

    snprintf(run, sizeof run, "%" PRId64, s->run->run);
    bool ok = td_db_setting(db, "tidu.run", run, err) && td_db_script(db, "score/change_begin", NULL, err) &&
              td_copy_in_open(&copy, db, "score/firm_in", NULL, err);
    ok = ok && judge_ranges(s, &copy, err) && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok && (s->changed == 0 || td_db_script(db, "score/change_end", NULL, err)) && score_patterns_write(s, err);
}

/* Units that are registered no longer stand no longer: among all, there are more that stand than units. */
static bool
end_gone(struct score *s, struct td_error *err)
{
    char run[24];
    const char *params[] = {run};

    if (!s->pending && s->standing == s->units)
        return true;
    snprintf(run, sizeof run, "%" PRId64, s->run->run);
    return td_db_run(s->run->db, s->pending ? "score/gone_pending" : "score/gone", NULL, params, 1, NULL, err) &&
           (s->pending || score_count(s, err));
}

static bool
write_all(struct score *s, struct td_error *err)
{
    if (s->first) /* counted while it was judged */
        return write_first(s, err);
    if (!write_changes(s, err))
        return false;
    if (s->pending) /* who is gone is known beforehand: count once */
        return end_gone(s, err) && score_count(s, err);
    return score_count(s, err) && end_gone(s, err) &&
           (s->foreign == 0 ||
            td_fail(err, TD_E_INTERNAL, "%s", TD_T("有现行判定出自别的规则", "a judgement stands that is of other rules")));
}

static bool
score_all(struct score *s, struct td_error *err)
{
    struct td_db *db = s->run->db;
    const char *params[] = {s->basis};
    bool ok = score_open_readers(s, err) && score_columns(s, err) && td_db_begin(db, err) && score_describe(s, err);

    ok = ok && write_all(s, err) && score_funnel(s, err);
    if (ok && (s->first || s->changed * 10 > s->standing))
        ok = td_db_script(db, "score/analyze", NULL, err);
    return ok && td_db_run(db, "score/pending_done", NULL, params, 1, NULL, err) && td_db_commit(db, err);
}

void
score_free(struct score *s)
{
    score_range_free(s);
    for (int i = 0; i < READERS; i++)
        td_run_disconnect(s->run, s->readers[i]);
    td_rules_free(s->rules);
    score_patterns_free(&s->patterns);
    score_funnel_free(s);
    td_arena_free(&s->arena);
}

bool
td_stage_score(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct score s = {.run = run};
    char last[65];

    if (run->options->as_of == TD_DATE_NONE)
        return td_fail(err, TD_E_USAGE, TD_T("缺少 --as-of", "--as-of is missing"));
    bool ok = score_complete(&s, err);
    if (ok)
        basis(&s);
    ok = ok && inputs(&s, &counts->inputs, err) && td_stage_last(run, "score", last, err) &&
         plan(&s, last[0] != '\0', err);
    /* a features run that was killed before its ledger row leaves units pending, and the same inputs */
    counts->same = ok && s.waiting == 0 && strcmp(last, counts->inputs.at) == 0;
    ok = ok && (counts->same || (score_compile(&s, err) && score_all(&s, err)));
    counts->rows_in = s.units;
    counts->rows_out = s.changed;
    if (ok && !counts->same)
        td_buf_printf(&counts->json,
                      "\"units\":%" PRIu64 ",\"changed\":%" PRIu64 ",\"programs\":%zu,\"confirmed\":%" PRIu64
                      ",\"ready\":%" PRIu64 ",\"possible\":%" PRIu64 ",\"near\":%" PRIu64,
                      s.standing, s.changed, td_rules_program_count(s.rules), s.verdicts[TD_CONFIRMED],
                      s.verdicts[TD_READY], s.verdicts[TD_POSSIBLE], s.verdicts[TD_NEAR]);
    score_free(&s);
    return ok || td_in(err, TD_T("判定企业", "judging the firms"));
}
