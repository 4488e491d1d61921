/*
 * One stage with its row in the ledger, and the stages of a night: one after the other, but check beside features,
 * since the server computes a statement on one core. Both read the records, neither what the other makes, and score
 * reads both: check begins when features has said which units the night concerns. And what publish says is read while rank
 * and follow go on, as far as it stands.
 */
#include "publish_read.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/*
 * What a stage takes over must be there, and was made for one as-of date: judging, ranking or publishing it under another
 * would give a list of a night that never was. (tidu run has every stage work for its own date.)
 */
static bool
check_date(struct td_run *run, const char *stage, struct td_error *err)
{
    static const char *const before[][2] = {
        {"score", "features"}, {"rank", "score"}, {"follow", "rank"}, {"publish", "follow"}};
    char as_of[11];
    struct td_rows rows = {0};
    bool ok = true;

    td_date_text(run->options->as_of, as_of);
    for (size_t i = 0; ok && i < sizeof before / sizeof before[0]; i++) {
        if (strcmp(before[i][0], stage) != 0)
            continue;
        const char *params[] = {before[i][1]};
        if (!td_db_query(run->db, "meta/stage_as_of", NULL, params, 1, &rows, err))
            return false;
        const char *made = rows.count ? td_rows_text(&rows, 0, 0) : NULL;
        if (!made)
            ok = td_fail(err, TD_E_NO_INPUT, TD_T("%s 还没有完成过", "%s was never done"), before[i][1]);
        else if (strcmp(made, as_of) != 0)
            ok = td_fail(err, TD_E_NO_INPUT, TD_T("%s 的结果截止日是 %s，不是 %s", "%s was done as of %s, not of %s"),
                         before[i][1], made, as_of);
        if (!ok)
            td_hint(err, TD_T("用 tidu run 为 %s 运行全部阶段", "tidu run does every stage for %s"), as_of);
        td_rows_free(&rows);
    }
    return ok;
}

bool
td_stage_run(struct td_run *run, const struct command *stage, struct td_stage_counts *counts, struct td_error *err)
{
    double start = td_seconds();

    *counts = (struct td_stage_counts){0};
    run->log->stage = stage->name;
    if (td_stopping(err) || (run->run && !td_ledger_stage_open(run, stage->name, err)))
        return false;
    bool ok = check_date(run, stage->name, err) && stage->stage(run, counts, err);
    double took = td_seconds() - start;
    if (!ok)
        td_db_rollback(run->db);
    if (run->run)
        td_ledger_stage_close(run, stage->name, counts, took, ok ? NULL : err);
    if (ok)
        td_log_note(run->log, TD_T("%s，%.2f 秒，读 %llu 行，写 %llu 行", "%s, %.2f s, %llu rows in, %llu rows out"),
                    counts->same ? TD_T("没有变化", "nothing changed") : TD_T("完成", "done"), took,
                    (unsigned long long)counts->rows_in, (unsigned long long)counts->rows_out);
    td_buf_free(&counts->json);
    td_buf_free(&counts->inputs);
    td_memory_settle();
    run->log->stage = NULL;
    return ok;
}

/* ---- a night ----------------------------------------------------------------------------------------- */
/* A stage that runs beside another: all that it changes is its own. */
struct beside {
    const struct command *stage;
    struct td_run *night, run;
    struct td_log log;
    pthread_t thread;
    struct td_stage_counts counts;
    bool begun, threaded, ok;
    struct td_error err;
};

struct td_run
td_run_beside(const struct td_run *run, struct td_log *log)
{
    struct td_run mine = *run;

    *log = *run->log;
    log->terminal = false;
    mine.log = log;
    mine.db = NULL;
    mine.at_scope = NULL;
    return mine;
}

static void *
run_beside(void *of)
{
    struct beside *b = of;

    b->ok = td_run_connect(&b->run, b->stage->name, &b->run.db, &b->err) &&
            td_stage_run(&b->run, b->stage, &b->counts, &b->err);
    td_run_disconnect(&b->run, b->run.db);
    return NULL;
}

static void
begin_beside(void *of)
{
    struct beside *b = of;

    if (b->begun)
        return;
    b->begun = true;
    b->run = td_run_beside(b->night, &b->log);
    b->threaded = pthread_create(&b->thread, NULL, run_beside, b) == 0;
    if (!b->threaded)
        run_beside(b);
}

/* ok: of the stages before. Of two failures the one in the ledger's order is said here, the other is *err. */
static bool
end_beside(struct beside *b, bool ok, bool *incomplete, struct td_error *err)
{
    if (!b->begun)
        return ok;
    if (b->threaded)
        pthread_join(b->thread, NULL);
    b->begun = b->threaded = false;
    *incomplete = *incomplete || b->counts.incomplete;
    if (b->ok)
        return ok;
    if (!ok && err->code != TD_E_STOPPED)
        td_log_error(b->night->log, "error", err);
    *err = b->err;
    return false;
}

/* Without judgements of this night publish, if it has anything to say, reads for itself. */
static void
read_ahead(struct td_run *run, const struct command *done, const struct td_stage_counts *counts)
{
    char shortlist_run[24];

    snprintf(shortlist_run, sizeof shortlist_run, "%" PRId64, run->run);
    if (done->stage == td_stage_score && !counts->same)
        run->reading = publish_reading_begin(run, shortlist_run, AFTER_SCORE);
    else if (done->stage == td_stage_rank && run->reading)
        publish_reading_reached(run->reading, AFTER_RANK);
}

bool
td_night_run(struct td_run *run, bool *incomplete, struct td_error *err)
{
    struct beside check = {.stage = td_command_find("check"), .night = run};
    struct td_stage_counts counts = {0};
    bool ok = true;

    run->at_scope = begin_beside;
    run->at_scope_of = &check;
    for (size_t i = 0; ok && i < td_command_count; i++) {
        const struct command *stage = &td_commands[i];
        if (!stage->stage || stage->stage == td_stage_migrate)
            continue;
        if (stage == check.stage) {
            begin_beside(&check); /* features had nothing to do */
            ok = end_beside(&check, ok, incomplete, err);
            continue;
        }
        ok = td_stage_run(run, stage, &counts, err);
        *incomplete = *incomplete || counts.incomplete;
        if (ok)
            read_ahead(run, stage, &counts);
    }
    ok = end_beside(&check, ok, incomplete, err);
    publish_reading_free(run->reading);
    run->reading = NULL;
    return ok;
}
