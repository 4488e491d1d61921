/* The load stage: plan, workers, what is said of it. See load.h for how a delivery is loaded. */
#include "load.h"

#include "digest.h"

#include <stdio.h>
#include <stdlib.h>

/* Beyond two, the server's own processes and not ours are what the cores are short of. */
enum { WORKERS = 2, WORKERS_MAX = 16 };

struct worker {
    struct load_shared *shared;
    pthread_t thread;
    bool started;
};

bool
load_error_survivable(const struct td_error *err)
{
    switch (err->code) {
    case TD_E_NO_INPUT:
    case TD_E_READ:
    case TD_E_DAMAGED:
    case TD_E_ENCODING:
    case TD_E_LAYOUT:
    case TD_E_EMPTY:
    case TD_E_REJECTS:
    case TD_E_CHANGED:
    case TD_E_LIMIT:
    case TD_E_CONTRACT:
        return true;
    default:
        return false;
    }
}

void
load_error_hint(struct td_error *err)
{
    static const struct {
        int code;
        const char *zh, *en;
    } hints[] = {
        {TD_E_NO_INPUT, "请部门补交；原有数据保留，其余交付照常载入", "have it delivered; what stands is kept, all else is loaded"},
        {TD_E_READ, "检查文件的权限和所在的磁盘，再运行一次", "look at the file's rights and its disk, and run again"},
        {TD_E_DAMAGED, "请部门重新导出或重新传送；本次没有载入其中任何一行，原有数据保留",
         "have it exported or sent anew; no row of it was loaded, what stands is kept"},
        {TD_E_ENCODING, "更正配置文件中该交付的 encoding，或请部门按约定的编码导出", "correct the delivery's encoding in the profile, or have it exported as agreed"},
        {TD_E_LAYOUT, "对照 docs/profile.md 更正配置文件中该交付的写法，或请部门按原样式导出；可先用 tidu load --dry-run 试读",
         "correct the delivery in the profile (docs/profile.md), or have it exported as before; tidu load --dry-run tries it"},
        {TD_E_EMPTY, "请部门核实并重新导出；确实没有数据时在该交付写 allow_empty: true", "ask the department; if there is nothing to deliver, say allow_empty: true"},
        {TD_E_CHANGED, "文件可能还在传送：等传送完成后再运行一次", "it may still be arriving: run again when it is complete"},
        {TD_E_LIMIT, "不像部门的正常导出，可能损坏或有意为之：请部门核实并重新导出；各项上限见 docs/operations.md",
         "this is no usual export; it may be damaged or made so: ask the department for another; docs/operations.md has the limits"},
    };

    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (err->code == hints[i].code)
            td_hint(err, "%s", TD_T(hints[i].zh, hints[i].en));
}

/* ---- workers -------------------------------------------------------------------------------- */
static void
stop_all(struct load_shared *shared, const struct td_error *err)
{
    pthread_mutex_lock(&shared->lock);
    if (!shared->stop)
        shared->error = *err;
    shared->stop = true;
    pthread_mutex_unlock(&shared->lock);
}

/* A delivery that is as good as it was, but should have been renewed. */
static void
warn_overdue(struct td_run *run, const struct load_job *job)
{
    struct td_error warning = {0};

    if (job->findings.broken == 0)
        return;
    td_fail(&warning, TD_E_CONTRACT, TD_T("交付“%.*s”逾期未交：应为 %s，实为 %s", "delivery \"%.*s\" is overdue: expected %s, found %s"),
            (int)job->delivery->id.len, job->delivery->id.at, job->findings.list[0].expected.at,
            job->findings.list[0].found.at);
    td_log_warn(run->log, &warning);
}

static void
warn_tail(struct td_run *run, const struct load_job *job)
{
    struct td_error warning = {0};

    if (job->tail == 0)
        return;
    td_fail(&warning, TD_E_DAMAGED,
            TD_T("交付“%.*s”：压缩内容之后还有 %llu 字节，已略过（allow_tail）",
                 "delivery \"%.*s\": %llu bytes behind what is compressed were passed over (allow_tail)"),
            (int)job->delivery->id.len, job->delivery->id.at, (unsigned long long)job->tail);
    td_log_warn(run->log, &warning);
}

static void
warn_failed(struct td_run *run, struct load_job *job)
{
    load_error_hint(&job->error);
    td_log_warn(run->log, &job->error);
}

static void
tell(struct load_shared *shared, struct load_job *job)
{
    const struct load_counts *c = &job->counts;

    pthread_mutex_lock(&shared->lock);
    if (job->status == LOAD_FAILED) {
        warn_failed(shared->run, job);
    } else {
        warn_overdue(shared->run, job);
        warn_tail(shared->run, job);
        td_log_note(shared->run->log,
                    TD_T("%.*s：读 %llu，新增 %llu，变化 %llu，未变 %llu，消失 %llu，退回 %llu（%.2f 秒）",
                         "%.*s: %llu read, %llu new, %llu changed, %llu same, %llu gone, %llu "
                         "rejected (%.2f s)"),
                    (int)job->delivery->id.len, job->delivery->id.at, (unsigned long long)c->read,
                    (unsigned long long)c->added, (unsigned long long)c->changed,
                    (unsigned long long)c->same, (unsigned long long)c->gone,
                    (unsigned long long)c->rejected, job->seconds);
    }
    pthread_mutex_unlock(&shared->lock);
}

