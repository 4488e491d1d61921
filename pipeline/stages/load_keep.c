/*
 * Two deliveries of one department fill one table, one of them is damaged tonight, and the other drops a record that
 * the damaged one has too: nobody was there to take it over. The keys of the damaged one's last good file are known
 * (personal.line), so what a neighbour has marked gone since then, and that file had, stands again. Harmless when
 * nothing is to be done, and the same when it is done again: a run that was killed between the two is put right by the
 * next. Lines that are not kept there (of several lines, mended ones, after a crash of the server) are not seen.
 */
#include "load.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool
has_neighbour(const struct td_profile *p, const struct td_delivery *d)
{
    for (size_t i = 0; i < p->delivery_count; i++) {
        const struct td_delivery *other = &p->deliveries[i];
        if (other != d && other->dataset == d->dataset && other->source_index == d->source_index &&
            other->mode != TD_INCREMENT)
            return true;
    }
    return false;
}

/* Its last good keys as rows for tidu_gone. */
static bool
read_keys(struct td_db *db, const struct load_job *job, struct td_buf *keys, struct td_error *err)
{
    struct td_copy_out copy = {0};
    struct td_buf id = {0};
    bool got = true;

    td_buf_str(&id, job->delivery->id);
    bool ok = td_db_setting(db, "tidu.delivery", id.at, err) && td_copy_out_open(&copy, db, "load/lines", NULL, err);
    while (ok && got) {
        ok = td_copy_out_next(&copy, &got, err);
        for (int32_t at = 0; ok && got && at + LOAD_LINE_BYTES <= copy.cells[2].len; at += LOAD_LINE_BYTES) {
            int64_t key;
            memcpy(&key, copy.cells[2].at + at + 8, sizeof key);
            td_put_row(keys, 1);
            td_put_int8(keys, key);
        }
    }
    td_copy_out_close(&copy);
    td_buf_free(&id);
    return ok;
}

static bool
stand_again(struct td_db *db, const struct load_job *job, const struct td_buf *keys, struct td_error *err)
{
    char table[64], source[16];
    const struct td_ident into[] = {{"table", "tidu_gone"}, {0}}, idents[] = {{"table", table}, {0}};
    struct td_copy_in copy = {0};
    struct td_buf id = {0};

    snprintf(table, sizeof table, "source.%s", job->delivery->dataset->name);
    snprintf(source, sizeof source, "%d", job->source);
    td_buf_str(&id, job->delivery->id);
    const char *params[] = {source, id.at, job->delivery->dataset->name};
    bool ok = td_copy_in_open(&copy, db, "load/copy_in", into, err) &&
              td_copy_in_send(&copy, td_buf_view(keys), err) && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    ok = ok && td_db_run(db, "load/keep_standing", idents, params, 3, NULL, err);
    td_buf_free(&id);
    return ok;
}

bool
load_keep_standing(struct load_shared *shared, struct td_db *db, const struct load_group *group, struct td_error *err)
{
    for (size_t i = group->first; i < group->first + group->count; i++) {
        const struct load_job *job = &shared->plan->jobs[i];
        struct td_buf keys = {0};

        if (job->status != LOAD_FAILED || job->delivery->mode == TD_INCREMENT ||
            !has_neighbour(&shared->run->profile, job->delivery))
            continue;
        bool ok = td_db_begin(db, err) && read_keys(db, job, &keys, err) &&
                  (keys.len == 0 || stand_again(db, job, &keys, err)) && td_db_commit(db, err);
        if (!ok)
            td_db_rollback(db);
        td_buf_free(&keys);
        if (!ok)
            return false;
    }
    return true;
}
