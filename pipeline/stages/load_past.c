/* The plan held against the nights before: what is known already, what is due, what must not be touched. */
#include "load_plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what was loaded ------------------------------------------------------------------------------ */
static struct past
take_past(struct td_arena *arena, const struct td_rows *rows, int i)
{
    struct past p = {.batch = td_rows_int(rows, i, 0),
                     .delivery = td_arena_str(arena, td_str(td_rows_text(rows, i, 1))),
                     .hash = td_arena_str(arena, td_str(td_rows_text(rows, i, 2))),
                     .content = td_arena_str(arena, td_str(td_rows_text(rows, i, 3))),
                     .mended = td_rows_int(rows, i, 5) != 0};

    if (td_date_parse(td_str(td_rows_text(rows, i, 4)), TD_DATE_ISO, &p.delivered) != TD_FAULT_NONE)
        p.delivered = TD_DATE_NONE;
    return p;
}

bool
load_past_read(struct making *m, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!m->run->db)
        return true;
    if (!td_db_query(m->run->db, "load/batches", NULL, NULL, 0, &rows, err))
        return false;
    m->past_count = (size_t)rows.count;
    m->past = td_alloc(m->past_count, sizeof *m->past);
    for (int i = 0; i < rows.count; i++)
        m->past[i] = take_past(&m->plan->arena, &rows, i);
    td_rows_free(&rows);
    return true;
}

/* Is this what was loaded last (increments: at any time)? */
static bool
is_known(const struct making *m, const struct load_job *job)
{
    for (size_t i = m->past_count; i-- > 0;) {
        if (m->past[i].mended || !td_str_equal(m->past[i].delivery, job->delivery->id))
            continue;
        if (td_str_equal(m->past[i].hash, td_str(job->hash)))
            return true;
        if (job->delivery->mode != TD_INCREMENT)
            return false;
    }
    return false;
}

/*
 * An increment that is new or has been corrected, and every later one after it, is loaded in order of
 * dates: an old increment must not overwrite what a newer one said.
 */
void
load_past_compare(struct making *m)
{
    const struct load_plan *plan = m->plan;

    for (size_t i = 0; i < plan->job_count; i++) {
        struct load_job *job = &plan->jobs[i];
        bool behind = i > 0 && job->delivery->mode == TD_INCREMENT &&
                      plan->jobs[i - 1].delivery == job->delivery &&
                      plan->jobs[i - 1].status != LOAD_SAME;
        if (job->status == LOAD_TODO && !behind && is_known(m, job))
            job->status = LOAD_SAME;
    }
}

/* ---- when it came, and when it should have ------------------------------------------------------ */
/* Files whose names have no date are as old as the night on which their contents were met first. */
static void
find_delivered(const struct making *m, struct load_job *job)
{
    if (job->part_count == 0 || job->date != TD_DATE_NONE)
        return;
    job->delivered = m->run->options->as_of;
    for (size_t i = 0; i < m->past_count; i++) {
        const struct past *p = &m->past[i];
        if (td_str_equal(p->delivery, job->delivery->id) && td_str_equal(p->content, td_str(job->content)) &&
            p->delivered != TD_DATE_NONE && p->delivered < job->delivered)
            job->delivered = p->delivered;
    }
}

/* A year's file counts as of that year's last day. */
static td_date
counts_as_of(const struct load_job *job)
{
    int year = 0;

    for (size_t i = 0; i < job->part_count; i++)
        year = job->parts[i].match.year > year ? job->parts[i].match.year : year;
    return job->date == TD_DATE_NONE && year > 0 ? td_date_from((struct td_civil){year, 12, 31}) : job->delivered;
}

/* Nothing lies there and nothing is due yet: what was delivered stands as it is. */
static void
excuse_missing(const struct making *m, struct load_job *job)
{
    td_date from, due, newest = job->last->there ? job->last->delivered : TD_DATE_NONE;

    if (newest == TD_DATE_NONE || !td_contract_due(&job->delivery->expects, m->run->options->as_of, &from, &due) ||
        newest < from)
        return;
    job->status = LOAD_SAME;
    job->delivered = newest;
    td_error_reset(&job->error);
    td_buf_text(&job->notes, "\"no_file\":true");
}