static struct load_group *
next_group(struct load_shared *shared)
{
    struct load_group *group = NULL;

    pthread_mutex_lock(&shared->lock);
    if (!shared->stop && shared->next_group < shared->plan->group_count)
        group = &shared->plan->groups[shared->next_group++];
    pthread_mutex_unlock(&shared->lock);
    return group;
}

/* A later increment must not be loaded when one before it failed. */
static bool
is_behind_failure(const struct load_plan *plan, size_t i)
{
    const struct load_job *job = &plan->jobs[i];

    return i > 0 && job->delivery->mode == TD_INCREMENT &&
           plan->jobs[i - 1].delivery == job->delivery && plan->jobs[i - 1].status == LOAD_FAILED;
}

/* The planner must know a table of which a fifth is new: once a group, as it costs what it costs
 * whatever a delivery brought. */
static bool
analyze(struct load_shared *shared, struct td_db *db, const struct load_group *group,
        struct td_error *err)
{
    uint64_t touched = 0, standing = 0;
    char table[64];

    for (size_t i = group->first; i < group->first + group->count; i++) {
        const struct load_job *job = &shared->plan->jobs[i];
        const struct load_counts *c = &job->counts;
        if (job->status != LOAD_DONE)
            continue;
        touched += c->added + c->changed + c->gone;
        standing += job->standing;
    }
    if (touched * 5 <= standing)
        return true;
    snprintf(table, sizeof table, "%s", group->dataset->name);
    return td_db_setting(db, "tidu.target", table, err) &&
           td_db_script(db, "load/analyze", NULL, err);
}

static bool
load_jobs(struct load_shared *shared, struct load_worker *worker, const struct load_group *group)
{
    for (size_t i = group->first; i < group->first + group->count; i++) {
        struct load_job *job = &shared->plan->jobs[i];
        bool fatal = false;
        if (job->status != LOAD_TODO)
            continue;
        if (is_behind_failure(shared->plan, i)) {
            job->status = LOAD_FAILED;
            job->waits = true;
            continue;
        }
        if (shared->dry)
            fatal = !load_dry_job(shared, worker->db, job);
        else
            load_job_run(shared, worker, job, &fatal);
        if (fatal) {
            stop_all(shared, &job->error);
            return false;
        }
        if (!shared->dry)
            tell(shared, job);
    }
    return true;
}

static bool
load_group(struct load_shared *shared, struct td_db *db, const struct load_group *group)
{
    struct load_worker worker = {.db = db};
    struct td_error err = {0};
    bool ok = load_jobs(shared, &worker, group);

    free(worker.summed.at);
    if (!ok || shared->dry)
        return ok;
    if (!load_keep_standing(shared, db, group, &err) || !analyze(shared, db, group, &err)) {
        stop_all(shared, &err);
        return false;
    }
    return true;
}

/* A dry run reads one view of the database, or none. */
static bool
connect(struct load_shared *shared, struct td_db **db, struct td_error *err)
{
    char snapshot[64] = "";

    if (shared->dry && !shared->run->db)
        return true;
    if (!td_run_connect(shared->run, "load", db, err))
        return false;
    return shared->dry ? td_db_begin_reading(*db, snapshot, err) : td_db_script(*db, "load/session", NULL, err);
}

static void *
work(void *argument)
{
    struct load_shared *shared = ((struct worker *)argument)->shared;
    struct td_db *db = NULL;
    struct td_error err = {0};

    if (!connect(shared, &db, &err)) {
        stop_all(shared, &err);
        td_run_disconnect(shared->run, db);
        return NULL;
    }
    for (const struct load_group *g; (g = next_group(shared)) != NULL;)
        if (!load_group(shared, db, g))
            break;
    td_run_disconnect(shared->run, db);
    return NULL;
}

bool
load_run_workers(struct load_shared *shared, struct td_error *err)
{
    struct worker workers[WORKERS_MAX] = {0};
    int threads = shared->run->options->threads;
    size_t count = threads > 0 && threads < WORKERS_MAX ? (size_t)threads : WORKERS, groups = 0;

    for (size_t g = 0; g < shared->plan->group_count; g++) {
        groups += shared->plan->groups[g].todo > 0;
        shared->bytes_total += shared->plan->groups[g].bytes;
    }
    if (count > groups)
        count = groups;
    for (size_t i = 0; i < count; i++) {
        workers[i].shared = shared;
        workers[i].started = pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0;
        if (!workers[i].started)
            td_fail(err, TD_E_INTERNAL, TD_T("无法启动线程", "cannot start a thread"));
    }
    for (size_t i = 0; i < count; i++)
        if (workers[i].started)
            pthread_join(workers[i].thread, NULL);
    if (shared->stop && err->code == 0)
        *err = shared->error;
    return err->code == 0;
}

