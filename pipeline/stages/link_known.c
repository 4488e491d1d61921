/*
 * What link relies on from night to night. The holders that are no registered code are kept with their number of
 * records (link.holder): on a night of changes only those of feature.touched are looked up again, instead of reading
 * every record there is. When none of them came, went or has another name, and identity saw no unit whose names,
 * codes, kind, status or county moved, then the links are what they were, and only their records are counted anew.
 *
 * link.basis says what may be relied on: which batches link has seen, which ones identity has looked at, and which
 * had come when features emptied feature.touched. Stages that were run alone and in another order, a first load ('*'),
 * other rules or another program, and whatever else does not fit: then everything is read, as on a first night.
 */
#include "link.h"

#include <string.h>

enum { P_KNOWN, P_MOVED };

static bool
one_figure(struct link *l, const char *script, int64_t *figure, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(l->run->db, script, NULL, NULL, 0, &rows, err))
        return false;
    *figure = td_rows_int(&rows, 0, 0);
    td_rows_free(&rows);
    return true;
}

bool
link_known_refresh(struct link *l, enum link_known *known, struct td_error *err)
{
    const char *params[] = {l->basis};
    struct td_rows rows = {0};
    int64_t unmoved = 0;

    *known = LINK_NEW;
    if (!td_db_query(l->run->db, "link/plan", NULL, params, 1, &rows, err))
        return false;
    bool holders = td_rows_int(&rows, 0, P_KNOWN) != 0, moved = td_rows_int(&rows, 0, P_MOVED) != 0;
    td_rows_free(&rows);
    if (!holders)
        return true;
    *known = LINK_HOLDERS;
    if (!td_db_script(l->run->db, "link/refresh", NULL, err))
        return false;
    if (moved)
        return true;
    if (!one_figure(l, "link/unmoved", &unmoved, err))
        return false;
    if (unmoved)
        *known = LINK_ALL;
    return true;
}

static int
method_of(const char *word)
{
    for (int m = 0; m < TD_MATCH_RESULTS; m++)
        if (strcmp(td_match_word((enum td_match_method)m), word) == 0)
            return m;
    return TD_MATCH_UNMATCHED;
}

bool
link_known_count(struct link *l, struct td_error *err)
{
    struct td_rows rows = {0};

    if (!td_db_query(l->run->db, "link/methods", NULL, NULL, 0, &rows, err))
        return false;
    for (int i = 0; i < rows.count; i++) {
        int16_t dataset = (int16_t)td_rows_int(&rows, i, 0);
        int32_t source = (int32_t)td_rows_int(&rows, i, 1);
        uint64_t records = (uint64_t)td_rows_int(&rows, i, 3);

        if (dataset < 0 || dataset >= LINK_DATASETS)
            continue;
        link_take_away(l, dataset, source, records);
        link_tally(l, dataset, source)->records[method_of(td_rows_text(&rows, i, 2))] += records;
        l->holders = (uint64_t)td_rows_int(&rows, i, 4);
    }
    td_rows_free(&rows);
    return true;
}

bool
link_known_keep(struct link *l, struct td_error *err)
{
    struct td_copy_in copy = {0};
    bool ok = td_db_run(l->run->db, "link/holder_clear", NULL, NULL, 0, NULL, err) &&
              td_copy_in_open(&copy, l->run->db, "link/holder_in", NULL, err);

    for (size_t i = 0; ok && i < l->entry_count; i++) {
        const struct entry *e = &l->entries[i];

        td_put_row(&copy.buffer, 5);
        td_put_int2(&copy.buffer, e->dataset);
        td_put_int4(&copy.buffer, e->source);
        td_put_int8(&copy.buffer, (int64_t)e->records);
        td_put_text(&copy.buffer, e->holder);
        if (e->name.len)
            td_put_text(&copy.buffer, e->name);
        else
            td_put_null(&copy.buffer);
        ok = td_copy_in_flush(&copy, err);
    }
    ok = ok && td_copy_in_finish(&copy, err);
    td_copy_in_close(&copy);
    return ok;
}

bool
link_known_done(struct link *l, struct td_error *err)
{
    const char *params[] = {l->basis};

    return td_db_run(l->run->db, "link/basis_set", NULL, params, 1, NULL, err);
}
