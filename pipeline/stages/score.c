/*
 * score: the features of every registered unit as columns, judged by the criteria that apply on the
 * as-of date, and the judgements that differ from what stands written in one transaction.
 *
 * Units are read by ranges of their code, so that memory stays flat for any number of them. Reading has
 * its own connections (the features are committed); writing has the run's. The first night copies into the
 * emptied table; every other night copies what changed beside it and then replaces.
 */
#include "score.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCORE_VERSION "1" /* of what is written, so that a new program judges anew */
#define LAST_CODE "\xf4\x8f\xbf\xbf" /* behind every code: the last character there is */

/* What the judgements depend on: features, criteria, date, region, completeness. */
static bool
inputs(struct score *s, struct td_buf *out, struct td_error *err)
{
    struct td_rows rows = {0};
    struct td_buf text = {0};
    char features[65], as_of[11];

    if (!td_stage_last(s->run, "features", features, err) ||
        !td_db_query(s->run->db, "score/features_done", NULL, NULL, 0, &rows, err))
        return false;
    td_date_text(s->run->options->as_of, as_of);
    td_buf_printf(&text, SCORE_VERSION "\n%s\n%" PRId64 "\n%s\n%s\n", features, td_rows_int(&rows, 0, 0), as_of,
                  s->run->criteria_hash);
    td_rows_free(&rows);
    td_buf_str(&text, s->run->profile.city_code);
    for (size_t i = 0; i < s->complete_count; i++) {
        td_buf_text(&text, "\n");
        td_buf_str(&text, s->complete[i].dataset);
        td_buf_text(&text, "/");
        td_buf_str(&text, s->complete[i].word);
    }
    td_buf_printf(out, "%016" PRIx64, td_hash64(text.at, text.len, 0));
    td_buf_free(&text);
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

/* The judgements that stand. Only a table without any, present or past, may be loaded as a first night. */
static bool
standing(struct score *s, int64_t *count, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(s->run->db, "score/standing", NULL, NULL, 0, &rows, err))
        return false;
    *count = td_rows_int(&rows, 0, 0);
    s->first = td_rows_int(&rows, 0, 1) == 0;
    td_rows_free(&rows);
    return true;
}

static bool
judge_ranges(struct score *s, struct td_copy_in *copy, struct td_error *err)
{
    struct td_rows bounds = {0};
    char units[24];
    const char *params[] = {units};

    snprintf(units, sizeof units, "%d", RANGE_UNITS);
    if (!td_db_query(s->readers[0], "score/ranges", NULL, params, 1, &bounds, err))
        return false;
    bool ok = true;
    for (int i = 0; ok && i <= bounds.count; i++) {
        const char *from = i ? td_rows_text(&bounds, i - 1, 0) : "";
        const char *until = i < bounds.count ? td_rows_text(&bounds, i, 0) : LAST_CODE;
        ok = score_read_range(s, bounds.count ? from : NULL, until, err) && score_judge_range(s, copy, err);
        td_log_progress(s->run->log, TD_T("判定企业", "judging"), (uint64_t)i + 1, (uint64_t)bounds.count + 1);
    }
    td_rows_free(&bounds);
    return ok;
}

/* The first night: into the emptied table, its key put back afterwards. */
static bool
write_first(struct score *s, struct td_error *err)
{
    struct td_db *db = s->run->db;
    struct td_copy_in copy = {0};
    bool ok = td_db_setting(db, "tidu.target", "result.judgement", err) &&
              td_db_setting(db, "tidu.personal", "", err) &&
              td_db_script(db, "load/first_begin", NULL, err) &&
              td_copy_in_open(&copy, db, "score/firm_first", NULL, err);

    ok = ok && judge_ranges(s, &copy, err) && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok && td_db_script(db, "load/first_end", NULL, err);
}

