#include "moves.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
set_runs(struct moves *v, struct td_error *err)
{
    char run[24], before[24];

    snprintf(run, sizeof run, "%" PRId64, v->run->run);
    snprintf(before, sizeof before, "%" PRId64, v->last.run);
    return td_db_setting(v->run->db, "tidu.run", run, err) && td_db_setting(v->run->db, "tidu.before", before, err);
}

static void
moves_free(struct moves *v)
{
    for (int i = 0; i < 2; i++) {
        struct moves_night *n = i ? &v->now : &v->last;
        td_buf_free(&n->complete);
        td_buf_free(&n->ranks);
    }
    td_buf_free(&v->ladder);
    td_criteria_free(&v->criteria);
    if (v->profile_kept)
        td_profile_free(&v->before);
    td_criteria_free(&v->profile_texts);
    free(v->m.firms);
    free(v->beside);
    td_arena_free(&v->arena);
}

static bool
find_moves(struct moves *v, const struct moves_tonight *tonight, struct td_error *err)
{
    v->m.rules[0] = v->rules[0];
    v->m.rules[1] = v->rules[1];
    if (!moves_whom_all(v, err) || !moves_profile(v, err) || !moves_read(v, tonight, err) || !moves_between(v, err))
        return false;
    moves_part_lists(v);
    if (!moves_seats(v))
        return false;
    td_moves_seat(&v->m);
    return moves_store(v, err);
}

/* The first ranking has nothing to be held against. */
bool
moves_write(struct td_run *run, const struct moves_tonight *tonight, struct td_stage_counts *counts, struct td_error *err)
{
    struct moves v = {.run = run};
    bool ok = moves_night_last(&v, err) && moves_night_now(&v, err) && set_runs(&v, err);

    ok = ok && (v.last.run == 0 || find_moves(&v, tonight, err)) && moves_night_keep(&v, err);
    if (ok && v.last.run)
        td_buf_printf(&counts->json, "%s\"moves\":%" PRIu64 ",\"judged_between\":%" PRIu64, counts->json.len ? "," : "", v.moved,
                      v.mixed);
    moves_free(&v);
    return ok || td_in(err, "%s", TD_T("比较变动", "finding the moves"));
}
