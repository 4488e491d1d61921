#include "publish_moves.h"

#include "tidu/moves.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { M_TIER, M_COUNTY, M_SEATS, M_ENTERED, M_GONE, M_CAUSES, M_NAME };

static bool
holds(const struct td_moves_gate *gate, const struct td_rows *rows, int r)
{
    bool all = strcmp(td_rows_text(rows, r, M_COUNTY), "*") == 0;
    int64_t entered = td_rows_int(rows, r, M_ENTERED), gone = td_rows_int(rows, r, M_GONE);

    return td_moves_gate_holds(entered > gone ? entered : gone, td_rows_int(rows, r, M_SEATS),
                               all ? gate->tier_percent : gate->county_percent, all ? gate->tier_least : gate->county_least);
}

static void
say(const struct td_rows *rows, int r, struct td_buf *out)
{
    td_buf_printf(out, TD_T("%s %s：原名额内 %s 家，新进 %s 家，退出 %s 家（%s）", "%s %s: %s firms had a seat, %s entered, %s left (%s)"),
                  td_rows_text(rows, r, M_NAME), td_rows_text(rows, r, M_TIER), td_rows_text(rows, r, M_SEATS),
                  td_rows_text(rows, r, M_ENTERED), td_rows_text(rows, r, M_GONE), td_rows_text(rows, r, M_CAUSES));
}

static bool
add_finding(struct td_run *run, const char *ranking, const struct td_moves_gate *gate, const struct td_rows *rows, int r,
            struct publish_moved *found, struct td_error *err)
{
    bool all = strcmp(td_rows_text(rows, r, M_COUNTY), "*") == 0;
    char percent[24], least[24];
    const char *params[] = {ranking, td_rows_text(rows, r, M_TIER), td_rows_text(rows, r, M_COUNTY), td_rows_text(rows, r, M_SEATS),
                            td_rows_text(rows, r, M_ENTERED), td_rows_text(rows, r, M_GONE), percent, least,
                            td_rows_text(rows, r, M_CAUSES)};

    snprintf(percent, sizeof percent, "%" PRId64, all ? gate->tier_percent : gate->county_percent);
    snprintf(least, sizeof least, "%" PRId64, all ? gate->tier_least : gate->county_least);
    if (found->count++ == 0)
        say(rows, r, &found->first);
    for (int c = M_TIER; c <= M_CAUSES; c++)
        td_buf_printf(&found->findings, "%s\t", td_rows_text(rows, r, c));
    td_buf_text(&found->findings, "\n");
    return td_db_run(run->db, "publish/held_add", NULL, params, 9, NULL, err);
}

bool
publish_moved_find(struct td_run *run, struct publish_moved *found, struct td_error *err)
{
    struct td_moves_gate gate = {0};
    struct td_rows done = {0}, rows = {0};
    bool ok = td_moves_gate_read(&gate, td_criteria_text(run->criteria, "moves.yaml"), err) &&
              td_db_query(run->db, "rank/done_run", NULL, NULL, 0, &done, err);

    if (!ok || !gate.on || done.count == 0 || td_rows_null(&done, 0, 0)) {
        td_rows_free(&done);
        return ok;
    }
    const char *ranking = td_rows_text(&done, 0, 0), *params[] = {ranking};
    ok = td_db_run(run->db, "publish/held_clear", NULL, params, 1, NULL, err) &&
         td_db_query(run->db, "publish/moved", NULL, params, 1, &rows, err);
    for (int r = 0; ok && r < rows.count; r++)
        ok = !holds(&gate, &rows, r) || add_finding(run, ranking, &gate, &rows, r, found, err);
    td_rows_free(&rows);
    td_rows_free(&done);
    return ok;
}

void
publish_moved_free(struct publish_moved *found)
{
    td_buf_free(&found->findings);
    td_buf_free(&found->first);
}