void
load_past_due(struct making *m)
{
    const struct load_plan *plan = m->plan;

    for (size_t i = 0; i < plan->job_count; i++) {
        struct load_job *job = &plan->jobs[i];
        const struct td_expects *e = &job->delivery->expects;

        find_delivered(m, job);
        if (e->every == TD_NEVER_DUE || (i + 1 < plan->job_count && plan->jobs[i + 1].delivery == job->delivery))
            continue;
        if (job->part_count == 0)
            excuse_missing(m, job);
        else
            td_contract_check_due(e, m->run->options->as_of, counts_as_of(job), &job->findings);
        if (job->findings.broken && job->delivery->on_failure == TD_STOP && job->status != LOAD_FAILED) {
            job->status = LOAD_FAILED;
            td_fail(&job->error, TD_E_CONTRACT, TD_T("交付“%.*s”逾期未交：应为 %s，实为 %s", "delivery \"%.*s\" is overdue: expected %s, found %s"),
                    (int)job->delivery->id.len, job->delivery->id.at, job->findings.list[0].expected.at,
                    job->findings.list[0].found.at);
        }
    }
}

/* ---- who must not be touched ------------------------------------------------------------------ */
static bool
same_place(const struct td_delivery *a, const struct td_delivery *b)
{
    return a->dataset == b->dataset && a->source_index == b->source_index;
}

/*
 * What one of several deliveries of a department no longer has may stand in another of them, whose file has
 * not changed: where one is read, all are.
 */
void
load_past_with_others(struct load_plan *plan)
{
    for (size_t i = 0; i < plan->job_count; i++) {
        struct load_job *job = &plan->jobs[i];

        if (job->status != LOAD_SAME || job->delivery->mode == TD_INCREMENT)
            continue;
        for (size_t j = 0; j < plan->job_count && job->status == LOAD_SAME; j++) {
            const struct load_job *other = &plan->jobs[j];

            if (other->status == LOAD_TODO && other->delivery->mode != TD_INCREMENT &&
                same_place(other->delivery, job->delivery))
                job->status = LOAD_TODO;
        }
    }
}

static int
order_batches(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Two deliveries of one department may fill one table (patents and trademarks): what one of them wrote
 * is not gone because the other does not have it. */
static void
find_foreign(struct making *m, struct load_job *job)
{
    const struct td_profile *p = &m->run->profile;
    int64_t *batches = td_arena_alloc(&m->plan->arena, m->past_count + m->plan->job_count + 1,
                                      sizeof *batches);
    size_t count = 0;

    for (size_t d = 0; d < p->delivery_count; d++) {
        if (&p->deliveries[d] == job->delivery || !same_place(&p->deliveries[d], job->delivery))
            continue;
        for (size_t i = 0; i < m->past_count; i++)
            if (td_str_equal(m->past[i].delivery, p->deliveries[d].id))
                batches[count++] = m->past[i].batch;
        for (size_t i = 0; i < m->plan->job_count; i++)
            if (m->plan->jobs[i].delivery == &p->deliveries[d])
                batches[count++] = m->plan->jobs[i].batch;
    }
    qsort(batches, count, sizeof *batches, order_batches);
    job->foreign = batches;
    job->foreign_count = count;
}

bool
load_past_number(struct making *m, struct td_error *err)
{
    struct load_plan *plan = m->plan;
    struct td_rows rows = {0};
    char count[24];
    const char *params[] = {count};

    snprintf(count, sizeof count, "%zu", plan->job_count);
    /* a dry run takes no numbers: its own are not among those that stand */
    for (size_t i = 0; i < plan->job_count; i++)
        plan->jobs[i].batch = -1 - (int64_t)i;
    if (!m->run->options->dry_run && !td_db_query(m->run->db, "load/next_batches", NULL, params, 1, &rows, err))
        return false;
    for (int i = 0; i < rows.count && (size_t)i < plan->job_count; i++)
        plan->jobs[i].batch = td_rows_int(&rows, i, 0);
    td_rows_free(&rows);
    for (size_t i = 0; i < plan->job_count; i++)
        if (plan->jobs[i].status == LOAD_TODO && plan->jobs[i].delivery->mode != TD_INCREMENT)
            find_foreign(m, &plan->jobs[i]);
    return true;
}
