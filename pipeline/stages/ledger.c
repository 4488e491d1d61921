/*
 * The ledger: a run opens a row, every stage opens a row, each is closed with counts, seconds and
 * what it depended on. Closing is done outside the stage's own transaction: a stage that is killed
 * between its commit and its ledger row is simply run again, and writes the same.
 */
#include "runner.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

double
td_seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
td_now_text(char out[40])
{
    struct timespec t;
    struct tm utc;

    clock_gettime(CLOCK_REALTIME, &t);
    gmtime_r(&t.tv_sec, &utc);
    size_t len = strftime(out, 30, "%Y-%m-%d %H:%M:%S", &utc);
    snprintf(out + len, 40 - len, ".%03ld+00", t.tv_nsec / 1000000);
}

void
td_who(char out[256])
{
    const struct passwd *login = getpwuid(geteuid());
    char host[128] = "";

    gethostname(host, sizeof host - 1);
    snprintf(out, 256, "%.100s@%.100s", login ? login->pw_name : "?", host);
}

bool
td_ledger_run_open(struct td_run *run, struct td_error *err)
{
    char now[40], as_of[11] = "2000-01-01", pid[16], host[128] = "";
    struct td_rows rows = {0};

    td_now_text(now);
    if (run->options->as_of != TD_DATE_NONE)
        td_date_text(run->options->as_of, as_of);
    snprintf(pid, sizeof pid, "%ld", (long)getpid());
    gethostname(host, sizeof host - 1);
    const char *orphan[] = {now};
    if (!td_db_run(run->db, "meta/run_orphans", NULL, orphan, 1, NULL, err))
        return false;
    const char *profile = run->profile.name.at ? run->profile.name.at : "";
    const char *p[] = {as_of, profile, run->profile_hash, run->criteria_hash, TIDU_VERSION, host, pid, now};
    if (!td_db_query(run->db, "meta/run_open", NULL, p, 8, &rows, err))
        return false;
    run->run = td_rows_int(&rows, 0, 0);
    run->log->run = run->run;
    td_rows_free(&rows);
    return true;
}

void
td_ledger_run_close(struct td_run *run, const struct td_error *failure)
{
    char now[40], id[24];
    struct td_error ignored = {0};

    if (run->run == 0)
        return;
    td_now_text(now);
    snprintf(id, sizeof id, "%lld", (long long)run->run);
    const char *p[] = {id, failure ? "failed" : "done", now, failure ? failure->text : NULL};
    /* the failure that is being reported matters more than that its row could not be closed */
    if (!td_db_run(run->db, "meta/run_close", NULL, p, 4, NULL, &ignored))
        return;
}

bool
td_ledger_stage_open(struct td_run *run, const char *stage, struct td_error *err)
{
    char now[40], id[24];

    td_now_text(now);
    snprintf(id, sizeof id, "%lld", (long long)run->run);
    const char *p[] = {id, stage, now};
    return td_db_run(run->db, "meta/stage_open", NULL, p, 3, NULL, err);
}

void
td_ledger_stage_close(struct td_run *run, const char *stage, const struct td_stage_counts *c,
                      double seconds, const struct td_error *failure)
{
    char now[40], id[24], in[24], out[24], took[32];
    struct td_buf json = {0};
    struct td_error ignored = {0};

    td_now_text(now);
    snprintf(id, sizeof id, "%lld", (long long)run->run);
    snprintf(in, sizeof in, "%llu", (unsigned long long)c->rows_in);
    snprintf(out, sizeof out, "%llu", (unsigned long long)c->rows_out);
    snprintf(took, sizeof took, "%.3f", seconds);
    td_buf_printf(&json, "{%s}", c->json.len ? c->json.at : "");
    const char *status = failure ? "failed" : c->same ? "same" : "done";
    const char *p[] = {id,   stage, status,  !failure && c->inputs.len ? c->inputs.at : NULL, in, out, took,
                       json.at, now, failure ? failure->text : NULL};
    if (!td_db_run(run->db, "meta/stage_close", NULL, p, 10, NULL, &ignored))
        td_log_warn(run->log, &ignored);
    td_buf_free(&json);
}

bool
td_stage_last(struct td_run *run, const char *stage, char out[65], struct td_error *err)
{
    struct td_rows rows = {0};
    const char *p[] = {stage};

    out[0] = '\0';
    if (!td_db_query(run->db, "meta/stage_last", NULL, p, 1, &rows, err))
        return false;
    if (rows.count)
        snprintf(out, 65, "%s", td_rows_text(&rows, 0, 0));
    td_rows_free(&rows);
    return true;
}