static bool
write_changes(struct score *s, int64_t stood, struct td_error *err)
{
    struct td_db *db = s->run->db;
    struct td_copy_in copy = {0};
    char run[24];
    const char *params[] = {run};

    snprintf(run, sizeof run, "%" PRId64, s->run->run);
    bool ok = td_db_setting(db, "tidu.run", run, err) && td_db_script(db, "score/change_begin", NULL, err) &&
              td_copy_in_open(&copy, db, "score/firm_in", NULL, err);
    ok = ok && judge_ranges(s, &copy, err) && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    ok = ok && (s->changed == 0 || td_db_script(db, "score/change_end", NULL, err));
    if (ok && (int64_t)s->matched < stood) /* some that stood are no longer registered */
        ok = td_db_run(db, "score/gone", NULL, params, 1, NULL, err);
    return ok;
}

/* The contents of the judgements, once each, beside the rows that name them. */
static bool
write_patterns(struct score *s, struct td_error *err)
{
    struct td_copy_in copy = {0};
    struct td_rows clash = {0};
    bool ok = td_db_script(s->run->db, "score/pattern_begin", NULL, err) &&
              td_copy_in_open(&copy, s->run->db, "score/pattern_in", NULL, err) &&
              (s->patterns.len == 0 || td_copy_in_send(&copy, td_buf_view(&s->patterns), err)) &&
              td_copy_in_finish(&copy, err);

    td_copy_in_close(&copy);
    ok = ok && td_db_run(s->run->db, "score/pattern_end", NULL, NULL, 0, NULL, err) &&
         td_db_query(s->run->db, "score/pattern_check", NULL, NULL, 0, &clash, err);
    if (ok && td_rows_int(&clash, 0, 0) != 0)
        ok = td_fail(err, TD_E_INTERNAL, TD_T("两种判定内容的校验值相同", "two judgements have the same hash"));
    td_rows_free(&clash);
    return ok;
}

static bool
score_all(struct score *s, struct td_error *err)
{
    struct td_db *db = s->run->db;
    int64_t stood = 0;
    bool ok = score_open_readers(s, err) && score_columns(s, err) && td_db_begin(db, err) && standing(s, &stood, err);

    ok = ok && score_describe(s, err);
    ok = ok && (s->first ? write_first(s, err) : write_changes(s, stood, err));
    return ok && write_patterns(s, err) && score_funnel(s, err) && td_db_commit(db, err);
}

void
score_free(struct score *s)
{
    if (s->rules)
        score_range_free(s);
    for (int i = 0; i < READERS; i++)
        td_db_close(s->readers[i]);
    td_rules_free(s->rules);
    td_buf_free(&s->patterns);
    free(s->funnel);
    td_arena_free(&s->arena);
}

bool
td_stage_score(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct score s = {.run = run};
    char last[65];

    if (run->options->as_of == TD_DATE_NONE)
        return td_fail(err, TD_E_USAGE, TD_T("缺少 --as-of", "--as-of is missing"));
    bool ok = score_complete(&s, err) && inputs(&s, &counts->inputs, err) &&
              td_stage_last(run, "score", last, err);
    counts->same = ok && strcmp(last, counts->inputs.at) == 0;
    ok = ok && (counts->same || (score_compile(&s, err) && score_all(&s, err)));
    counts->rows_in = s.units;
    counts->rows_out = s.changed;
    if (ok && !counts->same)
        td_buf_printf(&counts->json,
                      "\"units\":%" PRIu64 ",\"changed\":%" PRIu64 ",\"programs\":%zu,\"confirmed\":%" PRIu64
                      ",\"ready\":%" PRIu64 ",\"possible\":%" PRIu64,
                      s.units, s.changed, td_rules_program_count(s.rules), s.verdicts[TD_CONFIRMED],
                      s.verdicts[TD_READY], s.verdicts[TD_POSSIBLE]);
    score_free(&s);
    return ok || td_in(err, TD_T("判定企业", "judging the firms"));
}
