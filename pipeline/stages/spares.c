/*
 * Connections beside the run's own. A new one costs the server a process that knows no table yet (30 ms of a processor and
 * more in some virtual machines), and a night's stages want a dozen: what one has done with waits for the next.
 */
#include "runner.h"

bool
td_run_connect(struct td_run *run, const char *what, struct td_db **db, struct td_error *err)
{
    struct td_db_options o = {run->options->conninfo, what, run->options->sql_dir, td_stop_asked};
    struct td_spares *s = run->spares;

    pthread_mutex_lock(&s->lock);
    *db = s->count > 0 ? s->at[--s->count] : NULL;
    pthread_mutex_unlock(&s->lock);
    if (*db && td_db_renew(*db, what))
        return true;
    td_db_close(*db); /* the server has ended it */
    return td_db_open(db, &o, err);
}

void
td_run_disconnect(struct td_run *run, struct td_db *db)
{
    if (!db) /* then there may be no run either: a stage that failed before it began */
        return;
    struct td_spares *s = run->spares;
    bool clean = td_db_renew(db, "spare"); /* at once: it may hold locks */

    pthread_mutex_lock(&s->lock);
    bool kept = clean && s->count < TD_SPARES;
    if (kept)
        s->at[s->count++] = db;
    pthread_mutex_unlock(&s->lock);
    if (!kept)
        td_db_close(db);
}

void
td_spares_close(struct td_spares *s)
{
    while (s->count > 0)
        td_db_close(s->at[--s->count]);
}
