/* Queries of a publication, taken one by one by whoever has a connection, each once what it reads stands: see publish_read.h. */
#include "publish_read.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <omp.h>

struct publish_reading {
    struct td_run run;
    struct td_log log;
    char shortlist_run[24];
    struct publish_data data;
    struct publish_context context;
    struct report report;
    pthread_mutex_t lock; /* of the next three */
    pthread_cond_t moved;
    enum publish_after reached;
    bool ending, *taken; /* [task]: parts of the report, then sheets */
    pthread_t thread;
    bool threaded, ok;
    struct td_error err;
};

static enum publish_after
task_after(size_t task)
{
    return task < REPORT_PARTS ? report_part_after[task] : publish_sheets[task - REPORT_PARTS].after;
}

/* A task that nobody has; waits for the stage that the rest are read after. */
static bool
take_task(struct publish_reading *p, size_t *task)
{
    const size_t count = REPORT_PARTS + publish_sheet_count;
    bool found = false, left = true;

    pthread_mutex_lock(&p->lock);
    while (!found && left && !p->ending) {
        left = false;
        for (size_t i = 0; !found && i < count; i++) {
            left = left || !p->taken[i];
            found = !p->taken[i] && task_after(i) >= p->reached;
            if (found)
                p->taken[*task = i] = true;
        }
        if (!found && left)
            pthread_cond_wait(&p->moved, &p->lock);
    }
    pthread_mutex_unlock(&p->lock);
    return found;
}

static bool
read_tasks(struct publish_reading *p, struct td_db *db, struct td_error *err)
{
    bool ok = true;

    for (size_t task; ok && take_task(p, &task);)
        ok = task < REPORT_PARTS ? report_read(&p->report, (enum report_part)task, &p->run, db, p->shortlist_run, err)
                                 : publish_sheet_read(&p->data, task - REPORT_PARTS, db, err);
    return ok;
}

static bool
read_beside(struct publish_reading *p, struct td_error *err)
{
    struct td_db *db = NULL;
    bool ok = td_run_connect(&p->run, "publish", &db, err) && read_tasks(p, db, err);

    td_run_disconnect(&p->run, db);
    return ok;
}

static void *
read_ahead(void *of)
{
    struct publish_reading *p = of;

    p->ok = read_beside(p, &p->err);
    return NULL;
}

struct publish_reading *
publish_reading_begin(const struct td_run *run, const char *shortlist_run, enum publish_after reached)
{
    struct publish_reading *p = td_alloc(1, sizeof *p);

    p->run = td_run_beside(run, &p->log);
    snprintf(p->shortlist_run, sizeof p->shortlist_run, "%s", shortlist_run);
    publish_data_init(&p->data, run, shortlist_run);
    p->taken = td_alloc(REPORT_PARTS + publish_sheet_count, sizeof *p->taken);
    p->reached = reached;
    p->ok = true;
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->moved, NULL);
    p->threaded = pthread_create(&p->thread, NULL, read_ahead, p) == 0; /* else all is read by who finishes */
    return p;
}

void
publish_reading_reached(struct publish_reading *p, enum publish_after reached)
{
    pthread_mutex_lock(&p->lock);
    p->reached = reached;
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->lock);
}

bool
publish_reading_is_of(const struct publish_reading *p, const char *shortlist_run)
{
    return p && strcmp(p->shortlist_run, shortlist_run) == 0;
}

static void
join(struct publish_reading *p)
{
    if (p->threaded)
        pthread_join(p->thread, NULL);
    p->threaded = false;
}

/* A third connection only where there are processors for it: it costs the server 40 ms, most of it to get to know the tables. */
bool
publish_reading_finish(struct publish_reading *p, struct td_db *db, struct td_error *err)
{
    struct td_error third = {0};
    bool own = false, more = true;

    publish_reading_reached(p, AFTER_FOLLOW);
#pragma omp parallel sections num_threads(2)
    {
#pragma omp section
        own = read_tasks(p, db, err) && publish_context_read(&p->context, db, p->shortlist_run, p->data.as_of, err);
#pragma omp section
        if (omp_get_num_procs() > 2)
            more = read_beside(p, &third);
    }
    join(p);
    if (own && !(more && p->ok))
        *err = more ? p->err : third;
    p->report.candidates = p->data.list;
    return own && more && p->ok && publish_data_finish(&p->data, err);
}

const struct publish_data *
publish_reading_data(const struct publish_reading *p)
{
    return &p->data;
}

struct publish_context *
publish_reading_context(struct publish_reading *p)
{
    return &p->context;
}

const struct report *
publish_reading_report(const struct publish_reading *p)
{
    return &p->report;
}

void
publish_reading_free(struct publish_reading *p)
{
    if (!p)
        return;
    pthread_mutex_lock(&p->lock);
    p->ending = true;
    pthread_cond_broadcast(&p->moved);
    pthread_mutex_unlock(&p->lock);
    join(p);
    publish_data_free(&p->data);
    publish_context_free(&p->context);
    report_free(&p->report);
    free(p->taken);
    pthread_mutex_destroy(&p->lock);
    pthread_cond_destroy(&p->moved);
    free(p);
}
