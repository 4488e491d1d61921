/*
 * identity: what happened to registered units since the last night, and which code is which firm's.
 *
 * load keeps what it replaces of source.registry (link.before), so that a night costs what changed: the units
 * concerned are compared as they stood and as they stand (model/event), what happened is added to link.event.
 * A first load keeps nothing: that the whole registry is there is no news. Then sql/identity/follow tells which
 * code followed which, and link.identity remembers it for ever, also when the registry no longer says so: link
 * reads old codes and former names from here, and gives the records of a replaced code to the present one.
 * All in one transaction, which also empties link.before: repeated, it finds nothing.
 */
#include "digest.h"
#include "runner.h"

#include "tidu/event.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Raised when the same data would be told otherwise. */
#define IDENTITY_VERSION "1"

enum { ROUNDS = 16 }; /* a chain of 2^16 codes */

enum { C_USCC, C_WAS_THERE, C_WAS_STANDING, C_IS_THERE, C_IS_STANDING, C_WAS, C_IS = C_WAS + 4, C_BATCH = C_IS + 4 };

static bool
flag(struct td_cell c)
{
    return c.len == 1 && c.at[0] != 0;
}

static struct td_unit_state
state_of(const struct td_cell *cells, int there, int text)
{
    struct td_str s[4];

    for (int i = 0; i < 4; i++)
        s[i] = (struct td_str){cells[text + i].at, cells[text + i].len > 0 ? (size_t)cells[text + i].len : 0};
    return (struct td_unit_state){flag(cells[there]), flag(cells[there + 1]), s[0], s[1], s[2], s[3]};
}

static void
put_events(struct td_buf *out, const struct td_cell *cells)
{
    struct td_unit_state was = state_of(cells, C_WAS_THERE, C_WAS), now = state_of(cells, C_IS_THERE, C_IS);
    struct td_event events[TD_EVENTS_MOST];
    size_t count = td_events_between(&was, &now, events);

    for (size_t i = 0; i < count; i++) {
        td_put_row(out, 5);
        td_put_text(out, (struct td_str){cells[C_USCC].at, (size_t)cells[C_USCC].len});
        td_put_text(out, td_str(td_event_word(events[i].kind)));
        td_put_text(out, events[i].was);
        td_put_text(out, events[i].became);
        if (cells[C_BATCH].len == 8)
            td_put_int8(out, td_cell_int8(cells[C_BATCH]));
        else
            td_put_null(out);
    }
}

/* One connection cannot read and write by COPY at once: a night's events wait in memory, some 100 bytes each. */
static bool
tell_events(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct td_copy_out out = {0};
    struct td_copy_in in = {0};
    struct td_buf rows = {0};
    bool got = true, ok = td_copy_out_open(&out, run->db, "identity/states", NULL, err);

    while (ok && got) {
        ok = td_copy_out_next(&out, &got, err) && !(out.rows % 65536 == 0 && td_stopping(err));
        if (ok && got)
            put_events(&rows, out.cells);
    }
    counts->rows_in = out.rows;
    td_copy_out_close(&out);
    ok = ok && td_copy_in_open(&in, run->db, "identity/events_in", NULL, err) &&
         td_copy_in_send(&in, td_buf_view(&rows), err) && td_copy_in_finish(&in, err);
    td_copy_in_close(&in);
    td_buf_free(&rows);
    return ok;
}

static bool
find_ends(struct td_run *run, struct td_error *err)
{
    uint64_t moved = 1;
    bool ok = true;

    for (int i = 0; ok && moved && i < ROUNDS; i++)
        ok = td_db_run(run->db, "identity/ends", NULL, NULL, 0, &moved, err);
    return ok;
}

static bool
set_night(struct td_run *run, bool all, struct td_error *err)
{
    char id[24], as_of[11];

    snprintf(id, sizeof id, "%" PRId64, run->run);
    td_date_text(run->options->as_of, as_of);
    return td_db_setting(run->db, "tidu.run", id, err) && td_db_setting(run->db, "tidu.as_of", as_of, err) &&
           td_db_setting(run->db, "tidu.all", all ? "on" : "off", err);
}

static bool
report(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct td_rows rows = {0};
    char id[24];
    const char *params[] = {id};

    snprintf(id, sizeof id, "%" PRId64, run->run);
    if (!td_db_query(run->db, "identity/counts", NULL, params, 1, &rows, err))
        return false;
    counts->rows_out = (uint64_t)td_rows_int(&rows, 0, 2);
    td_buf_printf(&counts->json, "\"codes\":%s,\"suggestions\":%s,\"events\":{%s}", td_rows_text(&rows, 0, 0),
                  td_rows_text(&rows, 0, 1), td_rows_text(&rows, 0, 3));
    td_rows_free(&rows);
    return true;
}

/* Is every unit to be looked at? On the first night, and when load says that all are touched ('*'). */
static bool
looks_at_all(struct td_run *run, const char *last, bool *all, struct td_error *err)
{
    struct td_rows rows = {0};

    *all = true;
    if (last[0] == '\0')
        return true;
    if (!td_db_query(run->db, "features/touched", NULL, NULL, 0, &rows, err))
        return false;
    *all = td_rows_int(&rows, 0, 1) != 0;
    td_rows_free(&rows);
    return true;
}

bool
td_judged_basis(struct td_db *db, struct td_buf *out, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(db, "identity/basis", NULL, NULL, 0, &rows, err))
        return false;
    td_buf_printf(out, "-%s", td_rows_text(&rows, 0, 0));
    td_rows_free(&rows);
    return true;
}

bool
td_stage_identity(struct td_run *run, struct td_stage_counts *counts, struct td_error *err)
{
    struct td_db *db = run->db;
    char last[65];
    bool all;

    if (run->options->as_of == TD_DATE_NONE)
        return td_fail(err, TD_E_USAGE, TD_T("缺少 --as-of", "--as-of is missing"));
    td_buf_text(&counts->inputs, IDENTITY_VERSION "-");
    if (!td_inputs_digest(db, &counts->inputs, err) || !td_judged_basis(db, &counts->inputs, err) ||
        !td_stage_last(run, "identity", last, err))
        return false;
    counts->same = strcmp(last, counts->inputs.at) == 0;
    if (counts->same)
        return true;
    bool ok = looks_at_all(run, last, &all, err) && set_night(run, all, err) && td_db_begin(db, err) &&
              td_db_script(db, "identity/begin", NULL, err) && tell_events(run, counts, err) &&
              td_db_script(db, "identity/follow", NULL, err) && td_db_script(db, "identity/keep", NULL, err) && find_ends(run, err) && report(run, counts, err) &&
              td_db_commit(db, err);
    return ok || td_in(err, TD_T("辨认企业的变更", "following firms over time"));
}