/* ---- what no worker does ------------------------------------------------------------------------ */
/* The ledger rows of deliveries that are the same as last time, missing, or behind a failed one. */
static bool
record_others(struct load_shared *shared, struct td_error *err)
{
    struct td_run *run = shared->run;
    bool ok = td_db_begin(run->db, err);

    for (size_t i = 0; ok && i < shared->plan->job_count; i++) {
        struct load_job *job = &shared->plan->jobs[i];
        if (job->status != LOAD_SAME && job->status != LOAD_FAILED)
            continue;
        ok = load_ledger_batch(run, run->db, job, err);
        if (job->status == LOAD_FAILED) {
            warn_failed(run, job);
        } else {
            warn_overdue(run, job);
        }
        if (ok && job->status == LOAD_FAILED && job->delivery->on_failure == TD_STOP &&
            shared->error.code == 0)
            shared->error = job->error;
    }
    ok = ok && td_db_commit(run->db, err);
    if (ok && shared->error.code) {
        *err = shared->error;
        ok = false;
    }
    return ok;
}

static bool
record_waiting(struct load_shared *shared, struct td_error *err)
{
    struct td_run *run = shared->run;

    for (size_t i = 0; i < shared->plan->job_count; i++) {
        struct load_job *job = &shared->plan->jobs[i];
        if (!job->waits)
            continue;
        td_fail(&job->error, TD_E_NO_INPUT, "%s",
                TD_T("前一份增量未能载入，本份等待", "waits, as the increment before it was not loaded"));
        if (!load_ledger_batch(run, run->db, job, err))
            return false;
    }
    return true;
}

static void
tell_unclaimed(const struct td_run *run, const struct load_plan *plan, struct td_buf *json)
{
    struct td_buf text = {0};

    td_buf_printf(json, ",\"files_unclaimed\":%zu,\"unclaimed\":[", plan->unclaimed_count);
    for (size_t i = 0; i < plan->unclaimed_told; i++) {
        td_buf_text(json, i ? "," : "");
        td_json_str(json, plan->unclaimed[i]);
    }
    td_buf_text(json, "]");
    load_plan_unclaimed(plan, &text);
    if (text.len)
        td_log_note(run->log, "%s", text.at);
    td_buf_free(&text);
}

static void
sum_up(const struct load_plan *plan, struct td_stage_counts *counts)
{
    struct load_counts all = {0};
    size_t same = 0, failed = 0, broken = 0;

    for (size_t i = 0; i < plan->job_count; i++) {
        const struct load_counts *c = &plan->jobs[i].counts;
        same += plan->jobs[i].status == LOAD_SAME;
        failed += plan->jobs[i].status == LOAD_FAILED;
        broken += plan->jobs[i].findings.broken > 0;
        if (plan->jobs[i].status != LOAD_DONE)
            continue;
        all.read += c->read;
        all.added += c->added;
        all.changed += c->changed;
        all.same += c->same;
        all.gone += c->gone;
        all.rejected += c->rejected;
        all.skipped += c->skipped;
    }
    counts->rows_in = all.read;
    counts->rows_out = all.added + all.changed + all.gone;
    counts->same = same == plan->job_count;
    counts->incomplete = failed > 0 || broken > 0;
    td_buf_printf(&counts->json,
                  "\"new\":%llu,\"changed\":%llu,\"same\":%llu,\"gone\":%llu,\"rejected\":%llu,"
                  "\"skipped\":%llu,\"deliveries\":%zu,\"deliveries_same\":%zu,\"deliveries_failed\":%zu,\"deliveries_broken\":%zu",
                  (unsigned long long)all.added, (unsigned long long)all.changed,
                  (unsigned long long)all.same, (unsigned long long)all.gone,
                  (unsigned long long)all.rejected, (unsigned long long)all.skipped,
                  plan->job_count, same, failed, broken);
}

bool
td_stage_load(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct load_plan plan = {0};
    struct load_shared shared = {.run = run, .plan = &plan};

    if (run->options->rejects)
        return load_mend(run, counts, err);
    pthread_mutex_init(&shared.lock, NULL);
    bool ok = load_ledger_sources(run, &plan, err) && load_plan_make(&plan, run, err) &&
              record_others(&shared, err) && load_run_workers(&shared, err) &&
              record_waiting(&shared, err) && td_inputs_digest(run->db, &counts->inputs, err);
    if (ok) {
        sum_up(&plan, counts);
        tell_unclaimed(run, &plan, &counts->json);
    }
    pthread_mutex_destroy(&shared.lock);
    load_plan_free(&plan);
    return ok;
}
